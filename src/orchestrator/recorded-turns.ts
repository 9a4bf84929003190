import { compose } from '../agent/compose.ts';
import { authorize, permissionId, truncate } from '../agent/layers.ts';
import { markRequest } from '../agent/request-reply.ts';
import { runTurns } from '../agent/run-turns.ts';
import type { Clock } from '../base/clock.ts';
import type { Role } from '../domain/event.ts';
import type { UserMessage } from '../domain/message.ts';
import { type Model, ModelError } from '../domain/model.ts';
import type { CallTool, Layer, Tool } from '../domain/tool.ts';
import type { SessionState } from '../journal/fold-session.ts';
import type { Policy } from '../policy/policy.ts';
import type { Tape } from './tape.ts';
import type { WorkerDeps } from './worker.ts';

export interface RecordedTurns {
  role: Role;
  /** Their names and what they may change count; none of them is run. */
  tools: readonly Tool[];
  policy(): Promise<Policy>;
  /** Absolute: where the agent worked. */
  root: string;
  maxTurns: number;
  /** What a model is told to have it hand over; without it a session is never handed over. */
  handOff?: UserMessage;
  /** Tokens that a conversation with that model may have, where it is known. */
  windowOf(model: string): number | undefined;
}

/** The turn loop of today with replies and results from the tape. */
export function recordedTurns(
  tape: Tape,
  { role, tools, policy, root, maxTurns, handOff, windowOf }: RecordedTurns,
): WorkerDeps['converse'] {
  return (session) => {
    const guard = authorize({ policy, role });
    const callTool = compose([truncate, recordedDecision(tape, session), guard], recordedTool(tape));
    return runTurns(session, {
      model: recordedModel(tape, session.model),
      tools,
      toolSpecs: tools.filter(({ spec }) => session.tools.includes(spec.name)).map(({ spec }) => spec),
      callTool,
      toolContext: { root, askHuman: async () => undefined, runCommand: refuseToRun, reach },
      maxTurns,
      maxOutputTokens: 0,
      costUsd: () => undefined,
      clock: stoppedClock,
      signal: new AbortController().signal,
      windowTokens: windowOf(session.model),
      ...(handOff && { handOff }),
      reach,
    });
  };
}

/**
 * What policy said no to, and what a person allowed, stays so: it may have hung on files of then. What was simply allowed is
 * decided anew.
 */
function recordedDecision(tape: Tape, session: SessionState): Layer {
  return async (call, context, next) => {
    const recorded = tape.next()?.event;
    if (recorded?.type === 'question_asked' && recorded.question.id === permissionId(context.callId)) {
      return { text: '', question: recorded.question };
    }
    const decided = session.decided.get(call.id);
    if (decided === undefined || decided.effect === 'allow')
      return next(call, { ...context, permitted: decided !== undefined });
    return recorded?.type === 'tool_finished' ? { text: recorded.text, isError: true } : next(call, context);
  };
}

function recordedModel(tape: Tape, id: string): Model {
  return {
    id,
    async *stream(request) {
      const recorded = tape.expect(['model_replied', 'context_filled'], 'the model is asked');
      if (recorded.type === 'context_filled') throw new ModelError({ fault: 'context_full', what: 'no room was left' });
      const { message, stopReason, usage } = recorded;
      const mark = markRequest(request);
      if (recorded.request !== undefined && recorded.request !== mark)
        tape.note('words', 'the model is asked something else');
      yield* [];
      return { message, stopReason, usage };
    },
  };
}

/** The layers around it are those of today: what they refuse does not get here. */
function recordedTool(tape: Tape): CallTool {
  return async (call) => {
    const event = tape.expect(['tool_finished', 'question_asked'], `${call.name} is run`);
    if (event.type === 'question_asked') return { text: '', question: event.question };
    if (event.isError && event.text.startsWith('Denied by policy '))
      tape.note('decision', `${call.name} is allowed, and run`);
    const { text, isError, seen, report, invalid } = event;
    return {
      text,
      isError,
      ...(seen === undefined ? {} : { seen }),
      ...(report === undefined ? {} : { report }),
      ...(invalid && { invalid }),
    };
  };
}

function refuseToRun(): never {
  throw new Error('nothing is run in a replay');
}

const reach = () => undefined;

const stoppedClock: Clock = { now: () => 0, monotonicMs: () => 0, sleep: async () => undefined };
