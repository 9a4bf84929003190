import { AshlarError, type ErrorKind } from '../base/errors.ts';
import { readTextIfThere, writeFileWhole } from '../base/files.ts';
import { digest } from '../base/ids.ts';
import { plural } from '../base/text.ts';
import { type Budget, budgetUnits } from '../domain/budget.ts';
import type { DraftStart, Event, ExecuteStart, SessionEnd } from '../domain/event.ts';
import { userText } from '../domain/message.ts';
import type { Problem, SpecStage } from '../domain/spec.ts';
import type { Question } from '../domain/tool.ts';
import type { Journal } from '../journal/open-journal.ts';
import { type Budgets, watchBudget } from '../orchestrator/budget.ts';
import { teamRules } from '../specs/lint/team-rules.ts';
import { approvedTogether, stagesOf } from '../specs/spec-stages.ts';
import { applyingTo } from './apply-draft.ts';
import { briefAuthor } from './brief-author.ts';
import { budgetLeft, budgetsOf, confirmCountable, spentOf, spentOnDraft } from './budgets.ts';
import { clarify } from './clarify.ts';
import { confirmPolicies } from './confirm-policies.ts';
import { converseWith, type SessionBounds } from './converse.ts';
import { draftDocument } from './draft-document.ts';
import { takingOver } from './hand-off.ts';
import { humanFor } from './human.ts';
import type { AskedQuestion } from './open-questions.ts';
import { openSession } from './open-session.ts';
import { type OpenSpec, openSpec, openStage, pathsOf, stagePath, stageState } from './open-spec.ts';
import { documentOf } from './read-document.ts';
import { findRejection, type Rejection } from './rejection.ts';
import { nextOfRoadmap } from './roadmap.ts';
import { findOpenRun, type OpenRun, openRun, runUntilPaused, withLease } from './run-journal.ts';
import type { Wire } from './wire.ts';

export type DraftOutcome =
  /** `sizeRemark` is what the author says of the item's size, where he finds it wrong. */
  | {
      status: 'drafted';
      spec: string;
      stage: SpecStage;
      path: string;
      /** All files that are approved together, where there are several. */
      paths?: readonly string[];
      problems: Problem[];
      sizeRemark?: string;
    }
  | { status: 'waits_for_approval'; spec: string; stage: SpecStage; path: string; paths?: readonly string[] }
  /** `next` is absent where nothing is left to do with it. */
  | { status: 'complete'; spec: string; next?: string }
  /** Questions that a detector asks before anything is drafted. */
  | { status: 'needs_answers'; spec: string; stage: SpecStage; questions: AskedQuestion[] }
  | { status: 'needs_answer'; spec: string; stage: SpecStage; question: Question };

interface StageDraft {
  spec: OpenSpec;
  stage: SpecStage;
  path: string;
  rejection: Rejection | undefined;
  journal: Journal;
}

/**
 * Writes the next document of a spec, or the one that was rejected; nothing where the next step is a human's. Of a quick spec
 * all documents are written, one after another. `budget` is what all that may cost, beside what the configuration says; where
 * it is spent, throws AshlarError `budget`, and the draft is paused.
 */
export async function* draftSpec(name: string, wire: Wire, budget?: Budget): AsyncGenerator<Event, DraftOutcome> {
  const { slug } = openSpec(name, wire);
  const allowance: Allowance = { budget, spent: {} };
  return yield* withLease({ spec: slug }, wire, async function* (journal) {
    for (;;) {
      const outcome = yield* draftNext({ slug, journal, allowance }, wire);
      const after = openSpec(slug, wire);
      if (outcome.status === 'waits_for_approval') return { ...outcome, ...otherPaths(after, outcome.stage) };
      if (outcome.status !== 'drafted') return outcome;
      const waits = findRejection(after, outcome.stage, journal) !== undefined;
      if (waits || (after.quick && missingStage(after) !== undefined)) continue;
      return { ...outcome, ...otherPaths(after, outcome.stage) };
    }
  });
}

function otherPaths(spec: OpenSpec, stage: SpecStage): { paths?: string[] } {
  const paths = pathsOf(spec, approvedTogether(spec, stage));
  return paths.length > 1 ? { paths } : {};
}

/** The next document, or the next comment of those that wait. */
async function* draftNext({ slug, journal, allowance }: NextDraft, wire: Wire): AsyncGenerator<Event, DraftOutcome> {
  const spec = openSpec(slug, wire);
  wire.ledgers.remember(spec.folder, spec.ledger);
  const stage = nextStage(spec, journal);
  if (stage === undefined) return complete(spec, wire);
  const path = stagePath(spec, stage);
  const work = { spec, stage, path, journal, rejection: findRejection(spec, stage, journal) };
  const begun = findDraftRun(work);
  if (stageState(spec, stage) !== 'missing' && work.rejection === undefined && begun === undefined) {
    return { status: 'waits_for_approval', spec: slug, stage, path };
  }
  await confirmPolicies(wire);
  const left = allowance.budget && budgetLeft(allowance.budget, allowance.spent, `ashlar draft ${slug}`);
  const budgets = budgetsOf({ ...begun?.budget, ...left }, wire);
  confirmCountable(budgets, await wire.model('author'), begun);
  const run = openRun(journal, begun, () => startDraft(work, wire));
  if (left !== undefined) run.append({ type: 'budget_set', budget: left });
  const outcome = yield* runUntilPaused(
    run,
    `ashlar draft ${slug}`,
    writeDraft(work, { run, budgets }, wire),
    wire.surroundings.signal,
  );
  if (left !== undefined) allowance.spent = addSpent(allowance.spent, spentOf(left, run.state, budgets));
  return outcome;
}

interface NextDraft {
  slug: string;
  journal: Journal;
  allowance: Allowance;
}

/** What all documents of one command may cost, and did. */
interface Allowance {
  budget: Budget | undefined;
  spent: Budget;
}

const addSpent = (before: Budget, more: Budget): Budget =>
  Object.fromEntries(budgetUnits.map((unit) => [unit, (before[unit] ?? 0) + (more[unit] ?? 0)]));

interface DraftRun {
  run: OpenRun;
  budgets: Budgets;
}

/** What was rejected of documents that are approved together, then what is missing of them; else the first that is open. */
function nextStage(spec: OpenSpec, journal: Journal): SpecStage | undefined {
  const open = openStage(spec);
  if (open === undefined) return undefined;
  const together = approvedTogether(spec, open);
  const rejected = together.find((stage) => findRejection(spec, stage, journal) !== undefined);
  return rejected ?? (spec.quick ? missingStage(spec) : undefined) ?? open;
}

/** A roadmap goes on with its next spec, any other spec with its run. */
function complete(spec: OpenSpec, wire: Wire): DraftOutcome {
  const next = spec.size === 'L' ? nextOfRoadmap(spec, wire) : `ashlar run ${spec.slug}`;
  return { status: 'complete', spec: spec.slug, ...(next === undefined ? {} : { next }) };
}

const missingStage = (spec: OpenSpec) => stagesOf(spec).find((stage) => spec[stage] === undefined);

function findDraftRun({ journal, spec, stage }: StageDraft) {
  return findOpenRun(journal, spec.slug, ({ start }) => isDraftOf(start, stage));
}

function isDraftOf(start: ExecuteStart | DraftStart, stage: SpecStage): boolean {
  return start.kind === 'draft' && start.stage === stage && start.change === undefined && start.formalises !== true;
}

function startDraft({ spec, stage, path, rejection }: StageDraft, { surroundings }: Wire) {
  const text = readTextIfThere(path);
  return {
    type: 'run_started' as const,
    run: surroundings.newId('run'),
    spec: spec.slug,
    kind: 'draft' as const,
    stage,
    ...(text === undefined ? {} : { before: digest(text) }),
    ...(rejection === undefined ? {} : { rejection: rejection.line }),
  };
}

/** The spec as it is after the questions. */
const withAnswers = (work: StageDraft, wire: Wire): StageDraft => ({ ...work, spec: openSpec(work.spec.slug, wire) });

async function* writeDraft(
  work: StageDraft,
  { run, budgets }: DraftRun,
  wire: Wire,
): AsyncGenerator<Event, DraftOutcome> {
  const { spec, stage, path } = work;
  const { kind, file } = documentOf(stage, spec);
  const watching = () => watchBudget(run.state, undefined, budgets);
  const questions = yield* clarify(work, { run, watchBudget: watching }, wire);
  if (questions.length > 0) {
    const next = `ashlar answer ${spec.slug}`;
    const reason = `${plural(questions.length, 'question')} before drafting`;
    yield { type: 'run_paused', run: run.state.run, reason, next };
    return { status: 'needs_answers', spec: spec.slug, stage, questions };
  }
  const { agent, converse } = await authorOf(spec, watching, wire);
  const { apply, extract } = applyingTo(work, teamRules(wire.workspace.config));
  const draft = yield* draftDocument({
    state: run.state,
    file,
    prompts: wire.prompts,
    openSession: async (before) => {
      const brief = await briefAuthor(withAnswers(work, wire), wire);
      return openSession(agent, { brief: takingOver(brief, before, wire.prompts) }, wire);
    },
    converse,
    extract,
    check: (text) => apply(text).problems,
  });
  if (draft === 'budget') throw spentOnDraft(run.state, budgets);
  if (typeof draft === 'string') return yield* endWithoutDraft(work, run, draft);
  const { text, problems } = apply(draft.text);
  if (problems.some(({ code }) => code === 'block-spilt')) return yield* endWithoutDraft(work, run, 'answered');
  saveDraft(path, text, run);
  const remark = draft.sizeRemark === undefined ? {} : { sizeRemark: draft.sizeRemark };
  yield { type: 'draft_written', stage, document: kind, file, hash: digest(text), problems, ...remark };
  yield { type: 'run_finished', run: run.state.run, outcome: 'done' };
  return { status: 'drafted', spec: spec.slug, stage, path, problems, ...remark };
}

async function authorOf({ slug }: OpenSpec, watchBudget: NonNullable<SessionBounds['watchBudget']>, wire: Wire) {
  const { workspace, surroundings, prompts } = wire;
  const agent = await wire.agent({ role: 'author', root: workspace.root, askHuman: humanFor(slug, wire) });
  const handOff = userText(prompts('hand-off-draft'));
  return { agent, converse: converseWith(agent, workspace.config, surroundings, { watchBudget, handOff }) };
}

/** A file that a human changed while the author wrote is not overwritten. */
function saveDraft(path: string, text: string, { state }: OpenRun): void {
  const present = readTextIfThere(path);
  const expected = state.start.kind === 'draft' ? state.start.before : undefined;
  const unchanged = present === undefined || present === text || digest(present) === expected;
  if (unchanged) {
    writeFileWhole(path, text);
    return;
  }
  writeFileWhole(`${path}.draft`, text);
  throw new AshlarError({
    kind: 'needs_human',
    what: `${path} was changed while the author wrote it anew`,
    why: `your text was kept, and the draft is in ${path}.draft`,
    next: `take over what you want from the draft, delete it, and run: ashlar approve ${state.spec}`,
  });
}

const endings: Readonly<Partial<Record<SessionEnd, { kind: ErrorKind; what: string }>>> = {
  refusal: { kind: 'provider', what: 'the model refused to write the document' },
  turn_limit: { kind: 'turn_limit', what: 'the author used up its turns without writing the document' },
  context_full: {
    kind: 'provider',
    what: 'the conversation with the author no longer fits into the context of the model',
  },
  handed_off: { kind: 'provider', what: 'the author filled one context after another without writing the document' },
  repeated_calls: { kind: 'provider', what: 'the author repeated one call with the same result' },
};

/** A question pauses the run; anything else ends it, so that the next draft begins afresh. */
async function* endWithoutDraft(work: StageDraft, run: OpenRun, end: SessionEnd): AsyncGenerator<Event, DraftOutcome> {
  const { spec, stage } = work;
  const question = [...run.state.sessions.values()].at(-1)?.question;
  if (end === 'needs_human' && question !== undefined) {
    const next = `ashlar answer ${spec.slug} "…"`;
    yield { type: 'run_paused', run: run.state.run, reason: 'the author asked a question', next };
    return { status: 'needs_answer', spec: spec.slug, stage, question };
  }
  yield { type: 'run_finished', run: run.state.run, outcome: 'abandoned' };
  const { kind, what } = endings[end] ?? { kind: 'provider', what: 'the author gave no document' };
  throw new AshlarError({ kind, what, next: `ashlar draft ${spec.slug} begins afresh; --model chooses another model` });
}
