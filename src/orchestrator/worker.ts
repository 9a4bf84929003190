import type { CheckResult, Event, SessionEnd } from '../domain/event.ts';
import type { UserMessage } from '../domain/message.ts';
import type { Question } from '../domain/tool.ts';
import type { RunState } from '../journal/fold-run.ts';
import type { SessionState } from '../journal/fold-session.ts';
import type { PlannedTask } from './plan-tasks.ts';

/** What the work on one task needs of the rest; each is one effect that may be repeated after a crash. */
export interface WorkerDeps {
  state: RunState;
  rounds: number;
  /** The commit that the worktree stands on. */
  head(): Promise<string>;
  /** The newest commit on the branch that carries this task's trailers, if there is one; with `since`, of those after it. */
  findCommit(task: PlannedTask, since?: string): Promise<string | undefined>;
  /**
   * The event that opens a session for the task: its prompt and its context, built from files. `before` is the session that
   * it takes over from.
   */
  openSession(task: PlannedTask, before?: SessionState): Promise<Event & { type: 'session_opened' }>;
  converse(session: SessionState): AsyncGenerator<Event, SessionEnd>;
  checksOf(task: PlannedTask): string[];
  /** Must be red where the command no longer checks what was approved. */
  runCheck(command: string, task: string): Promise<CheckResult>;
  /** The programs of a command that are not there to be run. */
  missingPrograms(command: string): Promise<string[]>;
  /**
   * The same check on the commit that the run began at, which it names. Undefined where that says nothing: the command is
   * the task's own or one of the tests before it, or it could not be tried.
   */
  checkBase(task: PlannedTask, command: string): Promise<(Event & { type: 'base_checked' }) | undefined>;
  hasChanges(): Promise<boolean>;
  /** Changed files that are no tests, where the task may only write tests. */
  strayFiles(task: PlannedTask): Promise<string[]>;
  /** Tests of earlier tasks that this one must leave as they were committed, and did not. */
  changedTests(task: PlannedTask): Promise<ChangedTests>;
  /** What policy says of the files that the commit of the task would hold. */
  judgeCommit(task: PlannedTask): Promise<CommitVerdict>;
  /** Makes files what they were before the work; those that are new go. */
  putBack(files: readonly string[]): Promise<void>;
  /** The answer of a human, or undefined where none can be had now. */
  askHuman(question: Question): Promise<string | undefined>;
  commit(task: PlannedTask, summary: string): Promise<string>;
  /** Writes evidence and box; `commit` is the one that the checks ran on. Must do nothing where they are there. */
  recordDone(task: PlannedTask, commit: string, checks: CheckResult[]): Promise<void>;
  /** Keeps what was done as a patch, puts the worktree back and returns the patch's path. */
  setAside(task: PlannedTask): Promise<string | undefined>;
  feedback: {
    /** `before` are the same commands on the commit that the run began at, where they were tried. */
    checksFailed(checks: CheckResult[], round: number, before: ReadonlyMap<string, CheckResult>): UserMessage;
    noChange(): UserMessage;
    /** `why` is what is wrong with a check that had to fail. */
    notRed(checks: CheckResult[], round: number, why: string): UserMessage;
    strayFiles(files: readonly string[]): UserMessage;
    changedTests(files: readonly string[]): UserMessage;
    commitDenied(files: readonly RefusedFile[]): UserMessage;
  };
}

/** `digest` stands for what the files hold now. */
export interface ChangedTests {
  files: string[];
  digest: string;
}

/** A changed file that policy keeps out of commits. */
export interface RefusedFile {
  path: string;
  policy: string;
  reason: string;
}

export interface CommitVerdict {
  refused: readonly RefusedFile[];
  /** What a policy leaves to people: all such files in one question. */
  asking?: { question: Question; files: readonly RefusedFile[]; pauses: boolean };
}

/** Why a task cannot be finished in this session. */
export type Obstacle = { reason: string };
