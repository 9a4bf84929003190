const common: ReadonlySet<string> = new Set(
  `about above after again all also and another any are because been before being between both but can could does each
  either else every for from had has have how into its just like make many more most must need new not off one only other
  our out over shall should since some such than that the their them then there these they this those under until upon use
  used user using very was way were what when where which while who why will with would yet you your add file task test`.split(
    /\s+/,
  ),
);

/** The words of a text or a path that carry meaning, in lower case and singular: `src/HttpRetries.ts` gives http, retry. */
export function significantWords(text: string): Set<string> {
  const parts = text
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  const telling = parts.filter((word) => word.length > 2 && !/^\d+$/.test(word) && !common.has(word));
  return new Set(telling.map(singular).filter((word) => !common.has(word)));
}

export function countShared(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  return [...left].filter((word) => right.has(word)).length;
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.length > 3 && /[^su]s$/.test(word) ? word.slice(0, -1) : word;
}
