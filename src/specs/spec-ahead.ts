import type { LedgerLine } from '../domain/ledger.ts';
import type { Block, SpecTask } from '../domain/spec.ts';
import type { Drift, TracedAnchor } from './drift.ts';
import type { Spec } from './spec-folder.ts';
import { isProof, takenBack } from './task-proofs.ts';
import { isNamedBy, tracedFrom } from './traced-from.ts';

export type ProvedSpec = Pick<Spec, 'requirements' | 'design' | 'tasks' | 'ledger'>;

/** The blocks that changed after a task was done that was done for them, each with the anchors of these tasks. */
export function findSpecAhead(spec: ProvedSpec, slug: string, anchors: Iterable<TracedAnchor>): Drift[] {
  const documents = [spec.requirements, spec.design, spec.tasks].flatMap((document) => document ?? []);
  const blocks = documents.flatMap((document) => document.blocks.map((block) => ({ block, file: document.file })));
  const now = new Map(blocks.map((each) => [each.block.id, each]));
  const traced = [...anchors];
  const found = new Map<string, Drift>();
  for (const { task, at } of lastProofs(spec.ledger)) {
    const own = spec.tasks?.tasks.find(({ id }) => id === task);
    for (const [id, hash] of blocksOf(
      { task, now: own, design: spec.design?.blocks ?? [] },
      approvedBefore(spec.ledger, at),
    )) {
      const present = now.get(id);
      if (present?.block.hash === hash) continue;
      const ids = traced.filter(({ tasks }) => tasks.includes(task)).map((anchor) => anchor.id);
      add(found, {
        id,
        slug,
        task,
        file: present?.file,
        block: present?.block,
        anchors: ids,
        criteria: own?.requirements,
      });
    }
  }
  return [...found.values()];
}

interface Found {
  id: string;
  slug: string;
  task: string;
  file: string | undefined;
  block: Block | undefined;
  anchors: readonly string[];
  criteria: readonly string[] | undefined;
}

function add(all: Map<string, Drift>, { id, slug, task, file, block, anchors, criteria = [] }: Found): void {
  const before = all.get(id);
  const tasks = [...(before?.tasks ?? []), task];
  const path = file ?? `${id.split('/')[0]}.md`;
  const happened = block === undefined ? 'is gone' : 'changed';
  const why = `${id} ${happened} after task ${tasks.join(', ')} was done for it`;
  all.set(id, {
    class: 'spec_ahead',
    id,
    spec: slug,
    path,
    symbol: id,
    ...(block !== undefined && { hash: block.hash }),
    tasks,
    criteria: [...new Set([...(before?.criteria ?? []), ...criteria])],
    anchors: [...new Set([...(before?.anchors ?? []), ...anchors])],
    why,
  });
}

/** Where in the ledger each task was last proved. */
function lastProofs(lines: readonly LedgerLine[]): { task: string; at: number }[] {
  const at = new Map<string, number>();
  const isTakenBack = takenBack(lines);
  for (const [index, { fact }] of lines.entries()) {
    const proves = fact.type === 'anchored' || (fact.type === 'evidence' && isProof(fact));
    if (proves && !isTakenBack(fact.task, index)) at.set(fact.task, index);
  }
  return [...at].map(([task, index]) => ({ task, at: index }));
}

interface Approved {
  hash: string;
  text: string;
}

/** The blocks as they were approved when line `end` was written. */
function approvedBefore(lines: readonly LedgerLine[], end: number): Map<string, Approved> {
  const blocks = new Map<string, Approved>();
  for (const { fact } of lines.slice(0, end)) {
    if (fact.type !== 'approved') continue;
    for (const { id } of fact.retired ?? []) blocks.delete(id);
    for (const { id, hash, text } of fact.blocks) blocks.set(id, { hash, text });
  }
  return blocks;
}

interface Wanted {
  task: string;
  /** The task as it is now; absent where it is gone. */
  now: SpecTask | undefined;
  /** The sections of the design as they are now. */
  design: readonly Block[];
}

/**
 * What a task was done for, with the hashes of then: its own block, those of the requirements that it names, and the
 * sections of the design that were, or are now, about these or about one of its files.
 */
function blocksOf({ task, now, design }: Wanted, approved: ReadonlyMap<string, Approved>): [string, string][] {
  const requirements = now?.requirements ?? [];
  const isAbout = (text: string) =>
    now !== undefined && (isNamedBy({ text }, now) || tracedFrom(text, requirements).length > 0);
  const sections = [...approved].filter(
    ([id, { text }]) =>
      id.startsWith('design/') && [text, ...design.flatMap((each) => (each.id === id ? each.text : []))].some(isAbout),
  );
  const wanted = [`tasks/${task}`, ...requirements.map((id) => `requirements/${id.split('.')[0]}`)];
  return [...new Set([...wanted, ...sections.map(([id]) => id)])].flatMap((id): [string, string][] => {
    const hash = approved.get(id)?.hash;
    return hash === undefined ? [] : [[id, hash]];
  });
}
