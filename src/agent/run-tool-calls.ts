import type { Clock } from '../base/clock.ts';
import type { Event, SessionEnd } from '../domain/event.ts';
import type { ToolCall } from '../domain/message.ts';
import type { CallDecision, CallTool, Tool, ToolContext, ToolOutcome } from '../domain/tool.ts';
import type { SessionState } from '../journal/fold-session.ts';
import { permissionId } from './layers.ts';

export interface ToolDeps {
  tools: readonly Tool[];
  callTool: CallTool;
  toolContext: Omit<ToolContext, 'callId' | 'signal' | 'seen'>;
  asked?: AskedCalls;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * Arguments by the id of their call, as the model gave them. In the state of the session, and so in the journal, secrets are
 * taken out of them; what a tool is to write must not be changed. A process that takes a session up has none of them.
 */
export type AskedCalls = Map<string, Record<string, unknown>>;

/** Runs the calls of the last reply that have no result yet, one after another. Ends the session where one says or said so. */
export async function* runToolCalls(
  session: SessionState,
  deps: ToolDeps,
): AsyncGenerator<Event, SessionEnd | undefined> {
  for (const call of [...session.pending]) {
    const startedMs = deps.clock.monotonicMs();
    const outcome = yield* runOne(session, call, deps);
    if (outcome.question !== undefined) {
      if (session.question === undefined) {
        yield { type: 'question_asked', session: session.id, question: outcome.question };
      }
      return 'needs_human';
    }
    for (const text of outcome.hidden ?? []) yield { type: 'note', text };
    yield finished(session, call, outcome, Math.round(deps.clock.monotonicMs() - startedMs));
    for (const refused of distinct(outcome.refused ?? [])) yield decided(session, call, refused);
  }
  return session.report === undefined ? undefined : 'finished';
}

function finished(session: SessionState, { id, name }: ToolCall, outcome: ToolOutcome, durationMs: number): Event {
  const { text, isError = false, seen, report, invalid, interrupted } = outcome;
  return {
    type: 'tool_finished',
    session: session.id,
    call: id,
    name,
    text,
    isError,
    ...(seen && { seen }),
    ...(report && { report }),
    ...(invalid && { invalid }),
    ...(interrupted && { interrupted }),
    durationMs,
  };
}

async function* runOne(session: SessionState, call: ToolCall, deps: ToolDeps): AsyncGenerator<Event, ToolOutcome> {
  const tool = deps.tools.find(({ spec }) => spec.name === call.name && session.tools.includes(call.name));
  if (tool === undefined) return { text: unknownTool(session, call), isError: true };
  const refusal = refuseToRun(session, call, tool);
  if (refusal !== undefined) return { ...refusal, isError: true };
  if (!session.begun.has(call.id)) {
    const { id, name, input } = call;
    yield { type: 'tool_started', session: session.id, call: id, name, effect: tool.effect, input };
  }
  const context = { ...deps.toolContext, callId: `${session.id}.${call.id}`, signal: deps.signal, seen: session.seen };
  const whole = { ...call, input: deps.asked?.get(call.id) ?? call.input };
  const outcome = await deps.callTool(whole, context);
  if (outcome.decided === undefined) return outcome;
  yield decided(session, call, outcome.decided);
  // What a person allowed is on record before it runs.
  return outcome.decided.effect === 'allow' ? deps.callTool(whole, { ...context, permitted: true }) : outcome;
}

function decided(session: SessionState, call: ToolCall, decision: CallDecision): Event {
  const task = session.task === undefined ? {} : { task: session.task };
  return { type: 'call_decided', session: session.id, ...task, call: call.id, ...decision };
}

/** A program tries a host again and again. */
function distinct(decisions: readonly CallDecision[]): CallDecision[] {
  return [...new Map(decisions.map((each) => [each.subject, each])).values()];
}

function unknownTool(session: SessionState, call: ToolCall): string {
  return `There is no tool ${call.name}. The tools are: ${session.tools.join(', ')}.`;
}

/** Why a call must not run, in the words that the model reads. */
function refuseToRun(session: SessionState, call: ToolCall, tool: Tool): ToolOutcome | undefined {
  if (call.malformed !== undefined) {
    const text = `The arguments of ${call.name} were no JSON object (${call.malformed.problem}); nothing was run. Call it again with valid JSON.`;
    return { text, invalid: true };
  }
  if (session.reply?.stopReason === 'max_tokens')
    return { text: `Your reply was cut at the output limit, so ${call.name} was not run. Call it again.` };
  const unknown = session.begun.has(call.id) && (tool.effect === 'files' || tool.effect === 'command');
  const waits = session.question?.id === permissionId(`${session.id}.${call.id}`);
  if (!unknown || waits) return undefined;
  const text = `Ashlar was interrupted while ${call.name} ran, and its outcome is unknown: it may have happened wholly, in part or not at all. It was not run again. Look at the present state first (read the files concerned), then decide what is left to do.`;
  return { text, interrupted: true };
}
