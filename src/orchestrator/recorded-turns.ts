import { compose } from '../agent/compose.ts';
import { authorize, truncate } from '../agent/layers.ts';
import { markRequest } from '../agent/request-reply.ts';
import { runTurns } from '../agent/run-turns.ts';
import type { Clock } from '../base/clock.ts';
import type { Role } from '../domain/event.ts';
import type { Model } from '../domain/model.ts';
import type { CallTool, Tool } from '../domain/tool.ts';
import type { Policy } from '../policy/policy.ts';
import type { Tape } from './tape.ts';
import type { WorkerDeps } from './worker.ts';

export interface RecordedTurns {
  role: Role;
  /** Their names and what they may change count; none of them is run. */
  tools: readonly Tool[];
  policy: Policy;
  /** Absolute: where the agent worked. */
  root: string;
  maxTurns: number;
}

/** The turn loop of today with replies and results from the tape. */
export function recordedTurns(
  tape: Tape,
  { role, tools, policy, root, maxTurns }: RecordedTurns,
): WorkerDeps['converse'] {
  const callTool = compose([truncate, authorize(policy, role)], recordedTool(tape));
  return (session) =>
    runTurns(session, {
      model: recordedModel(tape, session.model),
      tools,
      toolSpecs: tools.filter(({ spec }) => session.tools.includes(spec.name)).map(({ spec }) => spec),
      callTool,
      toolContext: { root, askHuman: async () => undefined, runCommand: refuseToRun },
      maxTurns,
      maxOutputTokens: 0,
      costUsd: () => undefined,
      clock: stoppedClock,
      signal: new AbortController().signal,
    });
}

function recordedModel(tape: Tape, id: string): Model {
  return {
    id,
    // biome-ignore lint/correctness/useYield: a recorded reply comes at once.
    async *stream(request) {
      const { message, stopReason, usage, ...recorded } = tape.expect(['model_replied'], 'the model is asked');
      const mark = markRequest(request);
      if (recorded.request !== undefined && recorded.request !== mark)
        tape.note('words', 'the model is asked something else');
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
    const { text, isError, seen, report } = event;
    return { text, isError, ...(seen === undefined ? {} : { seen }), ...(report === undefined ? {} : { report }) };
  };
}

function refuseToRun(): never {
  throw new Error('nothing is run in a replay');
}

const stoppedClock: Clock = { now: () => 0, monotonicMs: () => 0, sleep: async () => undefined };
