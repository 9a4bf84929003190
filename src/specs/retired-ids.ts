import { digest } from '../base/ids.ts';
import { positionAt } from '../base/text-places.ts';
import type { LedgerLine } from '../domain/ledger.ts';
import type { Block, Problem, Span, SpecDocument, SpecStage } from '../domain/spec.ts';
import { approvedTexts, type RemovedBlock } from './approval.ts';
import { findMovedCriteria } from './moved-criteria.ts';
import { parseDocument } from './parse-document.ts';

/** What stands in the ledger of a block or a criterion whose removal a human approved: its id is never used for anything else. */
export interface RetiredBlock {
  /** `tasks/2`, `requirements/1.3`. */
  id: string;
  /** Of the text that was approved last. */
  hash: string;
  title: string;
}

/** The tombstones of blocks that an approval lets go. */
export function retire(removed: readonly RemovedBlock[]): RetiredBlock[] {
  return removed.map(({ id, approvedText }) => ({ id, hash: digest(approvedText), title: titleOf(approvedText) }));
}

/** The tombstones of criteria that the approved text of a requirement has, and the text that is now to be approved has not. */
export function retireCriteria(document: SpecDocument, stage: SpecStage, lines: readonly LedgerLine[]): RetiredBlock[] {
  const approved = approvedTexts(stage, lines);
  const present = new Set(criteriaOf(document, stage).map(({ id }) => id));
  return document.blocks.flatMap(({ id, text }) => {
    const before = approved.get(id);
    if (stage !== 'requirements' || before === undefined || before === text) return [];
    const old = criteriaOf(parseDocument(document.kind, document.file, before), stage);
    return old
      .filter((criterion) => !present.has(criterion.id))
      .map(({ id: gone, hash, title }) => ({ id: gone, hash, title }));
  });
}

/** Ids of what was let go and is in the document again. */
export function revivedIds(document: SpecDocument, stage: SpecStage, lines: readonly LedgerLine[]): string[] {
  const present = new Set([...document.blocks, ...criteriaOf(document, stage)].map(({ id }) => id));
  return [...retiredBlocks(stage, lines).keys()].filter((id) => present.has(id));
}

/** Blocks and criteria that were let go and did not come back. */
export function retiredBlocks(stage: SpecStage, lines: readonly LedgerLine[]): Map<string, RetiredBlock> {
  const retired = new Map<string, RetiredBlock>();
  for (const { fact } of lines) {
    if (fact.type !== 'approved' || fact.stage !== stage) continue;
    for (const { id, hash } of fact.blocks) if (retired.get(id)?.hash === hash) retired.delete(id);
    for (const id of fact.revived ?? []) retired.delete(id);
    for (const block of fact.retired ?? []) retired.set(block.id, block);
  }
  return retired;
}

/**
 * `id-reused` where a number that was retired stands over another text, `id-renumbered` where an approved text moved to
 * another number, be it a block's or a criterion's. Only requirements, their criteria and tasks have numbers; a section is named by its heading. A number in
 * `reused` is one that a human uses again knowingly.
 */
export function checkIds(
  document: SpecDocument,
  stage: SpecStage,
  lines: readonly LedgerLine[],
  reused: readonly string[] = [],
): Problem[] {
  const retired = retiredBlocks(stage, lines);
  for (const id of reused) retired.delete(id);
  const approved = approvedTexts(stage, lines);
  const numbered = document.blocks.filter(({ id }) => isNumbered(id));
  const present = new Map(numbered.map((block) => [block.id, bareText(block.id, block.text)]));
  const blocks = numbered.flatMap((block) => {
    const tombstone = retired.get(block.id);
    if (tombstone !== undefined && tombstone.hash !== block.hash) return [reusedBy(document, block, tombstone)];
    const from = findFormerId(block, present, approved);
    return from === undefined ? [] : [renumbered(document, block, from)];
  });
  const criteria = criteriaOf(document, stage).flatMap((criterion) => {
    const tombstone = retired.get(criterion.id);
    const isOther = tombstone !== undefined && tombstone.hash !== criterion.hash;
    return isOther ? [reusedBy(document, criterion, tombstone)] : [];
  });
  return [...blocks, ...criteria, ...findMovedCriteria(document, stage, lines)];
}

interface NumberedText extends RetiredBlock {
  span: Span;
}

/**
 * The criteria whose numbers are written; what is numbered by its place only has chosen none. White
 * space aside, for a criterion that is wrapped anew is the same.
 */
function criteriaOf({ text: whole, requirements }: SpecDocument, stage: SpecStage): NumberedText[] {
  const criteria = requirements.flatMap((requirement) => requirement.criteria);
  const written = criteria.filter(({ id, scenario, span }) => {
    const raw = whole.slice(span.start, span.end);
    return scenario === undefined ? writtenNumber.test(raw) : /(\d+\.\d+)\s*[:：]/.exec(raw)?.[1] === id;
  });
  return written.map(({ id, text, span }) => {
    const bare = text.replace(/\s+/g, ' ').trim();
    return { id: `${stage}/${id}`, hash: digest(bare), title: bare, span };
  });
}

/** The id under which a block's text was approved, where that id now stands for another text or for nothing. */
function findFormerId(
  { id, text }: Block,
  present: ReadonlyMap<string, string>,
  approved: ReadonlyMap<string, string>,
): string | undefined {
  const bare = bareText(id, text);
  const own = approved.get(id);
  if (own !== undefined && bareText(id, own) === bare) return undefined;
  const former = [...approved].find(([other, before]) => {
    return other !== id && isNumbered(other) && bareText(other, before) === bare && present.get(other) !== bare;
  });
  return former?.[0];
}

const writtenNumber = /^\s*(?:[-*+]\s+)?(?:\*\*|__)?(?:AC[- ]?)?\d/i;

function reusedBy(
  { file, text }: SpecDocument,
  { id, span }: Pick<Block, 'id' | 'span'>,
  { title }: RetiredBlock,
): Problem {
  const number = numberOf(id);
  const message = `the number ${number} belonged to "${title}", which was let go, and is never used again: give this the next free number, or take the old text back`;
  return { code: 'id-reused', severity: 'error', message, file, ...positionAt(text, span.start) };
}

function renumbered({ file, text }: SpecDocument, { id, span }: Block, former: string): Problem {
  const message = `this was approved as ${numberOf(former)} and is now ${numberOf(id)}; numbers stay, for tasks, tests and evidence name them: give it back the number ${numberOf(former)}, and what is new the next free one`;
  return { code: 'id-renumbered', severity: 'error', message, file, ...positionAt(text, span.start) };
}

const isNumbered = (id: string) => /^[^/]+\/(?:[A-Z]+-?)?\d/.test(id);
const numberOf = (id: string) => id.slice(id.indexOf('/') + 1);

/** A block's text without the number that its first line gives it. */
function bareText(id: string, text: string): string {
  const [first = '', ...rest] = text.split('\n');
  const at = first.indexOf(numberOf(id));
  const bare = at < 0 ? first : first.slice(0, at) + first.slice(at + numberOf(id).length);
  return [bare, ...rest].join('\n');
}

function titleOf(text: string): string {
  const [first = ''] = text.split('\n');
  return first.replace(/^[\s#*+-]*(?:\[.?\]\*?)?\s*/, '').trim();
}
