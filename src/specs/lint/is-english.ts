/**
 * Whether a document is written in English, by its letters and its most frequent words. EARS keywords in capitals say
 * nothing of the language, nor does code.
 */
export function isEnglish(text: string): boolean {
  const prose = text.slice(0, sampleChars).replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`/g, ' ');
  const letters = prose.replaceAll(/\P{L}+/gu, '');
  const latin = letters.replaceAll(/[^a-z]+/gi, '');
  if (letters === '' || latin.length < letters.length * 0.95) return false;
  const words = prose.match(/(?<![\w'])[A-Za-z]?[a-z]+(?![\w'])/g) ?? [];
  const english = words.filter((word) => englishWords.has(word.toLowerCase())).length;
  const foreign = words.filter((word) => foreignWords.has(word.toLowerCase())).length;
  return foreign === 0 ? true : english > foreign * 3;
}

const sampleChars = 20_000;

const englishWords = new Set(
  'the of to and in is for with that it be as by on or an are if not when from this has can at which its their'.split(
    ' ',
  ),
);

/** German, French, Spanish, Portuguese, Italian, Dutch, Polish, Turkish, Indonesian; none of them an English word. */
const foreignWords = new Set(
  (
    'der das und ist nicht mit wird werden wenn ein eine einen dem den auf von zu oder ' +
    'le les des une dans pour que est et sur avec lorsque doit ' +
    'el los las del una para con cuando debe por como se ' +
    'os uma quando deve dos em ao ' +
    'il gli che della quando di ' +
    'het een van wanneer moet ' +
    'jest oraz nie przez gdy ve bir bu veya dan yang untuk dengan harus'
  ).split(' '),
);
