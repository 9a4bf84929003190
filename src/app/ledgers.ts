import { rememberTexts } from '../base/remember-texts.ts';
import { fingerprintOf, type Signer } from '../base/signatures.ts';
import type { LedgerLine } from '../domain/ledger.ts';
import { type KnownLine, toKnownLine } from '../specs/known-lines.ts';
import type { Standing } from '../specs/standing.ts';
import { confirmWritable, openKnownLedgers } from './known-ledgers.ts';
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
  const standings = new Map<string, { who: string; standing: Standing }>();
  const readText = rememberTexts();
  const ledgers = openKnownLedgers(stateFolder);
  return {
    standing: (specFolder) => {
      const own = readOwnKey(stateFolder)?.key;
      const trusted = new Set(readTrusted(stateFolder).map(({ fingerprint }) => fingerprint));
      const who = [own, ...trusted].join(' ');
      const known = ledgers.read(specFolder);
      const before = standings.get(specFolder);
      if (before?.who === who && before.standing.known === known) return before.standing;
      const standing = {
        counts: (key: string) => key === own || (trusted.size > 0 && trusted.has(fingerprintOf(key))),
        known,
        memory: before?.standing.memory ?? { text: '', lines: 0, rows: [] },
        readText,
      };
      standings.set(specFolder, { who, standing });
      return standing;
    },
    signer: () => {
      confirmWritable(stateFolder);
      return readOrMakeOwnKey(stateFolder);
    },
    remember: (specFolder, lines, missed = []) => {
      const present = ledgers.read(specFolder);
      const known = new Set(present.map(({ hash }) => hash));
      const fresh = lines.filter(({ hash }) => !known.has(hash)).map(toKnownLine);
      const there = new Set(lines.map(({ hash }) => hash));
      const gone = new Set(missed.flatMap(({ hash }) => (there.has(hash) ? [] : [hash])));
      ledgers.write(specFolder, [...present.filter(({ hash }) => !gone.has(hash)), ...fresh]);
    },
    forget: (specFolder) => {
      ledgers.write(specFolder, []);
    },
  };
}
