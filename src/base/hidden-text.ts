export type HiddenKind =
  | 'control character'
  | 'bidi control'
  | 'zero-width character'
  | 'tag character'
  | 'variation selector'
  | 'invisible character'
  | 'odd space'
  | 'full-width letter'
  | 'piled-up mark'
  | 'word of mixed scripts';

export interface HiddenText {
  /** Counts from 1. */
  line: number;
  kind: HiddenKind;
  count: number;
}

/**
 * Text of others with all that a terminal would act on, that turns the order of what is read, or that nobody sees, shown as
 * `\u{202e}`. What writing needs stays: emoji, joiners of Indic and Arabic scripts, marks beside letters that run from right
 * to left. Doing it again changes nothing.
 */
export function showHidden(text: string): string {
  if (!suspicious.test(text)) return text;
  return text.replace(pattern, (...found) =>
    isHidden(readMatch(found), text) ? escapeAll(String(found[0])) : String(found[0]),
  );
}

/** What `showHidden` would show, line by line, and words whose letters are of scripts that look alike. */
export function findHidden(text: string): HiddenText[] {
  const counts = new Map<string, HiddenText>();
  const note = (line: number, kind: HiddenKind, count: number) => {
    const known = counts.get(`${line} ${kind}`)?.count ?? 0;
    counts.set(`${line} ${kind}`, { line, kind, count: known + count });
  };
  if (suspicious.test(text)) {
    const lines = lineCounter(text);
    for (const match of text.matchAll(pattern)) {
      const found = { chars: match[0], at: match.index, groups: match.groups ?? {} };
      const isMark = found.at === 0 && found.chars === '\uFEFF';
      if (isHidden(found, text) && !isMark) note(lines(found.at), kindOf(found.chars), [...found.chars].length);
    }
  }
  if (mixable.test(text)) {
    const lines = lineCounter(text);
    for (const { index } of text.matchAll(mixedWord)) note(lines(index), 'word of mixed scripts', 1);
  }
  return [...counts.values()].sort((a, b) => a.line - b.line);
}

/** `3 bidi controls and 1 zero-width character`. */
export function describeHidden(found: readonly HiddenText[]): string {
  const counts = new Map<HiddenKind, number>();
  for (const { kind, count } of found) counts.set(kind, (counts.get(kind) ?? 0) + count);
  const said = [...counts].map(([kind, count]) => `${count} ${count === 1 ? kind : pluralOf(kind)}`);
  return said.length < 2 ? said.join('') : `${said.slice(0, -1).join(', ')} and ${said.at(-1)}`;
}

function pluralOf(kind: HiddenKind): string {
  return kind === 'word of mixed scripts' ? 'words of mixed scripts' : `${kind}s`;
}

const rightToLeft = '\\p{Script=Hebrew}\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Thaana}\\p{Script=Nko}';
const joined =
  '\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}\\p{Script=Myanmar}';
const picture = '\\p{Extended_Pictographic}[\\uFE0E\\uFE0F]?\\p{Emoji_Modifier}?';

/** What is written so in good faith. */
const rightful = [
  '\\r\\n',
  '\\u{1F3F4}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{3,5}\\u{E007F}',
  `${picture}(?:\\u200D${picture})*`,
  '[0-9#*]\\uFE0F?\\u20E3',
  '\\p{Script=Han}[\\uFE00-\\uFE02\\u{E0100}-\\u{E01EF}]',
  '\\p{Script=Mongolian}[\\u180B-\\u180E]',
  `(?<=[${joined}])[\\u200C\\u200D](?=[${joined}])`,
  `(?<=[${rightToLeft}][\\s\\d\\p{P}]{0,2})[\\u200E\\u200F\\u061C]`,
  `[\\u200E\\u200F\\u061C](?=[\\s\\d\\p{P}]{0,2}[${rightToLeft}])`,
];

const controls = '\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u2028\\u2029';
const bidi = '\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069';
const zeroWidth = '\\u200B-\\u200D\\u2060\\uFEFF\\u00AD';
const tags = '\\u{E0000}-\\u{E007F}';
const selectors = '\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}\\u180B-\\u180D';
const invisible =
  '\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180E\\u2061-\\u2065\\u206A-\\u206F\\u2800\\u3164\\uFFA0\\uFFF0-\\uFFFB\\uFFFE\\uFFFF\\uFDD0-\\uFDEF\\u{1BCA0}-\\u{1BCA3}\\u{1D173}-\\u{1D17A}\\u{1FFFE}\\u{1FFFF}\\p{Surrogate}';
const spaces = '\\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000';
const wide = '\\uFF01-\\uFF5E';

const pattern = new RegExp(
  `(?:${rightful.join('|')})|(?<hidden>[${controls}${bidi}${zeroWidth}${tags}${selectors}${invisible}])|(?<space>[${spaces}])|(?<wide>[${wide}]+)|(?<=\\p{M}{6})(?<marks>\\p{M}+)`,
  'gu',
);
/** Says of most texts at once that nothing is in them. */
const suspicious = new RegExp(
  `[${controls.replace('\\u000B-\\u001F', '\\u000B-\\u000C\\u000E-\\u001F')}${bidi}${zeroWidth}${tags}${selectors}${invisible}${spaces}${wide}]|\\r(?!\\n)|\\p{M}{7}`,
  'u',
);

interface Match {
  chars: string;
  at: number;
  groups: Readonly<Record<string, string | undefined>>;
}

/** The arguments of a replacing function: match, groups, offset, text, named groups. */
function readMatch(found: readonly unknown[]): Match {
  const [groups, , at] = [found.at(-1), found.at(-2), found.at(-3)];
  return { chars: String(found[0]), at: Number(at), groups: (groups ?? {}) as Match['groups'] };
}

function isHidden({ chars, at, groups }: Match, text: string): boolean {
  if (groups.hidden !== undefined || groups.marks !== undefined) return true;
  if (groups.space !== undefined) return isOddSpace(text.charAt(at - 1), text.charAt(at + chars.length));
  return (
    groups.wide !== undefined && /[\uFF21-\uFF3A\uFF41-\uFF5A]/.test(chars) && !eastAsian.test(lineAround(text, at))
  );
}

/** Between words and before French punctuation such a space is typography; next to a sign of a command it is not. */
function isOddSpace(before: string, after: string): boolean {
  return [before, after].some((char) => /[-~$/|&<>*\\"'`={}()[\]@^+]/.test(char));
}

const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

const kinds: readonly [HiddenKind, RegExp][] = [
  ['control character', new RegExp(`[${controls}]`, 'u')],
  ['bidi control', new RegExp(`[${bidi}]`, 'u')],
  ['zero-width character', new RegExp(`[${zeroWidth}]`, 'u')],
  ['tag character', new RegExp(`[${tags}]`, 'u')],
  ['variation selector', new RegExp(`[${selectors}]`, 'u')],
  ['odd space', new RegExp(`[${spaces}]`, 'u')],
  ['full-width letter', new RegExp(`[${wide}]`, 'u')],
  ['piled-up mark', /\p{M}/u],
];

function kindOf(chars: string): HiddenKind {
  return kinds.find(([, chars1]) => chars1.test(chars))?.[0] ?? 'invisible character';
}

/** Cyrillic and Greek letters, of which many look like Latin ones, in one word with those. */
const mixable = /[\u0370-\u04FF]/;
const alike = '\\p{Script=Cyrillic}ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρυκ';
const mixedWord = new RegExp(`(?<![\\w${alike}])\\w*(?:[A-Za-z][${alike}]|[${alike}][A-Za-z])[\\w${alike}]*`, 'gu');

function escapeAll(chars: string): string {
  return Array.from(chars, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`).join('');
}

/** Tells the line of offsets that only grow. */
function lineCounter(text: string): (offset: number) => number {
  let [line, next] = [1, text.indexOf('\n')];
  return (offset) => {
    for (; next >= 0 && next < offset; next = text.indexOf('\n', next + 1)) line++;
    return line;
  };
}

function lineAround(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, end < 0 ? undefined : end);
}
