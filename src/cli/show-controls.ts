/** The only escape sequences that Ashlar itself writes in lines: bold, dim and three colours. */
const own = '\\u001b\\[(?:1|2|22|31|32|33|39)m';
/** What a terminal acts on, and what hides or turns text; line breaks and tabs are text. */
const unseen =
  '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\u{e0000}-\\u{e007f}]';
const pattern = new RegExp(`(${own})|${unseen}`, 'gu');

/** Text of others as a person must see it: a character that would be acted upon or stay unseen is shown as `\\u{1b}`. */
export function showControls(text: string): string {
  return text.replace(pattern, (found, ours?: string) => ours ?? `\\u{${found.codePointAt(0)?.toString(16)}}`);
}

/** A value as JSON in which no such character stands itself: each is escaped as JSON has it, so that whoever reads it has the very text. */
export function toJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent);
  return text.replace(unseenInJson, (found) =>
    [...Array(found.length).keys()].map((at) => escapeUnit(found, at)).join(''),
  );
}

const unseenInJson = new RegExp(unseen, 'gu');
const escapeUnit = (text: string, at: number) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
