import { relative } from 'node:path';
import { digest } from '../base/ids.ts';
import { limits } from '../base/limits.ts';
import type { SandboxName } from '../domain/config.ts';
import type { CheckResult, Event } from '../domain/event.ts';
import { userText } from '../domain/message.ts';
import { commitMessage } from '../git/message.ts';
import { watchBudget } from '../orchestrator/budget.ts';
import { commandsOf } from '../orchestrator/plan-bug.ts';
import type { PlannedTask } from '../orchestrator/plan-tasks.ts';
import type { RunTasksDeps } from '../orchestrator/run-tasks.ts';
import type { Circumstances, Policy } from '../policy/policy.ts';
import { taskProofs } from '../specs/task-proofs.ts';
import { briefImplementer } from './brief-implementer.ts';
import { checkBase } from './check-base.ts';
import { judgeCommit, readChanged } from './commit-policy.ts';
import { confirmApproved } from './confirm-runnable.ts';
import { converseWith } from './converse.ts';
import type { ExecuteWork } from './execute-work.ts';
import { awaitUsersGit } from './free-locks.ts';
import { findSwap } from './guard-check.ts';
import { humanFor } from './human.ts';
import { findMissingPrograms } from './missing-programs.ts';
import { openSession } from './open-session.ts';
import { openSpec, requireDocument } from './open-spec.ts';
import { defaultChecks } from './project.ts';
import { halfDoneTask, noticeMoves } from './reconcile-place.ts';
import { recordTaskDone } from './record-task-done.ts';
import { putBack, setAside, takeBack } from './set-aside.ts';
import { commitsOfTask } from './task-commits.ts';
import { feedbackFrom } from './task-feedback.ts';
import { changedTests, strayFiles } from './test-proofs.ts';
import { watchSettings } from './watch-settings.ts';
import type { Wire } from './wire.ts';
import type { Workplace } from './workplace.ts';

/** Ties what the work on a task needs to this repository: its worktree, its checks, its ledger. */
export async function workerDeps(
  work: ExecuteWork,
  planned: readonly PlannedTask[],
  wire: Wire,
): Promise<RunTasksDeps> {
  const { spec, project, workplace, state } = work;
  const { config } = wire.workspace;
  const rounds = config.limits?.rounds ?? limits.rounds;
  const askHuman = humanFor(spec.slug, wire);
  const agent = await wire.agent({ role: 'implementer', root: workplace.root, askHuman, ready: workplace.ready });
  const checksOf = (task: PlannedTask) =>
    commandsOf(task, planned, task.verify === undefined ? defaultChecks(config, project.commands) : [task.verify]);
  const { reach } = wire.surroundings;
  const confirmSettings = watchSettings(spec.slug, wire);
  const commands = await wire.commands();
  const circumstances = circumstancesOf(work, planned, commands.sandbox);
  const permits = { has: (name: string) => state.permits.has(name) || work.allowed?.has(name) === true };
  // A disk that has no room for what commands need stops the run here, before a call of theirs is begun.
  await commands.prepare(workplace.root);
  return {
    state,
    rounds,
    reach,
    checksOf,
    feedback: feedbackFrom(wire.prompts, rounds),
    confirmApproved: async () => {
      confirmSettings();
      confirmApproved(openSpec(spec.slug, wire));
    },
    noticeMoves: async function* (done) {
      for (const id of yield* noticeMoves(work, done, wire)) work.again.add(id);
      yield* noteForeignFiles(work, wire);
    },
    head: async () => (await workplace.git.head()).commit ?? workplace.base,
    findCommit: async (task, since) => {
      if (since === undefined && isToFailAnew(task, spec.slug, wire)) return undefined;
      const commits = await workplace.commits({ fresh: true });
      const old = commits.findIndex(({ commit }) => commit === since);
      const newer = old < 0 ? commits : commits.slice(0, old);
      return commitsOfTask(newer, spec.slug, task.id)[0]?.commit;
    },
    openSession: async (task, before) => {
      const brief = await briefImplementer({ ...work, task, checks: checksOf(task), before }, wire);
      return openSession(agent, { brief, task: task.id }, wire);
    },
    converse: converseWith(agent, config, wire.surroundings, {
      handOff: userText(wire.prompts('hand-off')),
      watchBudget: ({ task }) => watchBudget(state, task, work.budgets),
      permits,
      circumstances: async ({ task }) => circumstances(task),
    }),
    runCheck: async (command, task) => {
      await workplace.ready;
      const result = (await refuseSwapped(command, task, work, wire)) ?? (await wire.runCheck(workplace.root, command));
      reach('verify:done');
      return result;
    },
    missingPrograms: async (command) =>
      findMissingPrograms([command], (script) => wire.runCheck(workplace.root, script)),
    checkBase: async (_task, command) =>
      defaultChecks(config, project.commands).includes(command) ? checkBase(command, work, wire) : undefined,
    hasChanges: async () => {
      confirmSettings();
      return (await changesOf(workplace, wire)).taken.length > 0;
    },
    ...changeGuards(work, wire, { circumstances, permits, policy: agent.policy }),
    askHuman,
    commit: (task, summary) => commitTask(task, summary, work, wire),
    recordDone: (task, commit, checks) =>
      recordTaskDone({ spec: spec.slug, run: state.run, task, commit, checks }, wire),
    setAside: (task) => setAside(task.id, work, wire),
  };
}

/** Where the work stands, for policy. */
function circumstancesOf(work: ExecuteWork, planned: readonly PlannedTask[], sandbox: SandboxName) {
  const { spec, state, workplace } = work;
  const known = filesBefore(workplace);
  return async (task: string | undefined): Promise<Circumstances> => ({
    run: state.run,
    spec: spec.slug,
    stage: 'execute',
    task: task ?? '',
    trusted: true,
    sandboxed: sandbox !== 'direct',
    files: filesNamed(task, planned),
    known: await known(task),
    spentUsd: state.costUsd ?? 0,
  });
}

interface Guard {
  circumstances(task: string): Promise<Circumstances>;
  permits: Pick<ReadonlySet<string>, 'has'>;
  policy(): Promise<Policy>;
}

/** What is looked at before the changes of a task are checked and committed. */
function changeGuards(
  work: ExecuteWork,
  wire: Wire,
  { circumstances, permits, policy }: Guard,
): Pick<RunTasksDeps, 'strayFiles' | 'changedTests' | 'judgeCommit' | 'putBack'> {
  const { spec, workplace, state } = work;
  return {
    strayFiles: async (task) => strayFiles(task, await filesOfTask(task, work, wire), wire.workspace.config),
    changedTests: (task) => changedTests(task, openSpec(spec.slug, wire), workplace),
    judgeCommit: async (task) => {
      const [paths, about] = await Promise.all([filesOfTask(task, work, wire), circumstances(task.id)]);
      const { git, root } = workplace;
      const files = await readChanged(paths, { git, root, since: state.tasks.get(task.id)?.head ?? 'HEAD' });
      return judgeCommit({ root, files, circumstances: about, permits }, await policy());
    },
    putBack: (files) => putBack(files, work),
  };
}

/** The files of a task. Those of a task for tests only are watched over by what follows its session. */
function filesNamed(id: string | undefined, planned: readonly PlannedTask[]): readonly string[] {
  return planned.find((task) => task.id === id)?.files ?? [];
}

/** The files that were there when a task began: those of the last commit; in place also those that are the user's alone. */
function filesBefore({ git, inPlace }: Workplace): (task: string | undefined) => Promise<ReadonlySet<string>> {
  let last: { task: string | undefined; files: Promise<ReadonlySet<string>> } | undefined;
  return (task) => {
    if (last === undefined || last.task !== task) {
      last = { task, files: (inPlace ? git.listFiles() : git.trackedFiles()).then((paths) => new Set(paths)) };
    }
    return last.files;
  };
}

/** A test that had to fail and was found passing since: its old commit is not what the task asks for. */
function isToFailAnew({ id, expect }: PlannedTask, slug: string, wire: Wire): boolean {
  return expect === 'fail' && taskProofs(openSpec(slug, wire).ledger).get(id)?.isGreen === false;
}

/** A red result in place of a check that no longer is the one that a human approved. */
async function refuseSwapped(
  command: string,
  task: string,
  { spec, workplace, state }: ExecuteWork,
  { workspace, surroundings }: Wire,
): Promise<CheckResult | undefined> {
  const since = state.tasks.get(task)?.head ?? 'HEAD';
  const output = await findSwap({
    command,
    root: workplace.root,
    checkout: workspace.root,
    path: surroundings.env.PATH ?? '',
    files: requireDocument(spec, 'tasks').tasks.find(({ id }) => id === task)?.files ?? [],
    before: (file) => workplace.git.readAt(since, file),
  });
  if (output === undefined) return undefined;
  return { command, exitCode: cannotRun, outputDigest: digest(output), output, durationMs: 0 };
}

/** What a shell ends with where it may not run a program. */
const cannotRun = 126;

/** What tools leave behind and no repository wants, where it forgot to ignore it. */
const litter = new Set([
  'node_modules',
  '__pycache__',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.venv',
  '.DS_Store',
  '.ashlar',
]);

/** What differs from the last commit: what a commit takes, and what it leaves (specs, litter, what was there before). */
async function changesOf({ git, backup }: Workplace, wire: Wire): Promise<{ taken: string[]; left: string[] }> {
  const specFolders = wire.specRoots.map((folder) => `${relative(wire.workspace.root, folder)}/`);
  const paths = (await git.changedFiles()).map(({ path }) => path);
  const since = backup === undefined ? paths : (await git.diffStat(backup)).map(({ path }) => path);
  const changed = new Set(since);
  const isTaken = (path: string) =>
    changed.has(path) &&
    !path.split('/').some((part) => litter.has(part)) &&
    !specFolders.some((folder) => path.startsWith(folder));
  return { taken: paths.filter(isTaken), left: paths.filter((path) => !isTaken(path)) };
}

/** Whoever works in the folder of a run beside it is told where that goes. */
async function* noteForeignFiles({ workplace, state }: ExecuteWork, wire: Wire): AsyncGenerator<Event, void> {
  if (halfDoneTask(state) !== undefined || (workplace.isNew && state.tasks.size === 0)) return;
  const { taken } = await changesOf(workplace, wire);
  if (taken.length === 0) return;
  const [files, where] = [taken.slice(0, shownFiles), workplace.inPlace ? 'this checkout' : 'the worktree'];
  const more = taken.length > files.length ? ` and ${taken.length - files.length} more` : '';
  const text = `changed in ${where}, and not by a task: ${files.join(', ')}${more}; the commit of the next task takes that up`;
  yield { type: 'note', text };
}

const shownFiles = 5;

/** All that the task changed since it began, what the agent committed by itself included. */
async function filesOfTask(task: PlannedTask, { workplace, state }: ExecuteWork, wire: Wire): Promise<string[]> {
  const { taken } = await changesOf(workplace, wire);
  const begun = state.tasks.get(task.id)?.head;
  const committed = begun === undefined ? [] : await workplace.git.diffStat(begun, 'HEAD');
  return [...new Set([...committed.map(({ path }) => path), ...taken])];
}

/** One commit of everything that the task changed; commits that the agent made itself are taken into it. */
async function commitTask(
  task: PlannedTask,
  summary: string,
  { spec, workplace, state }: ExecuteWork,
  wire: Wire,
): Promise<string> {
  const { git, inPlace } = workplace;
  if (inPlace) await awaitUsersGit(git, wire.surroundings);
  await takeBack(task.id, workplace, state);
  const { left } = await changesOf(workplace, wire);
  const trailers = [
    ['Spec', spec.slug],
    ['Task', task.id],
    ['Requirements', task.requirements.join(', ')],
  ] as const;
  const message = commitMessage({ subject: task.title, body: summary, trailers });
  return git.commitAll({ message, exclude: left, allowEmpty: true });
}
