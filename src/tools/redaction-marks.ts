import { redactionMark } from '../base/redact.ts';
import { Refusal } from './refusal.ts';

/**
 * Refuses to write the mark that stands for a secret in what a model reads: the file would lose the secret, or gain a word
 * that means nothing. A mark that the file itself holds is text like any other.
 */
export function refuseMarks(text: string, before: string): void {
  const mark = text.match(redactionMark)?.find((found) => !before.includes(found));
  if (mark === undefined) return;
  throw new Refusal(
    `Nothing was written: ${mark} stands for a secret that you are not shown; in the file there is the secret itself. Change with edit what is around it, and leave the mark out of old and new.`,
  );
}
