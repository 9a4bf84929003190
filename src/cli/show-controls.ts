import { showHidden } from '../base/hidden-text.ts';

/** The only escape sequences that Ashlar itself writes in lines: bold, dim and three colours. */
const ownSequence = '\\u001b\\[(?:1|2|22|31|32|33|39)m';
const own = new RegExp(`(${ownSequence})`);

/** Text of others as a person must see it: a character that would be acted upon or stay unseen is shown as `\u{1b}`. */
export function showControls(text: string): string {
  if (!text.includes('\u001b')) return showHidden(text);
  return text
    .split(own)
    .map((part, index) => (index % 2 === 1 ? part : showHidden(part)))
    .join('');
}
