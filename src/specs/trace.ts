import { digest } from '../base/ids.ts';
import type { LedgerLine } from '../domain/ledger.ts';
import type { Block, Criterion, SpecDocument, SpecTask } from '../domain/spec.ts';
import type { TestTag, TraceState, TrailedCommit } from '../domain/trace.ts';
import { type ApprovedBlocks, approvedBefore } from './approved-then.ts';
import { areNaming, citedIds } from './citations.ts';
import { proveTasks, type TaskProof } from './prove-tasks.ts';

export interface TraceSource {
  slug: string;
  requirements?: SpecDocument;
  design?: SpecDocument;
  tasks?: SpecDocument;
  /** The lines that count. */
  ledger: readonly LedgerLine[];
  /** All commits of HEAD and of the run's branch, newest first. */
  commits: readonly TrailedCommit[];
  /** Those of this spec. */
  tests: readonly TestTag[];
  /** Criterion or requirement → what differs from the code that was proved. */
  drifted?: ReadonlyMap<string, string>;
}

export interface Trace {
  criteria: CriterionTrace[];
  tasks: TaskTrace[];
  /** Tags that name what is neither a criterion nor a requirement. */
  unknownTags: (TestTag & { unknown: string[] })[];
}

export interface CriterionTrace {
  id: string;
  text: string;
  state: TraceState;
  /** The newest commit at which it was proved; there with `verified`, `suspect` and `drifted`. */
  commit?: string;
  /** Why the state is not a better one, or who waived it. */
  why: string[];
  /** Sections of the design that name it. */
  design: { id: string; title: string }[];
  /** Ids of the tasks for it; sub-tasks where a task has them. */
  tasks: string[];
  tests: TestTag[];
}

export interface TaskTrace extends TaskProof {
  id: string;
  title: string;
  optional: boolean;
  ticked: boolean;
  /** It was ticked in the text that a human approved: done by that word. */
  byWord: boolean;
  /** What it says that it will touch. */
  files: string[];
}

/** Follows each criterion to design, tasks, tests, commits and evidence. Of a bug the present behaviour is no criterion. */
export function traceSpec(source: TraceSource): Trace {
  const documentTasks = source.tasks?.tasks ?? [];
  const proofs = proveTasks(documentTasks, source);
  const before = approvedBefore(source.ledger);
  const leaves = documentTasks.filter(({ id }) => !documentTasks.some(({ parent }) => parent === id));
  const sections = (source.design?.blocks ?? []).map((block) => ({ block, ids: citedIds(block.text) }));
  const view: View = {
    source,
    tasks: documentTasks,
    leaves,
    sections,
    proofs,
    before,
    gone: goneSections(source.design, before),
  };
  const requirements = (source.requirements?.requirements ?? []).filter(
    ({ id }) => source.requirements?.kind !== 'bugfix' || id !== '1',
  );
  const criteria = requirements.flatMap((requirement) => requirement.criteria.map((each) => traceOne(each, view)));
  const known = new Set(source.requirements?.requirements.flatMap((each) => [each.id, ...idsOf(each.criteria)]));
  const byWord = doneByWord(source.ledger);
  return {
    criteria,
    tasks: leaves.map((task) => describeTask(task, view, byWord)),
    unknownTags: source.tests.flatMap((tag) => {
      const unknown = tag.ids.filter((id) => !known.has(id));
      return unknown.length === 0 ? [] : [{ ...tag, unknown }];
    }),
  };
}

/** What a waiver is bound to: it counts for as long as the criterion says the same. */
export function criterionHash({ text }: Pick<Criterion, 'text'>): string {
  return digest(text.replace(/\s+/g, ' ').trim());
}

interface View {
  source: TraceSource;
  tasks: readonly SpecTask[];
  leaves: readonly SpecTask[];
  /** Of the design, with the criteria that each names. */
  sections: readonly { block: Block; ids: string[] }[];
  proofs: ReadonlyMap<string, TaskProof>;
  /** What was approved before each line of the ledger. */
  before: readonly ApprovedBlocks[];
  /** Sections of the design that were approved then and that it no longer has, with the criteria that each named. */
  gone: ReadonlyMap<ApprovedBlocks, { id: string; ids: string[] }[]>;
}

function traceOne(criterion: Criterion, view: View): CriterionTrace {
  const { source } = view;
  const tasks = tasksFor(criterion.id, view);
  const naming = view.sections.filter(({ ids }) => areNaming(ids, criterion.id));
  const sections = naming.map(({ block }) => block);
  const tests = source.tests.filter(({ ids }) => areNaming(ids, criterion.id));
  const found = {
    id: criterion.id,
    text: criterion.text,
    design: sections.map(({ id, title }) => ({ id, title })),
    tasks: tasks.map(({ id }) => id),
    tests,
  };
  return { ...found, ...judge(criterion, { tasks, sections, tests }, view) };
}

/** The tasks without sub-tasks that name a criterion; where only one with sub-tasks does, those. */
function tasksFor(id: string, { tasks, leaves }: View): SpecTask[] {
  const naming = tasks.filter((task) => areNaming(task.requirements, id));
  const direct = naming.filter((task) => leaves.includes(task));
  if (direct.length > 0) return direct;
  const parents = new Set(naming.map((task) => task.id));
  return leaves.filter((leaf) => ancestorsOf(leaf, tasks).some((task) => parents.has(task.id)));
}

function ancestorsOf(task: SpecTask, tasks: readonly SpecTask[]): SpecTask[] {
  const parent = tasks.find(({ id }) => id === task.parent);
  return parent === undefined || parent === task ? [] : [parent, ...ancestorsOf(parent, tasks)];
}

interface Followed {
  tasks: readonly SpecTask[];
  sections: readonly Block[];
  tests: readonly TestTag[];
}

function judge(
  criterion: Criterion,
  followed: Followed,
  view: View,
): Pick<CriterionTrace, 'state' | 'why'> & { commit?: string } {
  const { tasks, tests } = followed;
  const waiver = findWaiver(criterion, view.source.ledger);
  if (waiver.counts) return { state: 'waived', why: waiver.why };
  const proved = tasks.filter(({ id }) => view.proofs.get(id)?.commit !== undefined);
  const commit = newest(proved, view);
  const at = commit === undefined ? {} : { commit };
  const changed = [...new Set(proved.flatMap((task) => changedSince(criterion, task, followed, view)))];
  if (changed.length > 0) return { state: 'suspect', why: [...changed, ...waiver.why], ...at };
  const drift = [...(view.source.drifted ?? [])].find(([id]) => areNaming([id], criterion.id))?.[1];
  if (drift !== undefined && proved.length > 0) return { state: 'drifted', why: [drift, ...waiver.why], ...at };
  const open = requiredOf(tasks, view).filter((task) => !proved.includes(task));
  if (open.length === 0 && passesSomething(proved, view)) return { state: 'verified', why: waiver.why, ...at };
  const why = [...(proved.length > 0 ? open : tasks).flatMap((task) => whyOpen(task, view)), ...waiver.why];
  if (tests.length > 0) return { state: 'tested', why };
  return { state: tasks.length > 0 ? 'planned' : 'none', why };
}

function findWaiver(criterion: Criterion, ledger: readonly LedgerLine[]): { counts: boolean; why: string[] } {
  const line = ledger.findLast(({ fact }) => fact.type === 'waived' && fact.criterion === criterion.id);
  if (line?.fact.type !== 'waived') return { counts: false, why: [] };
  if (line.fact.hash !== criterionHash(criterion)) {
    return { counts: false, why: [`${line.by} waived it in other words; that no longer counts`] };
  }
  return { counts: true, why: [`waived by ${line.by} at ${line.at}: ${line.fact.reason}`] };
}

/** Optional tasks hold nothing up, unless there are no others. */
function requiredOf(tasks: readonly SpecTask[], view: View): readonly SpecTask[] {
  const required = tasks.filter((task) => ![task, ...ancestorsOf(task, view.tasks)].some(({ optional }) => optional));
  return required.length > 0 ? required : tasks;
}

/** A test that had to fail shows the fault, not that it is mended. */
function passesSomething(tasks: readonly SpecTask[], { proofs }: View): boolean {
  return tasks.some(({ id }) => proofs.get(id)?.evidence.some(({ exitCode }) => exitCode === 0));
}

function whyOpen({ id }: SpecTask, { proofs }: View): string[] {
  const why = proofs.get(id)?.why;
  return why === undefined ? [] : [`task ${id}: ${why}`];
}

function newest(tasks: readonly SpecTask[], { proofs, source }: View): string | undefined {
  const proved = new Set(tasks.map(({ id }) => proofs.get(id)?.commit));
  return source.commits.find(({ commit }) => proved.has(commit))?.commit;
}

/** How requirement, design sections and the task itself differ from what was approved when the task was proved. */
function changedSince({ span, id }: Criterion, task: SpecTask, { sections }: Followed, view: View): string[] {
  const { requirements, tasks } = view.source;
  const approved = view.before[view.proofs.get(task.id)?.line ?? 0];
  if (approved === undefined) return [];
  const blocks = [blockAt(requirements, span.start), ...sections, blockAt(tasks, task.span.start)];
  const gone = (view.gone.get(approved) ?? []).filter(({ ids }) => areNaming(ids, id));
  return [
    ...blocks.flatMap((block) => (block === undefined ? [] : difference(block, approved))),
    ...gone.map((section) => `${section.id} is gone since it was proved`),
  ];
}

function goneSections(design: SpecDocument | undefined, before: readonly ApprovedBlocks[]): View['gone'] {
  const present = new Set(design?.blocks.map(({ id }) => id));
  const gone = (approved: ApprovedBlocks) =>
    [...approved].filter(([id]) => id.startsWith('design/') && !present.has(id));
  return new Map(
    [...new Set(before)].map((approved) => [
      approved,
      gone(approved).map(([id, { text }]) => ({ id, ids: citedIds(text) })),
    ]),
  );
}

function difference({ id, hash }: Block, approved: ApprovedBlocks): string[] {
  const then = approved.get(id);
  if (then?.hash === hash) return [];
  return [then === undefined ? `${id} was not approved when it was proved` : `${id} changed since it was proved`];
}

function blockAt(document: SpecDocument | undefined, offset: number): Block | undefined {
  return document?.blocks.find(({ span }) => span.start <= offset && offset < span.end);
}

function doneByWord(ledger: readonly LedgerLine[]): ReadonlySet<string> {
  const latest = ledger.findLast(({ fact }) => fact.type === 'approved' && fact.stage === 'tasks')?.fact;
  return new Set(latest?.type === 'approved' ? latest.done : []);
}

function describeTask(task: SpecTask, { proofs, tasks }: View, byWord: ReadonlySet<string>): TaskTrace {
  const { id, title, files, mark } = task;
  const optional = [task, ...ancestorsOf(task, tasks)].some((each) => each.optional);
  const proof = proofs.get(id) ?? { outcome: 'unproved', evidence: [], commits: [] };
  return { id, title, optional, ticked: mark === 'done', byWord: byWord.has(id), files, ...proof };
}

function idsOf(criteria: readonly Criterion[]): string[] {
  return criteria.map(({ id }) => id);
}
