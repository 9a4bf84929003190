import { describeLine } from '../specs/known-lines.ts';
import type { StrangeLine } from '../specs/ledger.ts';

/** What is said of lines that do not count: one sentence a signer, with what each line says and what to type. */
export function describeStrange(strange: readonly StrangeLine[]): string[] {
  const fingerprints = [...new Set(strange.map(({ fingerprint }) => fingerprint))];
  return fingerprints.map((fingerprint) => {
    const own = strange.filter((each) => each.fingerprint === fingerprint);
    const said = own.map(({ number, line }) => `line ${number}: ${describeLine(line)}`).join('; ');
    return `signed with a key that is not known here, so it does not count: ${said}. If ${fingerprint} is theirs: ${addCommand(fingerprint)}`;
  });
}

export function addCommand(fingerprint: string): string {
  return `ashlar signers add ${fingerprint}`;
}
