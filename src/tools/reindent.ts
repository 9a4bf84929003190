/** Indents a line that was written for the wanted lines as the present ones are. */
export type Reindent = (line: string) => string;

/**
 * Learns from lines that differ in indentation alone how the present ones are indented; undefined where one indentation
 * of the wanted stands for two of the present, so that nothing certain can be learned.
 */
export function mapIndentation(wanted: readonly string[], present: readonly string[]): Reindent | undefined {
  const known = new Map<string, string>();
  for (const [i, line] of wanted.entries()) {
    if (line.trim() === '') continue;
    const indentation = indentationOf(line);
    const own = indentationOf(present[i] ?? '');
    if ((known.get(indentation) ?? own) !== own) return undefined;
    known.set(indentation, own);
  }
  return (line) => {
    if (line.trim() === '') return line;
    const indentation = indentationOf(line);
    return (known.get(indentation) ?? translate(indentation, known)) + line.slice(indentation.length);
  };
}

function indentationOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** A depth that was not among the lines is counted from the nearest one that was. */
function translate(indentation: string, known: ReadonlyMap<string, string>): string {
  const depths = [...known].sort(([a], [b]) => b.length - a.length);
  const deepest = depths[0];
  const shallowest = depths.at(-1);
  if (deepest === undefined || shallowest === undefined) return indentation;
  const above = depths.find(([from]) => indentation.startsWith(from));
  const step = stepBetween(deepest, shallowest);
  if (above !== undefined) return above[1] + inSteps(step, indentation.slice(above[0].length));
  const [from, to] = shallowest;
  const less = inSteps(step, from.slice(indentation.length));
  return to.slice(0, Math.max(0, to.length - less.length));
}

/** What one level is made of, on both sides. */
type Step = readonly [from: string, to: string];

function stepBetween(deepest: Step, shallowest: Step): Step {
  if (deepest[0].length === shallowest[0].length) return deepest;
  return [deepest[0].slice(shallowest[0].length), deepest[1].slice(shallowest[1].length)];
}

/** Spaces in tabs and tabs in spaces, as one side stands for the other; unchanged where both are alike. */
function inSteps([from, to]: Step, rest: string): string {
  const unit = to.charAt(0);
  if (from === '' || unit === '' || from.startsWith(unit)) return rest;
  return unit.repeat(Math.round((rest.length * to.length) / from.length));
}
