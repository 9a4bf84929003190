import type { JournaledEvent } from '../domain/event.ts';
import { type UserMessage, userText } from '../domain/message.ts';
import { commandsOf } from './plan-bug.ts';
import type { PlannedTask } from './plan-tasks.ts';
import type { RunTasksDeps } from './run-tasks.ts';
import type { Tape } from './tape.ts';
import type { ChangedTests, CommitVerdict, WorkerDeps } from './worker.ts';

export interface RecordedWorker {
  tape: Tape;
  planned: readonly PlannedTask[];
  rounds: number;
  /** Undefined in a journal that does not hold them: then the recorded commands are taken for the right ones. */
  checks: readonly string[] | undefined;
  feedback: WorkerDeps['feedback'];
  converse: WorkerDeps['converse'];
}

/**
 * The work on tasks with nothing behind it: outcomes come from the tape. What was observed and is in no event of its own
 * (changed files, commits that were found) is what the next recorded step says that it must have been.
 */
export function recordedWorker({ tape, planned, rounds, checks, ...rest }: RecordedWorker): RunTasksDeps {
  const { state } = tape;
  const next = () => tape.next()?.event;
  return {
    ...rest,
    state,
    rounds,
    feedback: {
      ...rest.feedback,
      strayFiles: () => recordedFeed(next()),
      changedTests: () => recordedFeed(next()),
      commitDenied: () => recordedFeed(next()),
    },
    reach: () => undefined,
    confirmApproved: async () => undefined,
    noticeMoves: async function* () {
      // What others did is in events that are taken as they are.
    },
    head: async () => {
      const event = next();
      return event?.type === 'task_started' ? event.head : ([...state.tasks.values()].at(-1)?.head ?? '');
    },
    findCommit: async (task, since) => foundCommit(next(), task, since !== undefined),
    openSession: async ({ id }) => tape.expect(['session_opened'], `a session for task ${id}`),
    checksOf: (task) => {
      const recorded = next();
      const own = task.verify === undefined ? checks : [task.verify];
      if (own !== undefined) return commandsOf(task, planned, own);
      return recorded?.type === 'checks_finished' ? recorded.checks.map(({ command }) => command) : [];
    },
    runCheck: recordedChecks(tape),
    missingPrograms: async () => [],
    checkBase: async (_task, command) => {
      const event = next();
      return event?.type === 'base_checked' && event.check.command === command ? event : undefined;
    },
    hasChanges: async () => !sawNoChange(next()),
    strayFiles: async () => strayFiles(next()),
    changedTests: async () => changedTests(next()),
    judgeCommit: async () => commitVerdict(next()),
    putBack: async () => undefined,
    askHuman: async () => textIn(next(), /a human answered: ([\s\S]*)$/),
    commit: async ({ id }) => tape.expect(['task_committed'], `a commit of task ${id}`).commit,
    recordDone: async () => undefined,
    setAside: async () => {
      const event = next();
      return event?.type === 'task_blocked' ? event.patch : undefined;
    },
  };
}

/** The results of one round lie in one event; each is held against the command that is run. */
function recordedChecks(tape: Tape): WorkerDeps['runCheck'] {
  let round: JournaledEvent | undefined;
  let index = 0;
  return async (command, task) => {
    const event = tape.expect(['checks_finished'], `\`${command}\` is run for task ${task}`);
    index = event === round ? index + 1 : 0;
    round = event;
    const check = event.checks[index];
    if (check?.command === command) return check;
    const instead = check === undefined ? 'no check is left' : `\`${check.command}\` was run`;
    tape.note('decision', `\`${command}\` is run for task ${task}, where ${instead}`);
    return check ?? { command, exitCode: 0, outputDigest: '', output: '', durationMs: 0 };
  };
}

/** A commit that was found is concluded without a session, or checked again. */
function foundCommit(event: JournaledEvent | undefined, { id }: PlannedTask, isOwn: boolean): string | undefined {
  if (event?.type === 'task_committed' || event?.type === 'task_finished')
    return event.task === id ? event.commit : undefined;
  if (isOwn) return undefined;
  if (event?.type === 'checks_finished') return 'found';
  return textIn(event, /^its test was committed in (\w+) and|^it has commit (\w+), and/);
}

const sawNoChange = (event: JournaledEvent | undefined): boolean =>
  (event?.type === 'session_fed' && event.cause === 'no_change') ||
  textIn(event, /^the agent changed (nothing), so/) !== undefined;

function strayFiles(event: JournaledEvent | undefined): string[] {
  if (event?.type === 'session_fed' && event.cause === 'stray_files') return ['as recorded'];
  return listIn(event, /^it may only write tests, and it changed ([\s\S]*)$/);
}

function changedTests(event: JournaledEvent | undefined): ChangedTests {
  if (event?.type === 'session_fed' && event.cause === 'changed_tests') return { files: ['as recorded'], digest: '' };
  if (event?.type !== 'question_asked')
    return {
      files: listIn(event, /(?:^it changed |, and )(.*)(?:, and a human answered:| is no longer what an)/),
      digest: '',
    };
  const { id, text } = event.question;
  if (!id.startsWith('changed-tests-')) return { files: [], digest: '' };
  const files = / changed (.*), with which an earlier task/.exec(text)?.[1] ?? '';
  return { files: files.split(', '), digest: id.split('-').at(-1) ?? '' };
}

/** Where the next step does not say otherwise, policy had nothing against the commit, or a person allowed it. */
function commitVerdict(event: JournaledEvent | undefined): CommitVerdict {
  if (event?.type === 'session_fed' && event.cause === 'commit_denied') return { refused: [asRecorded] };
  if (event?.type === 'question_asked' && event.question.id.startsWith('commit-'))
    return { refused: [], asking: { question: event.question, files: [asRecorded], pauses: true } };
  const reason = event?.type === 'task_blocked' ? event.reason : '';
  const kept = [...reason.matchAll(/policy (\S+) keeps (.*?) out of commits(?:; |$)/g)];
  return { refused: kept.map(([, policy = '', path = '']) => ({ path, policy, reason: '' })) };
}

const asRecorded = { path: 'as recorded', policy: 'as recorded', reason: '' };

/** What a task was blocked for names what was seen; the one group of the pattern that is there is it. */
function textIn(event: JournaledEvent | undefined, pattern: RegExp): string | undefined {
  if (event?.type !== 'task_blocked') return undefined;
  return pattern
    .exec(event.reason)
    ?.slice(1)
    .find((group) => group !== undefined);
}

function listIn(event: JournaledEvent | undefined, pattern: RegExp): string[] {
  return textIn(event, pattern)?.split(', ') ?? [];
}

function recordedFeed(event: JournaledEvent | undefined): UserMessage {
  return event?.type === 'session_fed' ? event.message : userText('');
}
