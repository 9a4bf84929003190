import { dimensionOf } from '../quantities.ts';
import { stem } from '../stem.ts';
import type { Amount } from './form.ts';

/** What an amount leaves room for; amounts of two dimensions are not compared. */
export interface Interval {
  dimension: string;
  low: number;
  high: number;
}

/** `<= 2 hours` as milliseconds up to 7,200,000; a rate is a number for each millisecond, whatever it counts. */
export function intervalOf({ relation, number, unit, per }: Amount & { per?: string | undefined }): Interval {
  const counted = per === undefined ? `#${stem(unit ?? '')}` : '#';
  const known = dimensionOf(unit ?? '') ?? { dimension: counted, factor: 1 };
  const span = per === undefined ? undefined : spanOf(per);
  const dimension = span === undefined ? known.dimension : `${known.dimension} per ${span.dimension}`;
  const value = (number * known.factor) / (span?.factor ?? 1);
  const step = Math.max(Math.abs(value), 1e-9) * 1e-6;
  if (relation === '=') return { dimension, low: value, high: value };
  if (relation === '<' || relation === '<=')
    return { dimension, low: Number.NEGATIVE_INFINITY, high: relation === '<' ? value - step : value };
  return { dimension, low: relation === '>' ? value + step : value, high: Number.POSITIVE_INFINITY };
}

/** `month`, `6 months`: what a rate is for. */
function spanOf(per: string): { dimension: string; factor: number } {
  const [, count = '1', unit = per] = /^(\d+(?:\.\d+)?)\s+(.+)$/.exec(per) ?? [];
  const known = dimensionOf(unit) ?? dimensionOf(`${unit}s`) ?? { dimension: stem(unit), factor: 1 };
  return { dimension: known.dimension, factor: known.factor * Number(count) };
}

/** Whether no value is in both. Twelve months are a year: rates that hardly differ are one. */
export function areDisjoint(one: Interval, other: Interval): boolean {
  if (one.dimension !== other.dimension) return false;
  const share = one.dimension.includes(' per ') ? 0.02 : 1e-9;
  const slack = share * Math.max(...[one.low, one.high].filter(Number.isFinite).map(Math.abs), 0);
  return one.high < other.low - slack || other.high < one.low - slack;
}

/** Whether all that is in the first is in the second. */
export function isWithin(one: Interval, other: Interval): boolean {
  return one.dimension === other.dimension && one.low >= other.low && one.high <= other.high;
}

/** What is in all of them; undefined where they measure different things. */
export function intersect(intervals: readonly Interval[]): Interval | undefined {
  const [first, ...others] = intervals;
  if (first === undefined || others.some(({ dimension }) => dimension !== first.dimension)) return undefined;
  const [low, high] = [Math.max(...intervals.map((one) => one.low)), Math.min(...intervals.map((one) => one.high))];
  return { dimension: first.dimension, low, high };
}
