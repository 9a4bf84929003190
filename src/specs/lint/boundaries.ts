import type { SpecDocument } from '../../domain/spec.ts';
import { type CriterionText, conditionOf } from './criterion-text.ts';
import type { Remark } from './finding.ts';
import { matchesOf } from './matches-of.ts';

/**
 * Edges between conditions of one requirement on the same quantity: a value that no case owns (> 10 and < 10), one that two
 * own (≥ 10 and ≤ 10), and a narrow gap between two ranges (≤ 10 and ≥ 12).
 */
export function checkBoundaries(document: SpecDocument, criteria: readonly CriterionText[]): Remark[] {
  const groups = new Map<string, Bound[]>();
  for (const criterion of criteria) {
    for (const bound of boundsIn(criterion)) {
      const key = `${criterion.id.replace(/\.[^.]*$/, '')} ${bound.of}`;
      groups.set(key, [...(groups.get(key) ?? []), bound]);
    }
  }
  return [...groups.values()].flatMap((bounds) => {
    const uppers = bounds.filter(({ side }) => side === 'up to');
    const lowers = bounds.filter(({ side }) => side === 'from');
    return uppers.flatMap((upper) => {
      const edge = nearestAbove(upper, lowers);
      const wrong = edge === undefined ? undefined : describeEdge(upper, edge, bounds);
      if (edge === undefined || wrong === undefined) return [];
      const later = upper.at > edge.at ? upper : edge;
      return [
        { rule: 'boundary-unowned', document, span: { start: later.at, end: later.at + later.length }, message: wrong },
      ];
    });
  });
}

interface Bound {
  criterion: string;
  /** What is measured: the word before the comparison, the one behind the number, and what else the condition asks for. */
  of: string;
  side: 'from' | 'up to';
  value: number;
  /** Whether the value itself is part of the case. */
  owns: boolean;
  at: number;
  length: number;
}

/** The case that begins where this one ends, or soon behind it. Not one of the same criterion: that is a range of its own. */
function nearestAbove(upper: Bound, lowers: readonly Bound[]): Bound | undefined {
  return lowers
    .filter(
      (lower) => lower.criterion !== upper.criterion && lower.value >= upper.value && lower.value <= upper.value * 1.25,
    )
    .sort((a, b) => a.value - b.value || Number(b.owns) - Number(a.owns))[0];
}

function describeEdge(upper: Bound, lower: Bound, bounds: readonly Bound[]): string | undefined {
  const both = `criteria ${upper.criterion} and ${lower.criterion}`;
  const write = 'write “at least” in one and “less than” in the other';
  if (upper.value === lower.value) {
    if (upper.owns !== lower.owns) return undefined;
    if (upper.owns) return `${both} both hold at exactly ${upper.value}, so the code picks one of them: ${write}`;
    const isOwned = bounds.some(({ value, owns }) => value === upper.value && owns);
    return isOwned
      ? undefined
      : `neither of ${both} says what happens at exactly ${upper.value}, so the code decides: ${write}`;
  }
  const isWhole = Number.isInteger(upper.value) && Number.isInteger(lower.value);
  if (isWhole && lower.value - upper.value === 1 && upper.owns && lower.owns) return undefined;
  return `${both} leave a gap between ${upper.value} and ${lower.value}, where nothing is said: let one begin where the other ends`;
}

const number = String.raw`(\d[\d,]{0,15}(?:\.\d{1,6})?)`;
const comparisons: readonly [side: Bound['side'], owns: boolean, pattern: RegExp][] = [
  [
    'from',
    false,
    new RegExp(
      String.raw`(?:(?<!no )(?:more|greater|larger|higher|longer|older) than(?! or equal)|above|over|exceed(?:s|ing)?|beyond|>(?!=))\s*${number}`,
      'gi',
    ),
  ],
  [
    'from',
    true,
    new RegExp(
      String.raw`(?:at least|a minimum of|no (?:less|fewer) than|not less than|greater than or equal to|>=|≥)\s*${number}`,
      'gi',
    ),
  ],
  [
    'from',
    true,
    new RegExp(String.raw`${number}(?=%?(?: \w+)? or (?:more|higher|greater|above|older|longer)\b)`, 'gi'),
  ],
  [
    'up to',
    false,
    new RegExp(
      String.raw`(?:(?<!no )(?:less|fewer|smaller|lower|shorter|younger) than(?! or equal)|below|under|<(?!=))\s*${number}`,
      'gi',
    ),
  ],
  [
    'up to',
    true,
    new RegExp(
      String.raw`(?:at most|up to|a maximum of|no (?:more|greater) than|not more than|less than or equal to|<=|≤)\s*${number}`,
      'gi',
    ),
  ],
  [
    'up to',
    true,
    new RegExp(String.raw`${number}(?=%?(?: \w+)? or (?:less|fewer|lower|below|younger|shorter)\b)`, 'gi'),
  ],
  ['from', true, new RegExp(String.raw`between ${number}(?= ?%?(?: \w+)? and \d)`, 'gi')],
  ['up to', true, new RegExp(String.raw`(?<=between \d[\d,.]* ?%?(?: \w+)? and )${number}`, 'gi')],
];

function boundsIn(criterion: CriterionText): Bound[] {
  const condition = conditionOf(criterion);
  if (!/\d/.test(condition)) return [];
  return comparisons.flatMap(([side, owns, pattern]) =>
    matchesOf(condition, pattern).map((match) => {
      const before = condition
        .slice(Math.max(0, match.index - nearChars), match.index)
        .replace(/between \S+(?: \w+)? and $/i, '');
      const end = match.index + match[0].length;
      const behind = condition.slice(end, end + nearChars).replace(/^(?: \w+)? and [\d,.]+/, '');
      return {
        criterion: criterion.id,
        of: `${measured(before)} ${unitOf(behind)} ${furtherCondition(condition)}`,
        side,
        owns,
        value: Number((match[1] ?? '').replaceAll(',', '')),
        at: criterion.start + match.index,
        length: match[0].length,
      };
    }),
  );
}

/** Characters around a comparison in which its words stand. */
const nearChars = 80;

/** The last word that carries meaning before a comparison: `the order total is more than` measures the total. */
function measured(before: string): string {
  const words = before.toLowerCase().match(/[a-z_]+/g) ?? [];
  return words.findLast((word) => !littleWords.has(word)) ?? '';
}

/** Where more than the number decides, only cases that share the rest meet at an edge. */
function furtherCondition(condition: string): string {
  const rest = condition.replace(/\bbetween \S+(?: \w+)? and \S+/gi, '').toLowerCase();
  return /\b(?:and|while)\b/.test(rest) ? rest.replace(/[\d\s,.]+/g, ' ') : '';
}

const littleWords = new Set(
  'is are was be has have had contains contain than the a an of to with for in at when if while where and or not no more less between from reaches drops falls rises goes equals becomes gets'.split(
    ' ',
  ),
);

function unitOf(behind: string): string {
  const word = /^\s*(%|[A-Za-z]+)/.exec(behind)?.[1]?.toLowerCase() ?? '';
  return /^(?:and|or|then|the|when|if|while)$/.test(word) ? '' : word.replace(/s$/, '');
}
