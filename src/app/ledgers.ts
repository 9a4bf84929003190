import { fingerprintOf, type Signer } from '../base/signatures.ts';
import type { LedgerLine } from '../domain/ledger.ts';
import { type KnownLine, type Standing, toKnownLine } from '../specs/known-lines.ts';
import { confirmWritable, readKnownLines, writeKnownLines } from './known-ledgers.ts';
import { readOrMakeOwnKey, readOwnKey } from './own-key.ts';
import { readTrusted } from './trusted-signers.ts';

/** What this machine holds a ledger against: its own key, the signers that its user trusts, and the lines it has seen. */
export interface Ledgers {
  /** Writes nothing. */
  standing(specFolder: string): Standing;
  /** The key of this machine's user, made at the first decision. Throws where what is decided could not be remembered. */
  signer(): Signer;
  /** Keeps the lines, with those known before, but for the ones that a person was told are gone. */
  remember(specFolder: string, lines: readonly LedgerLine[], missed?: readonly KnownLine[]): void;
  /** For a spec that is made anew where one was before. */
  forget(specFolder: string): void;
}

/** `stateFolder` is the user's own. It is read anew each time: signers may be added and removed while a run works. */
export function openLedgers(stateFolder: string): Ledgers {
  const proved = new Set<string>();
  return {
    standing: (specFolder) => {
      const own = readOwnKey(stateFolder)?.key;
      const trusted = new Set(readTrusted(stateFolder).map(({ fingerprint }) => fingerprint));
      return {
        counts: (key) => key === own || (trusted.size > 0 && trusted.has(fingerprintOf(key))),
        known: readKnownLines(stateFolder, specFolder),
        proved,
      };
    },
    signer: () => {
      confirmWritable(stateFolder);
      return readOrMakeOwnKey(stateFolder);
    },
    remember: (specFolder, lines, missed = []) => {
      const dropped = new Set([...lines, ...missed].map(({ hash }) => hash));
      const before = readKnownLines(stateFolder, specFolder).filter(({ hash }) => !dropped.has(hash));
      writeKnownLines(stateFolder, specFolder, [...before, ...lines.map(toKnownLine)]);
    },
    forget: (specFolder) => {
      writeKnownLines(stateFolder, specFolder, []);
    },
  };
}
