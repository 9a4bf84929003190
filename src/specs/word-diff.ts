import { diffWordsWithSpace } from 'diff';

/** The new text with what was taken out as `[-old-]` and what was put in as `{+new+}`, word by word. */
export function describeWords(before: string, now: string): string {
  return diffWordsWithSpace(before, now)
    .map(({ value, added, removed }) => (added ? `{+${value}+}` : removed ? `[-${value}-]` : value))
    .join('');
}
