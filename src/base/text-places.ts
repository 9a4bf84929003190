export interface Place {
  /** Both count from 1, columns in UTF-16 units. */
  line: number;
  column: number;
}

export interface TextPlaces {
  placeOf(offset: number): Place;
  offsetOf(place: Place): number;
  /** Where the line ends that holds this offset, its line break left out. */
  endOfLine(offset: number): number;
}

/** Offsets and places of one text, after one walk over it. A line ends with LF, CRLF or CR. */
export function textPlaces(text: string): TextPlaces {
  const starts = lineStarts(text);
  const startOf = (line: number) => starts[Math.min(line, starts.length) - 1] ?? 0;
  return {
    placeOf: (offset) => {
      const line = lastAtOrBelow(starts, offset) + 1;
      return { line, column: offset - startOf(line) + 1 };
    },
    offsetOf: ({ line, column }) => Math.min(startOf(line) + column - 1, text.length),
    endOfLine: (offset) => {
      const next = starts[lastAtOrBelow(starts, offset) + 1];
      if (next === undefined) return text.length;
      const end = next - (text.startsWith('\r\n', next - 2) ? 2 : 1);
      return Math.max(end, offset);
    },
  };
}

/** Where one offset lies. For several of one text, `textPlaces` walks over it only once. */
export function positionAt(text: string, offset: number): Place {
  return textPlaces(text).placeOf(offset);
}

/** Where its lines begin. Most texts have LF alone, which is found faster. */
function lineStarts(text: string): number[] {
  const starts = [0];
  if (text.includes('\r')) {
    for (const { 0: lineBreak, index } of text.matchAll(/\r\n?|\n/g)) starts.push(index + lineBreak.length);
  } else {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  }
  return starts;
}

/** The index of the last of these sorted numbers that is not above the wanted one. */
export function lastAtOrBelow(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
