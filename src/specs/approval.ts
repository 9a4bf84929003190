import { formatPatch, OMIT_HEADERS, structuredPatch } from 'diff';
import type { LedgerFact, LedgerLine } from '../domain/ledger.ts';
import type { Block, SpecDocument, SpecStage } from '../domain/spec.ts';

export interface BlockApproval {
  block: Block;
  /** `stale`: approved once, in another text. */
  state: 'approved' | 'stale' | 'new';
  /** The text that was approved last; absent on a new block. */
  approvedText?: string;
}

export interface RemovedBlock {
  id: string;
  approvedText: string;
}

/** What humans decided on each block of a document, by the latest fact on it. */
export function approvalState(document: SpecDocument, stage: SpecStage, lines: readonly LedgerLine[]): BlockApproval[] {
  const { approved } = foldApprovals(stage, lines);
  return document.blocks.map((block) => {
    const latest = approved.get(block.id);
    if (latest === undefined) return { block, state: 'new' };
    return { block, state: latest.hash === block.hash ? 'approved' : 'stale', approvedText: latest.text };
  });
}

/** Blocks that were approved with the document as a whole, or singly since, and that it no longer has. */
export function removedBlocks(document: SpecDocument, stage: SpecStage, lines: readonly LedgerLine[]): RemovedBlock[] {
  const { expected } = foldApprovals(stage, lines);
  const ids = new Set(document.blocks.map(({ id }) => id));
  return [...expected.values()].filter(({ id }) => !ids.has(id)).map(({ id, text }) => ({ id, approvedText: text }));
}

/** The text that was approved last, by the id of its block; blocks that were withdrawn or let go aside. */
export function approvedTexts(stage: SpecStage, lines: readonly LedgerLine[]): Map<string, string> {
  return new Map([...foldApprovals(stage, lines).approved].map(([id, { text }]) => [id, text]));
}

/** Whether every block stands as a human approved it, and none that he approved is gone. */
export function isStageApproved(document: SpecDocument, stage: SpecStage, lines: readonly LedgerLine[]): boolean {
  const states = approvalState(document, stage, lines);
  return (
    states.length > 0 &&
    states.every(({ state }) => state === 'approved') &&
    removedBlocks(document, stage, lines).length === 0
  );
}

/**
 * Ids of the tasks that count as done by the word of a human: their boxes were ticked in the text that he approved last.
 * `at` is the place of that approval in the lines.
 */
export function doneByWord(lines: readonly LedgerLine[]): Map<string, { at: number }> {
  const done = new Map<string, { at: number }>();
  for (const [at, { fact }] of lines.entries()) {
    if (fact.type !== 'approved' || fact.stage !== 'tasks') continue;
    if (fact.whole === true) done.clear();
    for (const { id } of [...fact.blocks, ...(fact.retired ?? [])]) done.delete(id.replace(/^tasks\//, ''));
    for (const id of fact.done ?? []) done.set(id, { at });
  }
  return done;
}

/** A unified diff without file headers; empty where nothing changed. */
export function describeChange(approvedText: string, nowText: string): string {
  if (approvedText === nowText) return '';
  const patch = structuredPatch('', '', `${approvedText}\n`, `${nowText}\n`, '', '', { context: 3 });
  return formatPatch(patch, OMIT_HEADERS).trimEnd();
}

type Approved = Extract<LedgerFact, { type: 'approved' }>;
type ApprovedBlock = Approved['blocks'][number];

interface Approvals {
  /** The latest approval of each block. */
  approved: Map<string, ApprovedBlock>;
  /** What the document must still hold: the blocks of the latest approval of the whole, and those approved since. */
  expected: Map<string, ApprovedBlock>;
}

function foldApprovals(stage: SpecStage, lines: readonly LedgerLine[]): Approvals {
  const state: Approvals = { approved: new Map(), expected: new Map() };
  for (const { fact } of lines) {
    if (fact.type === 'approved' && fact.stage === stage) approve(state, fact);
    if (fact.type === 'rejected' && fact.stage === stage) withdraw(state, fact.block);
  }
  return state;
}

function approve({ approved, expected }: Approvals, fact: Approved): void {
  if (fact.whole === true) expected.clear();
  for (const { id } of fact.retired ?? []) {
    approved.delete(id);
    expected.delete(id);
  }
  for (const block of fact.blocks) {
    approved.set(block.id, block);
    expected.set(block.id, block);
  }
}

function withdraw({ approved, expected }: Approvals, block: string | undefined): void {
  for (const blocks of [approved, expected]) {
    if (block === undefined) blocks.clear();
    else blocks.delete(block);
  }
}
