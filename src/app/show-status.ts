import { relative } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import type { DraftStart } from '../domain/event.ts';
import type { SpecStage } from '../domain/spec.ts';
import type { StoredEvent } from '../journal/event-log.ts';
import { foldRun, type RunState } from '../journal/fold-run.ts';
import type { Journal } from '../journal/open-journal.ts';
import { planTasks } from '../orchestrator/plan-tasks.ts';
import { approvalState, doneByWord, removedBlocks } from '../specs/approval.ts';
import { findSpec, listAllSpecs, type SpecEntry } from '../specs/list-specs.ts';
import { ledgerFile } from '../specs/spec-folder.ts';
import { approvedTogether, stagesOf } from '../specs/spec-stages.ts';
import { findSuspects, type Suspect } from '../specs/suspects.ts';
import { taskProofs } from '../specs/task-proofs.ts';
import { describeStrange } from './describe-strange.ts';
import { describeSuspect } from './describe-suspect.ts';
import { gitEnvironment } from './git-environment.ts';
import { describeAssumptions, openQuestions } from './open-questions.ts';
import {
  branchOf,
  ledgerDamage,
  type OpenSpec,
  openStage,
  readEntry,
  type StageState,
  stageState,
} from './open-spec.ts';
import { findRejection } from './rejection.ts';
import { nextOfRoadmap, type PlannedSpec, plannedSpecs } from './roadmap.ts';
import { type RunSummary, summariseRun } from './summarise-run.ts';
import type { Wire } from './wire.ts';

export interface SpecStatus {
  spec: string;
  title: string;
  kind: 'feature' | 'bugfix';
  size: 'S' | 'M' | 'L';
  folder: string;
  /** In the order of the spec; a roadmap has but its own, as `requirements`. */
  stages: Partial<Record<SpecStage, ShownStage>>;
  tasks: { total: number; done: number; blocked: string[] };
  /** The specs of a roadmap, with the names of those that were made. */
  planned?: Pick<PlannedSpec, 'id' | 'title' | 'made'>[];
  run?: RunSummary;
  question?: string;
  /** The first thing that keeps the spec from being read or believed. */
  problem?: string;
  /** What does not count in its ledger, by whom, and what to type if it should. */
  notes?: string[];
  /** What changed since it was approved or proved, and what is to be done with it. */
  suspects?: (Pick<Suspect, 'block' | 'todo' | 'because'> & { reason: string })[];
  /** What to type next; absent where nothing is left to do. */
  next?: string;
}

/** `changed`: a human approved it in another text. */
export type ShownStage = StageState | 'changed';

/**
 * Where each spec stands, or one of them; archived ones only by name. Asks no model, and starts a process only where all
 * tasks of a spec are done: git then says whether its branch is still to be merged.
 */
export async function showStatus(name: string | undefined, wire: Wire): Promise<SpecStatus[]> {
  const entries = name === undefined ? allSpecs(wire) : [findSpec(wire.specRoots, name)];
  const journal = wire.hasJournal ? await wire.journal() : undefined;
  return Promise.all(
    entries.map((entry) => {
      const rows = journal?.runs({ spec: entry.slug }) ?? [];
      const newest = rows.find(({ kind, state }) => kind === 'execute' && isOpen(state)) ?? rows[0];
      const events = newest === undefined || journal === undefined ? [] : journal.read(newest.run);
      return describeEntry(entry, { state: foldRun(events), events, journal }, wire);
    }),
  );
}

/** A run that is not finished is what a spec stands at, whatever was drafted or read since. */
const isOpen = (state: RunState['status']) => state === 'active' || state === 'paused';

/** The slugs of the specs that are put away; `showStatus` shows one of them by name. */
export function archivedSpecs({ specRoots }: Pick<Wire, 'specRoots'>): string[] {
  return listAllSpecs(specRoots).flatMap(({ archived, slug }) => (archived ? [slug] : []));
}

interface NewestRun {
  state: RunState | undefined;
  events: readonly StoredEvent[];
  /** Absent where nothing was run or drafted here. */
  journal: Journal | undefined;
}

function allSpecs({ specRoots }: Wire): SpecEntry[] {
  return listAllSpecs(specRoots).filter(({ archived }) => !archived);
}

/** One spec that cannot be read must not hide the others. */
async function describeEntry(entry: SpecEntry, newest: NewestRun, wire: Wire): Promise<SpecStatus> {
  try {
    return await describeSpec(readEntry(entry, wire), newest, wire);
  } catch (error) {
    if (!(error instanceof AshlarError)) throw error;
    const { slug, folder } = entry;
    return {
      spec: slug,
      title: slug,
      kind: 'feature',
      size: 'M',
      folder: relative(wire.workspace.root, folder),
      stages: { requirements: 'missing', design: 'missing', tasks: 'missing' },
      tasks: { total: 0, done: 0, blocked: [] },
      problem: error.message,
      ...(error.next === undefined ? {} : { next: error.next }),
    };
  }
}

async function describeSpec(spec: OpenSpec, newest: NewestRun, wire: Wire): Promise<SpecStatus> {
  const { state } = newest;
  const stages = Object.fromEntries(stagesOf(spec).map((stage) => [stage, shownStage(spec, stage)]));
  const [damage] = ledgerDamage(spec);
  const planned = planTasks(spec.tasks?.tasks ?? [], false);
  const blocked = [...(state?.tasks.values() ?? [])].filter(({ status }) => status === 'blocked').map(({ id }) => id);
  const done = settledTasks(spec);
  const open = planned.filter(({ id }) => !done.has(id));
  const ticked = open.filter(({ mark }) => mark === 'done').map(({ id }) => id);
  const notes = [
    ...describeStrange(spec.strange).map((text) => `${ledgerFile}: ${text}`),
    ...describeAssumptions(spec.slug, spec.ledger),
    ...(ticked.length === 0 ? [] : [`ticked without evidence, so not done: ${ticked.join(', ')}`]),
  ];
  const question = openQuestion(spec, state);
  const suspects = findSuspects(spec, spec.ledger).map((suspect) => {
    const { block, todo, because } = suspect;
    return { block, todo, because, reason: describeSuspect(suspect) };
  });
  const about = {
    spec: spec.slug,
    title: spec.title,
    kind: spec.kind,
    size: spec.size,
    folder: relative(wire.workspace.root, spec.folder),
    stages: stages as Partial<Record<SpecStage, ShownStage>>,
    tasks: { total: planned.length, done: planned.length - open.length, blocked },
    ...(spec.size === 'L' && spec.requirements !== undefined ? { planned: plannedOf(spec, wire) } : {}),
    ...(state === undefined || newest.journal === undefined
      ? {}
      : { run: summariseRun(state, newest.events, { journal: newest.journal, wire }) }),
    ...(question === undefined ? {} : { question }),
    ...(damage === undefined ? {} : { problem: `${damage.file}: ${damage.message}` }),
    ...(notes.length === 0 ? {} : { notes }),
    ...(suspects.length === 0 ? {} : { suspects }),
  };
  const next = nextCommand(spec, about, { ...newest, wire }) ?? (await mergeCommand(spec, about, { state, wire }));
  return { ...about, ...(next === undefined ? {} : { next }) };
}

function plannedOf(spec: OpenSpec, wire: Wire): NonNullable<SpecStatus['planned']> {
  return plannedSpecs(spec, wire).map(({ id, title, made }) => ({
    id,
    title,
    ...(made === undefined ? {} : { made }),
  }));
}

function shownStage(spec: OpenSpec, stage: SpecStage): ShownStage {
  const document = spec[stage];
  const state = stageState(spec, stage);
  if (document === undefined || state !== 'drafted') return state;
  const isStale = approvalState(document, stage, spec.ledger).some((block) => block.state === 'stale');
  return isStale || removedBlocks(document, stage, spec.ledger).length > 0 ? 'changed' : state;
}

/** Proved by evidence, or done by the word of a human; what a box says counts for nothing by itself. */
function settledTasks({ ledger }: OpenSpec): Set<string> {
  const proofs = taskProofs(ledger);
  const byWord = [...doneByWord(ledger).keys()].filter((id) => proofs.get(id)?.isGreen !== false);
  return new Set([...byWord, ...[...proofs].flatMap(([id, { isGreen }]) => (isGreen ? [id] : []))]);
}

function openQuestion(spec: OpenSpec, state: RunState | undefined): string | undefined {
  if (state === undefined || !isOpen(state.status)) return undefined;
  return openQuestions(state, spec.ledger)[0]?.text;
}

function nextCommand(
  spec: OpenSpec,
  { tasks, question, problem, suspects }: Pick<SpecStatus, 'tasks' | 'question' | 'problem' | 'suspects'>,
  { state, journal, wire }: NewestRun & { wire: Wire },
): string | undefined {
  if (problem !== undefined) return `git log -p -- ${spec.folder}/${ledgerFile}`;
  if (question !== undefined) return `ashlar answer ${spec.slug} "…"`;
  const unfinished = state !== undefined && isOpen(state.status);
  if (unfinished && state.start.kind === 'draft') return draftCommand(spec, state.start);
  const stage = openStage(spec);
  if (stage !== undefined) return `ashlar ${isToDraft(spec, stage, journal) ? 'draft' : 'approve'} ${spec.slug}`;
  if (unfinished) return `ashlar resume ${spec.slug}`;
  if (spec.size === 'L') return nextOfRoadmap(spec, wire);
  return tasks.done < tasks.total || suspects !== undefined ? `ashlar run ${spec.slug}` : undefined;
}

function draftCommand({ slug }: OpenSpec, { change, formalises }: DraftStart): string {
  if (formalises === true) return `ashlar lint ${slug} --formalise`;
  return change === undefined ? `ashlar draft ${slug}` : `ashlar change ${slug} "…"`;
}

/** What is open was not written yet, or was sent back with a comment that is still to be worked in. */
function isToDraft(spec: OpenSpec, open: SpecStage, journal: Journal | undefined): boolean {
  if (spec[open] === undefined || journal === undefined) return spec[open] === undefined;
  return approvedTogether(spec, open).some((stage) => findRejection(spec, stage, journal) !== undefined);
}

/** Where all tasks are done: the merge of their branch, unless it is gone or the checkout holds it already. */
async function mergeCommand(
  spec: OpenSpec,
  { tasks }: Pick<SpecStatus, 'tasks'>,
  { state, wire }: { state: RunState | undefined; wire: Wire },
): Promise<string | undefined> {
  if (tasks.total === 0) return undefined;
  const branch = state?.start.kind === 'execute' ? state.start.branch : branchOf(spec);
  const { isAhead } = await import('../git/is-ahead.ts');
  const { clock, signal } = wire.surroundings;
  const env = gitEnvironment(wire.surroundings);
  const ahead = await isAhead({ folder: wire.workspace.root, branch, env, clock, signal });
  return ahead ? `git merge ${branch}` : undefined;
}
