import type { Anchor, LedgerLine } from '../domain/ledger.ts';
import { isProof, takenBack } from './task-proofs.ts';

/**
 * How code and spec stand apart. `still_verified`: the code changed and what proved the task is green. `not_checked`: nobody
 * can say, which is never the same as in sync.
 */
export type DriftClass =
  | 'code_ahead'
  | 'spec_ahead'
  | 'deleted'
  | 'test_lost'
  | 'unrequested'
  | 'not_checked'
  | 'still_verified'
  | 'moved'
  | 'accepted';

export interface Drift {
  class: DriftClass;
  /** What `--accept` takes: `path#Class.method` of code, or the id of a block. */
  id: string;
  /** Absent where no spec asked for it. */
  spec?: string;
  path: string;
  symbol: string;
  /** Where it is now; counts from 1. */
  line?: number;
  /** Over its tokens as they are now; for a block, the block's own. */
  hash?: string;
  tasks: readonly string[];
  criteria: readonly string[];
  /** It is a test: what changed it cannot be proved by running it. */
  test?: boolean;
  /** The id that it has now. */
  movedTo?: string;
  /** Anchors of the tasks that the block asked for. */
  anchors?: readonly string[];
  why: string;
}

/** An anchor as the last task that touched it left it. */
export interface TracedAnchor extends Anchor {
  /** All tasks that touched it; the last one last. */
  tasks: string[];
  commit: string;
}

/** What became of an anchored symbol. */
export type Present =
  | { state: 'same' }
  | { state: 'changed'; hash: string; line: number; isTest: boolean }
  | { state: 'moved'; to: string; hash: string; line: number; isTest: boolean }
  | { state: 'missing' }
  | { state: 'unchecked'; why: string; hash?: string };

/** The drift of one anchor, undefined where it is in sync. */
export function compareAnchor(anchor: TracedAnchor, present: Present, spec: string): Drift | undefined {
  const { id, path, symbol, tasks, criteria } = anchor;
  const test = anchor.test === true;
  const about = { id, spec, path, symbol, tasks, criteria, ...(test && { test }) };
  switch (present.state) {
    case 'same':
      return undefined;
    case 'unchecked': {
      const { why, hash } = present;
      return { ...about, class: 'not_checked', why, ...(hash !== undefined && { hash }) };
    }
    case 'missing': {
      const gone = test ? 'the test is gone' : 'it is gone';
      return { ...about, class: test ? 'test_lost' : 'deleted', why: `${gone} since task ${tasks.at(-1)}` };
    }
    case 'moved':
    case 'changed':
      return { ...about, ...describeChange(test, present, tasks), line: present.line, hash: present.hash };
  }
}

type Changed = Extract<Present, { state: 'changed' | 'moved' }>;

function describeChange(test: boolean, present: Changed, tasks: readonly string[]): Pick<Drift, 'class' | 'why'> {
  const to = present.state === 'moved' ? { movedTo: present.to } : {};
  if (test && !present.isTest) return { class: 'test_lost', why: 'no runner takes it for this test any more', ...to };
  if (present.state === 'moved') return { class: 'moved', why: `it is ${present.to} now`, ...to };
  return { class: 'code_ahead', why: `it changed since task ${tasks.at(-1)} was done` };
}

/** Whether a human has to look: what moved, what is proved anew and what was accepted is in order. */
export function isDrift({ class: found }: Drift): boolean {
  return !['moved', 'accepted', 'still_verified', 'not_checked'].includes(found);
}

/** The anchors that count, by id: of a symbol that several tasks touched, the last; none that a task removed. */
export function foldAnchors(lines: readonly LedgerLine[]): Map<string, TracedAnchor> {
  const anchors = new Map<string, TracedAnchor>();
  const isTakenBack = takenBack(lines);
  for (const [at, { fact }] of lines.entries()) {
    if (fact.type !== 'anchored' || isTakenBack(fact.task, at)) continue;
    for (const anchor of fact.anchors) {
      const before = anchors.get(anchor.id);
      const criteria = [...new Set([...(before?.criteria ?? []), ...anchor.criteria])];
      const tasks = [...(before?.tasks ?? []).filter((id) => id !== fact.task), fact.task];
      if (anchor.hash === removedHash) anchors.delete(anchor.id);
      else anchors.set(anchor.id, { ...anchor, criteria, tasks, commit: fact.commit });
    }
  }
  return anchors;
}

/** What stands in place of a hash where a task itself took the symbol away. */
export const removedHash = '';

/** Tasks with evidence of whose code nothing was anchored. */
export function unanchoredTasks(lines: readonly LedgerLine[]): string[] {
  const isTakenBack = takenBack(lines);
  const proved = lines.flatMap(({ fact }, at) =>
    fact.type === 'evidence' && isProof(fact) && !isTakenBack(fact.task, at) ? [fact.task] : [],
  );
  const anchored = new Set(lines.flatMap(({ fact }) => (fact.type === 'anchored' ? [fact.task] : [])));
  return [...new Set(proved)].filter((task) => !anchored.has(task));
}

/** Drift that a human accepted, and that is still what he accepted, is no drift. */
export function markAccepted(drifts: readonly Drift[], lines: readonly LedgerLine[]): Drift[] {
  const facts = lines.flatMap(({ fact }) => (fact.type === 'drift_accepted' ? [fact] : []));
  return drifts.map((drift) => {
    const accepted = facts.findLast(({ anchor }) => anchor === drift.id);
    if (accepted === undefined || accepted.hash !== drift.hash) return drift;
    return { ...drift, class: 'accepted', why: `accepted: ${accepted.reason}` };
  });
}
