import type { ProgramCall } from '../shell/command-line.ts';
import { textOf } from '../shell/words.ts';

export type Language = 'javascript' | 'python';

/**
 * Whether code in a command only works out a value and prints it: every name in it is one of a few that reach nothing, and
 * no property is named by anything but such a name.
 */
export function isComputation({ args }: ProgramCall, language: Language): boolean {
  const [flag, code, ...more] = args.map(textOf);
  if (flag === undefined || code === undefined || more.length > 0 || !flags[language].test(flag)) return false;
  return code.length <= longestCode && isPlain(code, language);
}

const longestCode = 400;

const flags = { javascript: /^(?:-e|-p|-pe|--eval|--print)$/, python: /^-c$/ };

/** Texts count as values. What could make a quote something else than one (comments, patterns, templates) is not let through. */
function isPlain(code: string, language: Language): boolean {
  const isSilent = language === 'python' && !/\bprint\(/.test(code);
  const values = code
    .replace(language === 'javascript' ? known : /(?!)/, '0')
    .replace(/'(?:[^'\\\n]|\\[nrt'"\\])*'|"(?:[^"\\\n]|\\[nrt'"\\])*"/g, text)
    .replace(language === 'python' ? /\/\//g : /(?!)/, '/');
  const words = values.match(/[A-Za-z_$][\w$]*/g) ?? [];
  const isMade =
    /^[\w $+\-*/%()<>=!&|?:.,[\];]*$/.test(values) && words.every((word) => word === text || names[language].has(word));
  return isMade && !isSilent && !/[\w)\]] *\[(?!\d+\])|<!|(?<![\w)\]] *)\/|\/(?! *[\w(])/.test(values);
}

/** Stands for a text in quotes; no number, so that it names no property. */
const text = '$';

/** What a package says of itself, and what node says of itself. */
const known =
  /\brequire\((['"])\.\/package\.json\1\)(?:\.[a-z]\w*)*|\bprocess\.(?:versions?(?:\.\w+)?|platform|arch)\b/g;

const names: Readonly<Record<Language, ReadonlySet<string>>> = {
  javascript: new Set(
    [
      'console log Math abs ceil floor round trunc sign sqrt cbrt pow log2 log10 log1p exp hypot min max PI E',
      'JSON stringify Number parseInt parseFloat toFixed toString String length isInteger isFinite isNaN BigInt',
      'Infinity NaN true false null undefined typeof padStart padEnd repeat trim split join reverse toUpperCase',
      'toLowerCase',
    ].flatMap((line) => line.split(' ')),
  ),
  python: new Set(
    [
      'print sum range len round abs min max pow divmod int float str bool hex bin oct sorted reversed list tuple',
      'set for in if else and or not True False None x y i j k n',
    ].flatMap((line) => line.split(' ')),
  ),
};
