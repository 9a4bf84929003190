import { limits } from '../../base/limits.ts';

/** Why a text is no command line that a person could read for what it is, or undefined. */
export function findStrangeText(line: string): string | undefined {
  if (line.length > limits.commandChars) return `it is longer than ${limits.commandChars} characters`;
  const found = strange.exec(line)?.[0];
  return found === undefined ? undefined : `it holds the character ${nameOf(found)}`;
}

/** Control characters, those that are not seen or turn text around, and spaces that only look like one. */
const strange = /[^\P{C}\n\t]|[\u2028\u2029]|[^\P{Zs} ]|[\u115f\u1160\u3164\uffa0]|(?!\ufe0f)\p{Variation_Selector}/u;

function nameOf(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The text with hidden characters written as `\u{202E}`, and line breaks kept: what a person is shown. */
export function showHidden(text: string): string {
  return text.replace(
    new RegExp(strange, 'gu'),
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`,
  );
}
