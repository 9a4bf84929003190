import { noReach } from '../../src/base/failpoints.ts';
import type { CheckResult, Event, SessionEnd } from '../../src/domain/event.ts';
import { userText } from '../../src/domain/message.ts';
import { beginRun, foldRun, type RunState, type TimedEvent } from '../../src/journal/fold-run.ts';
import type { SessionState } from '../../src/journal/fold-session.ts';
import { recordEvents } from '../../src/journal/record-events.ts';
import type { PlannedTask } from '../../src/orchestrator/plan-tasks.ts';
import type { RunTasksDeps } from '../../src/orchestrator/run-tasks.ts';

/** What one session does each time it is asked: it changes something or not, and ends so. */
export interface Move {
  changes?: boolean;
  end?: SessionEnd;
  /** The report of `finish`; by default done. */
  done?: boolean;
}

export interface TaskBench {
  state(): RunState;
  /** What was done, in order: `open 1`, `converse 1`, `check test`, `commit 1` … */
  did: string[];
  deps: RunTasksDeps;
  commits: Map<string, string>;
  record<End>(events: AsyncGenerator<Event, End>): AsyncGenerator<Event, End>;
  /** Goes on in another process: the state is folded from the events, the files stay. */
  restart(): void;
}

/** Plain functions in place of git, model and shell, over a real state that a real recorder keeps in step. */
export function openTaskBench(options: {
  moves?: Record<string, Move[]>;
  /** Exit codes of the checks of each task, in the order in which they are run; 0 afterwards. */
  checks?: Record<string, number[]>;
  rounds?: number;
  /** What each look at the changed files finds: files that are no tests, tests that are not as they were. */
  stray?: string[][];
  changed?: string[][];
  /** Of the human, in order; nobody is there afterwards. */
  answers?: (string | undefined)[];
  /** Checks whose program is not there; what is taken out of it is installed. */
  missing?: Set<string>;
  /** Checks that are red on the commit that the run began at; without it that is not tried. */
  redBefore?: string[];
}): TaskBench {
  const log: TimedEvent[] = [];
  const did: string[] = [];
  const commits = new Map<string, string>();
  const moves = structuredClone(options.moves ?? {});
  const codes = structuredClone(options.checks ?? {});
  let dirty = false;
  let sessions = 0;
  const started = {
    type: 'run_started',
    run: 'run_1',
    spec: 'demo',
    kind: 'execute',
    base: 'c0',
    branch: 'ashlar/demo',
    inPlace: false,
  } as const;
  const sink = {
    append: (_run: string, event: TimedEvent['event']) => {
      log.push({ at: log.length, event: structuredClone(event) });
      return { at: log.length - 1, event };
    },
  };
  let state = beginRun(sink.append('run_1', started).at, started);

  async function* converse(session: SessionState): AsyncGenerator<Event, SessionEnd> {
    did.push(`converse ${session.task}`);
    const move = moves[session.task ?? '']?.shift() ?? {};
    const call = { type: 'tool_call' as const, id: `c${session.turn}`, name: 'finish', input: {} };
    const usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };
    const reply = { message: { role: 'assistant' as const, content: [call] }, stopReason: 'tool_use' as const, usage };
    yield { type: 'model_replied', session: session.id, turn: session.turn + 1, ...reply, durationMs: 1 };
    const about = { session: session.id, call: call.id, name: call.name, text: 'ok', isError: false, durationMs: 1 };
    const report = { summary: `Did ${session.task}.`, done: move.done ?? true };
    yield { type: 'tool_finished', ...about, ...(move.end === undefined ? { report } : {}) };
    dirty = move.changes ?? true;
    return move.end ?? 'finished';
  }

  const deps: RunTasksDeps = {
    get state() {
      return state;
    },
    rounds: options.rounds ?? 3,
    reach: noReach,
    confirmApproved: async () => void did.push('confirm'),
    noticeMoves: async function* () {
      yield* [];
    },
    head: async () => `c${commits.size}`,
    findCommit: async ({ id }, since) => {
      const commit = commits.get(id);
      return commit === undefined || (since !== undefined && orderOf(commit) <= orderOf(since)) ? undefined : commit;
    },
    openSession: async ({ id }, before) => {
      did.push(`open ${id}${before === undefined ? '' : ` after ${before.id}`}`);
      sessions += 1;
      const about = { session: `s${sessions}`, role: 'implementer' as const, task: id, model: 'played', system: '' };
      return { type: 'session_opened', ...about, tools: ['finish'], first: userText('Go.') };
    },
    converse,
    checksOf: ({ id, verify }) => [verify ?? `test ${id}`],
    runCheck: async (command): Promise<CheckResult> => {
      did.push(`check ${command}`);
      const exitCode = codes[command]?.shift() ?? 0;
      return { command, exitCode, outputDigest: 'd', output: exitCode === 0 ? '' : 'red', durationMs: 1 };
    },
    missingPrograms: async (command) => (options.missing?.has(command) === true ? ['uv'] : []),
    checkBase: async ({ verify }, command) => {
      if (verify !== undefined || options.redBefore === undefined) return undefined;
      did.push(`base ${command}`);
      const exitCode = options.redBefore.includes(command) ? 1 : 0;
      const check = { command, exitCode, outputDigest: 'd', output: 'old', durationMs: 1 };
      return { type: 'base_checked', commit: 'c0', check };
    },
    hasChanges: async () => dirty,
    strayFiles: async () => options.stray?.shift() ?? [],
    changedTests: async () => ({ files: options.changed?.shift() ?? [], digest: 'd'.repeat(64) }),
    judgeCommit: async () => ({ refused: [] }),
    putBack: async () => undefined,
    askHuman: async ({ id }) => {
      did.push(`ask ${id}`);
      return options.answers?.shift();
    },
    commit: async ({ id }, summary) => {
      did.push(`commit ${id}: ${summary}`);
      dirty = false;
      commits.set(id, `c${commits.size + 1}`);
      return commits.get(id) ?? '';
    },
    recordDone: async ({ id }, commit, checks) => void did.push(`done ${id} at ${commit}, ${checks.length} checks`),
    setAside: async ({ id }) => {
      did.push(`aside ${id}`);
      if (!dirty) return undefined;
      dirty = false;
      return `${id}.patch`;
    },
    feedback: {
      checksFailed: (checks, round, before) => {
        const old = checks.flatMap(({ command }) =>
          (before.get(command)?.exitCode ?? 0) !== 0 ? [' before too'] : [],
        );
        return userText(`Round ${round}: ${checks.map(({ output }) => output).join()}${old.join('')}`);
      },
      noChange: () => userText('Nothing was changed.'),
      notRed: (_checks, round, why) => userText(`Round ${round}: ${why}`),
      strayFiles: (files) => userText(`No tests: ${files.join()}`),
      changedTests: (files) => userText(`Changed: ${files.join()}`),
      commitDenied: (files) => userText(`Denied: ${files.map(({ path }) => path).join()}`),
    },
  };
  return {
    state: () => state,
    did,
    deps,
    commits,
    record: (events) => recordEvents(events, sink, state),
    restart: () => {
      const folded = foldRun(log);
      if (folded !== undefined) state = folded;
    },
  };
}

/** A task as the planner gives it. */
export function planned(id: string, more: Partial<PlannedTask> = {}): PlannedTask {
  return {
    id,
    title: `Task ${id}`,
    details: '',
    mark: 'open',
    optional: false,
    requirements: ['1.1'],
    files: [],
    depends: [],
    needs: [],
    span: { start: 0, end: 0 },
    ...more,
  };
}

/** Commits are `c0`, `c1`, … in the order in which they were made. */
const orderOf = (commit: string) => Number(commit.slice(1));
