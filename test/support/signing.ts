import { newPrivateKey } from '../../src/base/ids.ts';
import { openSigner, type Signer } from '../../src/base/signatures.ts';
import type { LedgerLine } from '../../src/domain/ledger.ts';
import { toKnownLine } from '../../src/specs/known-lines.ts';
import type { Standing } from '../../src/specs/standing.ts';

export function makeSigner(): Signer {
  return openSigner(newPrivateKey());
}

/** A machine on which these signers count and that has seen these lines. */
export function standingOf(signers: readonly Signer[], seen: readonly LedgerLine[] = []): Standing {
  const keys = new Set(signers.map(({ key }) => key));
  return { counts: (key) => keys.has(key), known: seen.map(toKnownLine) };
}
