/**
 * Tells which rows of a table can apply to a text by how its words begin, so that of some hundred patterns a handful is
 * tried. `starts` lists, with blanks between, beginnings of which a text must have one for the row to apply: three
 * letters of a word, or a whole word that is shorter; `0` stands for any number. Gives places in the table, in its order.
 */
export function indexByStart(starts: readonly string[]): (text: string) => readonly number[] {
  const places = new Map<number, number[]>();
  for (const [at, line] of starts.entries())
    for (const start of line.split(' ')) {
      const code = start === '0' ? digits : codeOf(start);
      const known = places.get(code);
      if (known === undefined) places.set(code, [at]);
      else if (known.at(-1) !== at) known.push(at);
    }
  return (text) => {
    const found: number[] = [];
    for (const code of startsIn(text))
      for (const at of places.get(code) ?? none) if (!found.includes(at)) found.push(at);
    return found.length < 2 ? found : found.sort((a, b) => a - b);
  };
}

const none: readonly number[] = [];
const digits = -1;

/** The first three letters of each word as one number, and one for any number. */
function startsIn(text: string): number[] {
  const codes: number[] = [];
  let [code, length] = [0, 0];
  for (let at = 0; at <= text.length; at++) {
    const letter = letterAt(text, at);
    if (letter > 0) {
      length++;
      if (length <= 3) code = code * 27 + letter;
      if (length === 3) codes.push(code);
      continue;
    }
    if (length === 1 || length === 2) codes.push(code);
    if (letter === digits) codes.push(digits);
    code = length = 0;
  }
  return codes;
}

/** 1 to 26 for a letter of either case. */
function letterAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit >= 48 && unit <= 57) return digits;
  const letter = (unit | 32) - 96;
  return letter >= 1 && letter <= 26 ? letter : 0;
}

function codeOf(start: string): number {
  let code = 0;
  for (const letter of start.slice(0, 3)) code = code * 27 + letter.charCodeAt(0) - 96;
  return code;
}
