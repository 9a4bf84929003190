import type { ErrorKind } from '../base/errors.ts';
import type { Budget, BudgetUnit } from './budget.ts';
import type { ClarifyQuestion } from './clarify.ts';
import type { AssistantMessage, UserMessage } from './message.ts';
import type { StopReason, Usage } from './model.ts';
import type { DocumentKind, Problem, SpecStage, SpecTask } from './spec.ts';
import type { CallDecision, FinishReport, Question, SeenFile, ToolEffect } from './tool.ts';

/** An agent's part in the work; each may have a model of its own. */
export type Role = 'author' | 'detector' | 'implementer';

/** A check that Ashlar itself ran. */
export interface CheckResult {
  command: string;
  exitCode: number;
  /** SHA-256 of the whole output. */
  outputDigest: string;
  /** Head and tail of the output, without the control sequences of terminals. */
  output: string;
  durationMs: number;
}

/**
 * Everything that happens, in the past tense. A run is a list of these; its state is their fold, and nothing else.
 *
 * Lifecycles: run_started … run_paused | run_finished, again after run_resumed. tasks_planned, then task_started … task_committed,
 * task_finished | task_blocked; task_undone by a human. session_opened, then for each turn model_replied and for each of its calls tool_started, tool_finished;
 * session_fed where a person or a check has something to say; session_closed.
 */
export type JournaledEvent =
  | ({ type: 'run_started'; run: string; spec: string } & (ExecuteStart | DraftStart))
  | { type: 'run_resumed'; run: string }
  /** `kind` is that of the error which stopped it, or of what it waits for. */
  | { type: 'run_paused'; run: string; reason: string; next: string; kind?: ErrorKind }
  /** A person wants the run to stop at its next safe point; it stands until the run is resumed. */
  | { type: 'pause_requested'; run: string; by: string }
  /** The process that waited for a human ended; all that its sessions need lies here. */
  | { type: 'hibernated'; run: string; waitedMs: number }
  /** What a human allows the run from here on; what it does not name stays as it was. */
  | { type: 'budget_set'; budget: Budget }
  /** A share of a limit is spent: of the run's, or with `task` of that task's. */
  | { type: 'budget_noticed'; task?: string; unit: BudgetUnit; limit: number; spent: number; percent: number }
  | { type: 'run_finished'; run: string; outcome: 'done' | 'blocked' | 'abandoned' }
  /** What is to be worked on from here, in which order, and what proves a task that names no check of its own. */
  | { type: 'tasks_planned'; tasks: PlanEntry[]; done: string[]; checks: string[]; rounds: number; turns: number }
  | { type: 'task_started'; task: string; title: string; head: string }
  | { type: 'task_committed'; task: string; commit: string }
  | { type: 'task_finished'; task: string; commit: string }
  | { type: 'task_blocked'; task: string; reason: string; patch?: string }
  /** Others moved the branch of the run from `known` on to `commit`, or with `diverged` away from it. */
  | { type: 'branch_moved'; how: 'forward' | 'diverged'; known: string; commit: string }
  /** `commit` takes it out of the branch; what `reopened` names builds on it and is to be verified again. */
  | { type: 'task_undone'; task: string; commit: string; reopened: string[] }
  | {
      type: 'session_opened';
      session: string;
      role: Role;
      task?: string;
      model: string;
      system: string;
      tools: string[];
      first: UserMessage;
    }
  | { type: 'session_fed'; session: string; cause: FeedCause; message: UserMessage }
  /** Results that can be had again gave room; each is replaced by a text that says how. */
  | { type: 'context_cleared'; session: string; results: { call: string; text: string }[] }
  /** The provider refused the next request because it is too long. */
  | { type: 'context_filled'; session: string }
  | { type: 'session_closed'; session: string; reason: SessionEnd }
  | {
      type: 'model_replied';
      session: string;
      turn: number;
      message: AssistantMessage;
      stopReason: StopReason;
      usage: Usage;
      /** Where it is not the one that the session was opened with. */
      model?: string;
      costUsd?: number;
      durationMs: number;
      /** Stands for what was new in the request, and for the length of the rest. */
      request?: string;
    }
  | {
      type: 'tool_started';
      session: string;
      call: string;
      name: string;
      effect: ToolEffect;
      input: Record<string, unknown>;
    }
  | {
      type: 'tool_finished';
      session: string;
      call: string;
      name: string;
      text: string;
      isError: boolean;
      seen?: SeenFile[];
      report?: FinishReport;
      /** The arguments were wrong, so nothing was run. */
      invalid?: true;
      /** Ashlar was interrupted while it ran: the text says that, and nothing of what the call did. */
      interrupted?: true;
      durationMs: number;
    }
  /** What policy said of a call that has begun, where that was no plain yes; a person's yes included. */
  | ({ type: 'call_decided'; session: string; task?: string; call: string } & CallDecision)
  | { type: 'question_asked'; session: string; question: Question }
  /** What a detector found to ask, ranked. */
  | { type: 'questions_proposed'; session: string; questions: ClarifyQuestion[] }
  /** `rounds` is how many there may be. */
  | {
      type: 'checks_finished';
      task: string;
      round: number;
      rounds?: number;
      passed: boolean;
      checks: CheckResult[];
      /** The last command had to fail, as a test does. */
      expect?: 'fail';
    }
  /** What a check that was red says of the commit that the run began at. */
  | { type: 'base_checked'; commit: string; check: CheckResult }
  | {
      type: 'draft_written';
      stage: SpecStage;
      document: DocumentKind;
      file: string;
      hash: string;
      problems: Problem[];
      /** What the author says of the item's size, where he finds it wrong. */
      sizeRemark?: string;
    };

/** What decides on the order of a task and on its proof; `needs` and `proofs` are ids of tasks. */
export interface PlanEntry extends Pick<SpecTask, 'id' | 'title' | 'requirements' | 'files' | 'verify' | 'expect'> {
  /** Ids of the tasks that it waits for; absent where it waits for all before it. */
  needs?: string[];
  part?: 'reproduce' | 'preserve' | 'fix';
  proofs?: string[];
}

/** `base` is the commit that the branch began at. */
export interface ExecuteStart {
  kind: 'execute';
  base: string;
  branch: string;
  inPlace: boolean;
  /** With `inPlace`: the commit that keeps what was in the checkout before. */
  backup?: string;
  budget?: Budget;
  /** What the user had checked out when the run began; no branch where HEAD was detached. */
  from?: { commit: string; branch?: string };
}

/**
 * `before` is the digest of the file that is rewritten, `rejection` the ledger line whose comment is worked in. With
 * `change`, a human's words, no document is written but a change of several proposed; with `formalises`, the forms of criteria.
 */
export interface DraftStart {
  kind: 'draft';
  stage: SpecStage;
  before?: string;
  rejection?: string;
  change?: string;
  formalises?: true;
}

/** Shown while it happens and gone afterwards. */
export type TransientEvent =
  | { type: 'turn_started'; session: string; turn: number }
  | { type: 'text_streamed'; session: string; text: string }
  | { type: 'thinking_streamed'; session: string; text: string }
  | { type: 'tool_named'; session: string; name: string }
  /** `endsAt`: when the next attempt begins, in milliseconds since the epoch. */
  | { type: 'retry_scheduled'; session: string; attempt: number; delayMs: number; endsAt: number; reason: string }
  | { type: 'check_started'; task: string; command: string }
  | { type: 'note'; text: string };

export type Event = JournaledEvent | TransientEvent;

export type RunKind = (ExecuteStart | DraftStart)['kind'];

/** Why something was said to a model in the middle of its session. */
export type FeedCause =
  | 'cut'
  | 'empty'
  | 'checks_failed'
  | 'no_change'
  /** The same call gave the same result again and again. */
  | 'repeated'
  /** The context is almost full: the model is to write down how far it is. */
  | 'hand_off'
  | 'problems'
  /** A task that may only write tests changed other files. */
  | 'stray_files'
  /** Tests that were proved by an earlier task are no longer as they were committed. */
  | 'changed_tests'
  /** Policy keeps files out of the commit; they were put back. */
  | 'commit_denied';

/** Why a session's loop stopped. `finished` by its own report; the rest says what it waits for or ran into. */
export type SessionEnd =
  | 'finished'
  | 'answered'
  | 'needs_human'
  | 'turn_limit'
  /** What the run or the task may spend is spent; the session stays open. */
  | 'budget'
  | 'refusal'
  /** The model wrote down how far it is, for the session that goes on. */
  | 'handed_off'
  | 'context_full'
  | 'useless_replies'
  | 'repeated_calls'
  | 'invalid_calls';

const transientTypes: ReadonlySet<string> = new Set<TransientEvent['type']>([
  'turn_started',
  'text_streamed',
  'thinking_streamed',
  'tool_named',
  'retry_scheduled',
  'check_started',
  'note',
]);

/**
 * Whether the event must be on disk before anything follows it. What need not is on disk with the next event that must be:
 * a reply, which was paid for, with the start of its first call, which follows at once; a result with whatever follows it,
 * for without it the outcome is unknown, and the model is told.
 */
export function mustBeDurable(event: JournaledEvent): boolean {
  if (event.type === 'model_replied') return !isFollowedByCall(event);
  return event.type !== 'tool_finished' && event.type !== 'tasks_planned';
}

function isFollowedByCall({ message, stopReason }: Extract<JournaledEvent, { type: 'model_replied' }>): boolean {
  if (stopReason === 'max_tokens') return false;
  return message.content.some((block) => block.type === 'tool_call' && block.malformed === undefined);
}

export function isJournaled(event: Event): event is JournaledEvent {
  return !transientTypes.has(event.type);
}
