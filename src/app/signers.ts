import { isoTime } from '../base/clock.ts';
import { AshlarError } from '../base/errors.ts';
import { fingerprintOf, isFingerprint } from '../base/signatures.ts';
import { describeLine } from '../specs/known-lines.ts';
import { listAllSpecs } from '../specs/list-specs.ts';
import { readEntry } from './open-spec.ts';
import { readOwnKey } from './own-key.ts';
import { refuseAgents } from './refuse-agents.ts';
import { readTrusted, type TrustedSigner, writeTrusted } from './trusted-signers.ts';
import type { Wire } from './wire.ts';

export interface UnknownSigner {
  fingerprint: string;
  /** As whom the lines were written; nothing proves it. */
  names: string[];
  lines: { spec: string; line: number; says: string }[];
}

export interface Signers {
  /** The fingerprint of this machine's own key; absent until something was decided here. */
  own?: string;
  trusted: TrustedSigner[];
  /** Those that signed lines in this repository and do not count. */
  unknown: UnknownSigner[];
}

export function listSigners(wire: Wire): Signers {
  const { userState } = wire.workspace;
  const own = readOwnKey(userState)?.key;
  return {
    ...(own === undefined ? {} : { own: fingerprintOf(own) }),
    trusted: readTrusted(userState),
    unknown: unknownSigners(wire),
  };
}

/** What a person is asked before a signer is added: the name given, else those in the lines that the key signed here. */
export function askSigner(
  { fingerprint, name }: { fingerprint: string; name?: string | undefined },
  wire: Wire,
): { name: string; says: string[] } {
  const { own, unknown } = listSigners(wire);
  checkFingerprint(fingerprint);
  if (fingerprint === own) {
    throw new AshlarError({
      kind: 'usage',
      what: 'that is the key of this machine, which counts always',
      next: 'ashlar signers',
    });
  }
  const met = unknown.find((each) => each.fingerprint === fingerprint);
  const says = met?.lines.map(({ spec, line, says: said }) => `${spec}, line ${line}: ${said}`) ?? [];
  return { name: name ?? met?.names.join(', ') ?? 'unnamed', says };
}

/** Has the decisions of a signer count on this machine; one who is trusted already stays as he is. */
export function addSigner(
  { fingerprint, name }: { fingerprint: string; name: string },
  { workspace: { userState }, surroundings }: Wire,
): { signer: TrustedSigner; added: boolean } {
  refuseAgents(surroundings);
  checkFingerprint(fingerprint);
  const trusted = readTrusted(userState);
  const present = trusted.find((each) => each.fingerprint === fingerprint);
  if (present !== undefined) return { signer: present, added: false };
  const signer = { fingerprint, name, since: isoTime(surroundings.clock.now()) };
  writeTrusted(userState, [...trusted, signer]);
  return { signer, added: true };
}

/** From then on nothing that the signer decided counts here, also what was decided before. */
export function removeSigner(fingerprint: string, wire: Wire): TrustedSigner {
  refuseAgents(wire.surroundings);
  checkFingerprint(fingerprint);
  const { userState } = wire.workspace;
  const trusted = readTrusted(userState);
  const signer = trusted.find((each) => each.fingerprint === fingerprint);
  if (signer === undefined) {
    throw new AshlarError({
      kind: 'usage',
      what: `${fingerprint} is no trusted signer`,
      next: 'ashlar signers lists them',
    });
  }
  writeTrusted(
    userState,
    trusted.filter((each) => each !== signer),
  );
  return signer;
}

/** One spec that cannot be read must not hide the signers of the others. */
function unknownSigners(wire: Wire): UnknownSigner[] {
  const found = new Map<string, UnknownSigner>();
  const entries = listAllSpecs(wire.specRoots);
  for (const { slug, strange } of entries.flatMap((entry) => readableSpec(() => readEntry(entry, wire)))) {
    for (const { fingerprint, number, line } of strange) {
      const signer = found.get(fingerprint) ?? { fingerprint, names: [], lines: [] };
      found.set(fingerprint, signer);
      if (!signer.names.includes(line.by)) signer.names.push(line.by);
      signer.lines.push({ spec: slug, line: number, says: describeLine(line) });
    }
  }
  return [...found.values()];
}

function readableSpec<T>(read: () => T): T[] {
  try {
    return [read()];
  } catch (error) {
    if (error instanceof AshlarError) return [];
    throw error;
  }
}

function checkFingerprint(fingerprint: string): void {
  if (isFingerprint(fingerprint)) return;
  throw new AshlarError({
    kind: 'usage',
    what: `"${fingerprint}" is no fingerprint of a key`,
    why: 'a fingerprint is SHA256: and 43 characters, as `ashlar signers` shows it to its owner',
    next: 'ashlar signers add SHA256:…',
  });
}
