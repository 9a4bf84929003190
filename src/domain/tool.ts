import type { Reach } from '../base/failpoints.ts';
import type { ToolCall } from './message.ts';
import type { ToolSpec } from './model.ts';

/**
 * What running a tool can change: `none` may be run again at will; after a crash in the middle of `files` or `command`
 * the outcome is unknown and the model is told so; `human` waits for a person.
 */
export type ToolEffect = 'none' | 'files' | 'command' | 'human';

/** A file as the model last saw it; `digest` is that of its bytes, '' for a file that is not there. */
export interface SeenFile {
  path: string;
  digest: string;
}

export interface ToolOutcome {
  /** What the model reads. Not truncated here: a middleware does that. */
  text: string;
  isError?: boolean;
  /** Files whose present content the model now knows. */
  seen?: SeenFile[];
  /** Where hidden text stood in what the tool said, for a person; set by a layer. */
  hidden?: string[];
  /** Set where the arguments were wrong, so that nothing was run. */
  invalid?: true;
  /** Set where a crash left open what the call did: that is no result of it. */
  interrupted?: true;
  /** Set by `finish`: the session ends with this report, which claims and proves nothing. */
  report?: FinishReport;
  /** Set by `ask` where no human has answered yet: the session pauses and the call stays open. */
  question?: Question;
  /**
   * What policy says of the call, where it does not simply allow it. A call that a person allowed has not run yet: it is
   * to be made again with `permitted`.
   */
  decided?: CallDecision;
  /** What policy refused while the call ran, such as a host. */
  refused?: readonly CallDecision[];
}

/** A decision that is no plain yes. */
export interface CallDecision {
  /** `allow` is a person's word. */
  effect: 'allow' | 'deny';
  action: string;
  /** Shortened. */
  resource: string;
  /** The id of the policy. */
  policy: string;
  reason: string;
  /** Stands for the policy, the action and the whole resource. */
  subject: string;
  /** How far a person's yes goes: this call, or all the same calls of the run. */
  covers?: 'call' | 'run';
}

export interface FinishReport {
  summary: string;
  /** False where the model says that it could not do the task. */
  done: boolean;
}

export interface Question {
  id: string;
  text: string;
  options: string[];
  recommended?: string;
}

export interface CommandOutcome {
  /** The exit code; 128 + n after signal n. */
  exitCode: number;
  /** stdout and stderr as they came, head and tail; the whole is in `outputFile`. */
  output: string;
  outputBytes: number;
  outputFile?: string;
  timedOut: boolean;
  /** Whether it was ended because of too much output. */
  stopped?: boolean;
  durationMs: number;
  /** Hosts that a policy kept it from. */
  refused?: readonly { host: string; policy: string; reason: string }[];
}

export interface RunOptions {
  timeoutMs: number;
  signal: AbortSignal;
  /** The command may reach the hosts that the user's configuration names; without it, none. */
  network?: 'hosts';
  /** The command is known to leave the files as they are. */
  onlyLooks?: boolean;
}

/** What a tool may use. Paths a model gives are relative to `root`; nothing outside it may be touched. */
export interface ToolContext {
  /** Absolute, without symbolic links. */
  root: string;
  /** Unique in the repository: the session and the call. */
  callId: string;
  /** A person allowed the call, and that is recorded. */
  permitted?: boolean;
  signal: AbortSignal;
  reach: Reach;
  /** Path relative to root → digest, of what this session has read or written so far. */
  seen: ReadonlyMap<string, string>;
  runCommand(command: string, options: RunOptions): Promise<CommandOutcome>;
  /** The answer of a human, or undefined where none can be had now. */
  askHuman(question: Question): Promise<string | undefined>;
}

/** An operation a model may call. It must not ask for permission, truncate or log: middleware does. */
export interface Tool {
  readonly spec: ToolSpec;
  readonly effect: ToolEffect;
  /** Must answer with `isError` for what the model did wrong, and throw only for what is broken here. */
  run(input: Record<string, unknown>, context: ToolContext): Promise<ToolOutcome>;
}

export type CallTool = (call: ToolCall, context: ToolContext) => Promise<ToolOutcome>;

/** A layer around every tool call. */
export type Layer = (call: ToolCall, context: ToolContext, next: CallTool) => Promise<ToolOutcome>;
