import type { Block, SpecDocument } from '../domain/spec.ts';
import { namedIds } from './changed-ids.ts';
import { stageOfKind } from './stage-of-kind.ts';

/**
 * The blocks of a document that a sentence names: by their whole ids (`design/errors`), requirements also by their numbers or
 * by that of a criterion (`requirement 2`, `2.1`), tasks by theirs (`task 3`). A number with a unit is none.
 */
export function namedBlocks(document: SpecDocument, sentence: string): Block[] {
  const stage = stageOfKind(document.kind);
  const whole = new Set(sentence.match(/\b(?:requirements|design|tasks)\/[\p{L}\p{N}._-]*[\p{L}\p{N}]/gu));
  const numbers = new Set(stage === 'tasks' ? numbersAfter(sentence, task) : requirementsIn(document, sentence));
  return document.blocks.filter(({ id }) => whole.has(id) || numbers.has(id.slice(stage.length + 1)));
}

const task = /\btasks?\s+(\d+(?:\.\d+)*)/gi;
const criterion =
  /(?<![\d.])(\d+\.\d+)(?!\.?\d|\s?(?:%|[€$£]|(?:ms|s|h|[kmgt]i?b|px|seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b))/gi;

function requirementsIn({ requirements }: SpecDocument, sentence: string): string[] {
  const named = new Set([...namedIds(sentence), ...numbersAfter(sentence, criterion)]);
  const holds = requirements.filter(({ id, criteria }) => named.has(id) || criteria.some((each) => named.has(each.id)));
  return holds.map(({ id }) => id);
}

function numbersAfter(sentence: string, pattern: RegExp): string[] {
  return [...sentence.matchAll(pattern)].map(([, number = '']) => number);
}
