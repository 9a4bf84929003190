import { describeHidden, findHidden, type HiddenText, showHidden } from '../base/hidden-text.ts';
import { cutLine, firstLine } from '../base/text.ts';
import type { ToolCall } from '../domain/message.ts';
import type { Layer } from '../domain/tool.ts';

/**
 * What a tool says is text of others: secrets are taken out, hidden characters are made visible and told to a person. It
 * stands within the layer that cuts, which would part a secret.
 */
export function cleanResults(redact: (text: string) => string): Layer {
  return async (call, context, next) => {
    const outcome = await next(call, context);
    const hidden = findHidden(outcome.text);
    const text = redact(showHidden(outcome.text));
    return { ...outcome, text, ...(hidden.length > 0 && { hidden: tellPlaces(call, outcome.text, hidden) }) };
  };
}

const placesTold = 5;

/** `hidden text in README.md:12: 3 bidi controls`. */
function tellPlaces(call: ToolCall, text: string, hidden: readonly HiddenText[]): string[] {
  const lines = text.split('\n');
  const byPlace = new Map<string, HiddenText[]>();
  for (const one of hidden) {
    const place = placeOf(call, lines[one.line - 1] ?? '', one.line);
    byPlace.set(place, [...(byPlace.get(place) ?? []), one]);
  }
  const told = [...byPlace].slice(0, placesTold).map(([at, those]) => `hidden text in ${at}: ${describeHidden(those)}`);
  const more = byPlace.size - told.length;
  return more > 0 ? [...told, `hidden text in ${more} more places of the same result`] : told;
}

/** Where the line stands in its file, as far as the result says. */
function placeOf({ name, input }: ToolCall, line: string, number: number): string {
  const path = typeof input.path === 'string' ? input.path : undefined;
  if (name === 'grep') return /^[^:]{1,300}:\d+/.exec(showHidden(line))?.[0] ?? 'what grep found';
  if (path !== undefined) return `${showHidden(path)}:${/^ *(\d+)\t/.exec(line)?.[1] ?? number}`;
  if (typeof input.command !== 'string') return `the result of ${name}`;
  return `the output of \`${showHidden(cutLine(firstLine(input.command), 80))}\`, line ${number}`;
}
