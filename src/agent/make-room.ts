import { limits } from '../base/limits.ts';
import { cutLine } from '../base/text.ts';
import type { Event, SessionEnd } from '../domain/event.ts';
import { type ToolCall, type ToolResultBlock, toolCallsOf, type UserMessage } from '../domain/message.ts';
import { estimateTokens, type SessionState } from '../journal/fold-session.ts';

export interface RoomDeps {
  /** Tokens that a conversation with the model may have; where it is not known, room is made once the model has none left. */
  windowTokens?: number | undefined;
  /** What a model is told to have it hand over; without it a session is never handed over. */
  handOff?: UserMessage;
}

/**
 * Keeps a conversation within the model's window. First results that can be had again are cleared, oldest first and many
 * at once, since each time the provider's cache is lost from there on; where that is not enough, the model is asked to hand
 * over. What is done is an event, so that a resumed session sends the same request letter for letter.
 */
export function* makeRoom(session: SessionState, deps: RoomDeps): Generator<Event, SessionEnd | undefined> {
  if (session.isFull) return yield* clearAll(session);
  const { windowTokens, handOff } = deps;
  if (windowTokens === undefined || session.fed.has('hand_off')) return undefined;
  if (session.contextTokens > windowTokens * limits.clearShare) yield* clearOldest(session, windowTokens);
  const isTight = session.contextTokens > windowTokens * limits.handOffShare;
  if (handOff !== undefined && isTight && session.turn >= limits.handOffTurns)
    yield { type: 'session_fed', session: session.id, cause: 'hand_off', message: handOff };
  return undefined;
}

/** The provider said that there is no room: all goes that can be had again, but for what the model was told last. */
function* clearAll(session: SessionState): Generator<Event, SessionEnd | undefined> {
  const results = clearableResults(session, 1);
  if (results.length === 0) return 'context_full';
  yield clearing(session, results);
  return undefined;
}

function* clearOldest(session: SessionState, windowTokens: number): Generator<Event, void> {
  const taken: Clearable[] = [];
  let freed = 0;
  for (const result of clearableResults(session, limits.keptTurns)) {
    if (freed >= windowTokens * limits.clearBatchShare) break;
    taken.push(result);
    freed += estimateTokens(result.block.text) - estimateTokens(result.stub);
  }
  if (freed >= windowTokens * limits.clearLeastShare) yield clearing(session, taken);
}

interface Clearable {
  block: ToolResultBlock;
  /** What stands in its place. */
  stub: string;
}

/** Results of tools that only look, oldest first, but for those of the last turns. */
function clearableResults({ messages, cleared }: SessionState, keptTurns: number): Clearable[] {
  const calls = new Map<string, ToolCall>();
  for (const message of messages) {
    if (message.role === 'assistant') for (const call of toolCallsOf(message)) calls.set(call.id, call);
  }
  const told = messages.filter((message) => message.role === 'user');
  const blocks = told
    .slice(0, -keptTurns)
    .flatMap(({ content }) => content.filter((block) => block.type === 'tool_result'));
  return blocks.flatMap((block) => {
    const call = calls.get(block.callId);
    if (call === undefined || !refetchable.has(call.name) || cleared.has(block.callId)) return [];
    const stub = stubOf(call, block.text);
    return block.text.length > stub.length * 2 ? [{ block, stub }] : [];
  });
}

const refetchable: ReadonlySet<string> = new Set(['read', 'grep', 'glob']);

function stubOf({ name, input }: ToolCall, text: string): string {
  const asked = cutLine(JSON.stringify(input), 200);
  return `[${text.length} characters were cleared to make room. Call ${name} with ${asked} to have them again.]`;
}

function clearing({ id }: SessionState, results: readonly Clearable[]): Event {
  const cleared = results.map(({ block, stub }) => ({ call: block.callId, text: stub }));
  return { type: 'context_cleared', session: id, results: cleared };
}
