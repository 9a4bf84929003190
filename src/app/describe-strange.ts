import { describeLine } from '../specs/known-lines.ts';
import type { StrangeLine } from '../specs/standing.ts';

/** What is said of lines that do not count: one sentence a signer, with what the first lines say and what to type. */
export function describeStrange(strange: readonly StrangeLine[]): string[] {
  const fingerprints = [...new Set(strange.map(({ fingerprint }) => fingerprint))];
  return fingerprints.map((fingerprint) => {
    const own = strange.filter((each) => each.fingerprint === fingerprint);
    const said = own.slice(0, shownLines).map(({ number, line }) => `line ${number}: ${describeLine(line)}`);
    const more = own.length > shownLines ? [`${own.length - shownLines} more`] : [];
    const which = [...said, ...more].join('; ');
    return `${which}; signed with the key ${fingerprint}, which nobody trusts here, so it does not count. If the key is theirs: ashlar signers add ${fingerprint}`;
  });
}

/** `ashlar signers` shows them all. */
const shownLines = 4;
