import { indexByStart } from './index-by-start.ts';
import { channels, type ValueClass, valueClasses } from './lexicon/values.ts';

export interface Valued {
  /** The value by the attribute that it is of: `colour: red`. An attribute with two values is left out. */
  values: ReadonlyMap<string, string>;
  channels: readonly string[];
  /** The text without them. */
  rest: string;
}

/** Takes the values of known attributes out of a text in lower case. */
export function takeValues(text: string): Valued {
  const values = new Map<string, string>();
  let rest = text;
  for (const place of applicable(text)) {
    const { attribute, each } = attributes[place] ?? noAttribute;
    const found = each.filter(({ pattern }) => pattern.test(text));
    if (found.length !== 1 || found[0] === undefined) continue;
    values.set(attribute, found[0].value);
    rest = rest.replace(found[0].pattern, ' ');
  }
  const hour = hourPattern.exec(rest);
  if (hour !== null) {
    values.set('hour', (hour[1] ?? '').replace(/^0|:00| /g, ''));
    rest = rest.replace(hour[0], ' ');
  }
  const taken = hasChannel(text).length === 0 ? [] : ways.filter(({ pattern }) => pattern.test(text));
  for (const { pattern } of taken) rest = rest.replace(pattern, ' ');
  return { values, channels: taken.map(({ value }) => value), rest };
}

/** `at 02:00`, `at 8 pm`, `at noon`. */
const hourPattern = /\bat (\d{1,2}:\d{2}(?: ?[ap]m)?|\d{1,2} ?[ap]m|noon|midnight)\b/;

interface Attribute {
  attribute: string;
  each: readonly Value[];
}

interface Value {
  value: string;
  pattern: RegExp;
}

const noAttribute: Attribute = { attribute: '', each: [] };
const attributes: readonly Attribute[] = Object.entries(valueClasses).map(([attribute, { values }]) => ({
  attribute,
  each: toPatterns(values),
}));
const applicable = indexByStart(Object.values(valueClasses).map(({ starts }) => starts));
const ways = toPatterns(channels.values);
const hasChannel = indexByStart([channels.starts]);

function toPatterns(values: ValueClass['values']): Value[] {
  return Object.entries(values).map(([value, pattern]) => ({ value, pattern: new RegExp(pattern) }));
}
