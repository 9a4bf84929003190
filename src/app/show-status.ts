import { relative } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { isHolderAlive } from '../base/process-identity.ts';
import type { RunKind } from '../domain/event.ts';
import type { SpecStage } from '../domain/spec.ts';
import { foldRun, type RunState } from '../journal/fold-run.ts';
import { planTasks } from '../orchestrator/plan-tasks.ts';
import { approvalState, removedBlocks } from '../specs/approval.ts';
import { findSpec, listSpecs, type SpecEntry } from '../specs/list-specs.ts';
import { ledgerFile } from '../specs/spec-folder.ts';
import { stagesOf } from '../specs/spec-stages.ts';
import { describeStrange } from './describe-strange.ts';
import { gitEnvironment } from './git-environment.ts';
import { describeAssumptions, openQuestions } from './open-questions.ts';
import { ledgerDamage, type OpenSpec, openStage, readEntry, type StageState, stageState } from './open-spec.ts';
import { nextOfRoadmap } from './roadmap.ts';
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
  run?: RunSummary;
  question?: string;
  /** The first thing that keeps the spec from being read or believed. */
  problem?: string;
  /** What does not count in its ledger, by whom, and what to type if it should. */
  notes?: string[];
  /** What to type next; absent where nothing is left to do. */
  next?: string;
}

/** `changed`: a human approved it in another text. */
export type ShownStage = StageState | 'changed';

export interface RunSummary {
  run: string;
  kind: RunKind;
  /** What a draft writes. */
  stage?: SpecStage;
  /** `interrupted`: the process that worked on it is no more. */
  status: RunState['status'] | 'interrupted';
  lastAt: number;
  reason?: string;
  modelCalls: number;
  costUsd?: number;
  tokens: number;
  branch?: string;
}

/**
 * Where each spec stands, or one of them; archived ones only by name. Asks no model, and starts a process only where all
 * tasks of a spec are done: git then says whether its branch is still to be merged.
 */
export async function showStatus(name: string | undefined, wire: Wire): Promise<SpecStatus[]> {
  const entries = name === undefined ? allSpecs(wire) : [findSpec([...wire.specRoots], name)];
  const journal = wire.hasJournal ? await wire.journal() : undefined;
  return Promise.all(
    entries.map((entry) => {
      const rows = journal?.runs({ spec: entry.slug }) ?? [];
      const newest = rows[0];
      const state = newest === undefined || journal === undefined ? undefined : foldRun(journal.read(newest.run));
      const holder = journal?.holder(entry.slug);
      const isWorkedOn = holder !== undefined && isHolderAlive(holder, wire.surroundings.host);
      return describeEntry(entry, { state, isWorkedOn }, wire);
    }),
  );
}

interface NewestRun {
  state: RunState | undefined;
  /** Whether a living process has the spec. */
  isWorkedOn: boolean;
}

function allSpecs({ specRoots }: Wire): SpecEntry[] {
  return specRoots.flatMap((root) => listSpecs(root)).filter(({ archived }) => !archived);
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
  const question = openQuestion(spec, state);
  const notes = [...describeStrange(spec.strange), ...describeAssumptions(spec.slug, spec.ledger)];
  const about = {
    spec: spec.slug,
    title: spec.title,
    kind: spec.kind,
    size: spec.size,
    folder: relative(wire.workspace.root, spec.folder),
    stages: stages as Partial<Record<SpecStage, ShownStage>>,
    tasks: { total: planned.length, done: planned.filter(({ mark }) => mark === 'done').length, blocked },
    ...(state === undefined ? {} : { run: summarise(state, newest.isWorkedOn) }),
    ...(question === undefined ? {} : { question }),
    ...(damage === undefined ? {} : { problem: `${damage.file}: ${damage.message}` }),
    ...(notes.length === 0 ? {} : { notes }),
  };
  const next = nextCommand(spec, about, { state, wire }) ?? (await mergeCommand(spec, about, { state, wire }));
  return { ...about, ...(next === undefined ? {} : { next }) };
}

function shownStage(spec: OpenSpec, stage: SpecStage): ShownStage {
  const document = spec[stage];
  const state = stageState(spec, stage);
  if (document === undefined || state !== 'drafted') return state;
  const isStale = approvalState(document, stage, spec.ledger).some((block) => block.state === 'stale');
  return isStale || removedBlocks(document, stage, spec.ledger).length > 0 ? 'changed' : state;
}

function summarise(state: RunState, isWorkedOn: boolean): RunSummary {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = state.usage;
  return {
    run: state.run,
    kind: state.start.kind,
    ...(state.start.kind === 'draft' ? { stage: state.start.stage } : {}),
    status: state.status === 'active' && !isWorkedOn ? 'interrupted' : state.status,
    lastAt: state.lastAt,
    ...(state.paused === undefined ? {} : { reason: state.paused.reason }),
    modelCalls: state.modelCalls,
    ...(state.costUsd === undefined ? {} : { costUsd: state.costUsd }),
    tokens: inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens,
    ...(state.start.kind === 'execute' ? { branch: state.start.branch } : {}),
  };
}

function openQuestion(spec: OpenSpec, state: RunState | undefined): string | undefined {
  if (state === undefined || (state.status !== 'paused' && state.status !== 'active')) return undefined;
  return openQuestions(state, spec.ledger)[0]?.text;
}

function nextCommand(
  spec: OpenSpec,
  { tasks, question, problem }: Pick<SpecStatus, 'tasks' | 'question' | 'problem'>,
  { state, wire }: { state: RunState | undefined; wire: Wire },
): string | undefined {
  if (problem !== undefined) return `git log -p -- ${spec.folder}/${ledgerFile}`;
  if (question !== undefined) return `ashlar answer ${spec.slug} "…"`;
  const unfinished = state !== undefined && (state.status === 'active' || state.status === 'paused');
  if (unfinished && state.start.kind === 'draft') return `ashlar draft ${spec.slug}`;
  const stage = openStage(spec);
  if (stage !== undefined) return `ashlar ${spec[stage] === undefined ? 'draft' : 'approve'} ${spec.slug}`;
  if (unfinished) return `ashlar resume ${spec.slug}`;
  if (spec.size === 'L') return nextOfRoadmap(spec, wire);
  return tasks.done < tasks.total ? `ashlar run ${spec.slug}` : undefined;
}

/** Where all tasks are done: the merge of their branch, unless it is gone or the checkout holds it already. */
async function mergeCommand(
  spec: OpenSpec,
  { tasks }: Pick<SpecStatus, 'tasks'>,
  { state, wire }: { state: RunState | undefined; wire: Wire },
): Promise<string | undefined> {
  if (tasks.total === 0) return undefined;
  const branch = state?.start.kind === 'execute' ? state.start.branch : (spec.yaml?.branch ?? `ashlar/${spec.slug}`);
  const { isAhead } = await import('../git/is-ahead.ts');
  const { clock, signal } = wire.surroundings;
  const env = gitEnvironment(wire.surroundings);
  const ahead = await isAhead({ folder: wire.workspace.root, branch, env, clock, signal });
  return ahead ? `git merge ${branch}` : undefined;
}
