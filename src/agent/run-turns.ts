import { limits } from '../base/limits.ts';
import type { Event, FeedCause, SessionEnd } from '../domain/event.ts';
import { userText } from '../domain/message.ts';
import { ModelError } from '../domain/model.ts';
import type { SessionState } from '../journal/fold-session.ts';
import { makeRoom, type RoomDeps } from './make-room.ts';
import { type ReplyDeps, requestReply } from './request-reply.ts';
import { runToolCalls, type ToolDeps } from './run-tool-calls.ts';

export interface TurnDeps extends ReplyDeps, ToolDeps, RoomDeps {
  maxTurns: number;
  /** Whether nothing more may be spent; says what is to be said of it. Without it there is no budget. */
  watchBudget?: (session: SessionState) => Generator<Event, boolean>;
}

/**
 * The loop of an agent: ask the model, run what it calls, until the session ends. It goes on from wherever the session
 * stands, so that a resumed one and a new one are the same.
 *
 * Whoever iterates must record each event before asking for the next: append it to the journal, then take it into the
 * session (`recordEvents` does). What an event announces happens only after that.
 */
export async function* runTurns(session: SessionState, deps: TurnDeps): AsyncGenerator<Event, SessionEnd> {
  for (;;) {
    // Whatever the reply to that is, it is the last: no call of it is run.
    if (session.fed.has('hand_off') && session.reply !== undefined) return 'handed_off';
    const end =
      (yield* runToolCalls(session, deps)) ?? (yield* settleReply(session)) ?? limitReached(session, deps.maxTurns);
    if (end !== undefined) return end;
    if (deps.watchBudget !== undefined && (yield* deps.watchBudget(session))) return 'budget';
    yield* tellOfRepeats(session);
    const full = yield* makeRoom(session, deps);
    if (full !== undefined) return full;
    yield* askModel(session, deps);
  }
}

/** A request for which the provider has no room is an event like any other: what is done about it follows from that. */
async function* askModel(session: SessionState, deps: TurnDeps): AsyncGenerator<Event, void> {
  try {
    yield* requestReply(session, deps);
  } catch (error) {
    if (!(error instanceof ModelError) || error.fault !== 'context_full') throw error;
    yield { type: 'context_filled', session: session.id };
  }
}

/** Says why the session ends with its last reply, if it does; else tells the model what was wrong with it. */
function* settleReply(session: SessionState): Generator<Event, SessionEnd | undefined> {
  if (session.reply === undefined) return undefined;
  const { stopReason, empty } = session.reply;
  if (stopReason === 'refusal' || stopReason === 'context_full') return stopReason;
  if (stopReason === 'paused') return undefined;
  if (stopReason === 'max_tokens') yield feed(session, 'cut', cutNotice);
  else if (empty) yield feed(session, 'empty', emptyNotice);
  else return 'answered';
  return undefined;
}

const cutNotice =
  'Your reply was cut at the output limit and no tool of it was run. Go on from there, in smaller steps: at most one large file a reply.';
const emptyNotice = 'Your reply was empty. Call a tool to go on, or give your answer.';

/** Once for each call: some models see only then that they go round in circles. */
function* tellOfRepeats(session: SessionState): Generator<Event, void> {
  const { count, told } = session.repeats;
  if (count >= limits.repeatedTold && !told) yield feed(session, 'repeated', repeatedNotice);
}

const repeatedNotice =
  'You made the same call several times in a row, and its result is always the same. Do not make it again: do something else, or call finish with done=false and say what stands in the way.';

function limitReached(session: SessionState, maxTurns: number): SessionEnd | undefined {
  if (session.turn >= maxTurns) return 'turn_limit';
  if (session.uselessReplies >= limits.uselessReplies) return 'useless_replies';
  if (session.invalidCalls >= limits.invalidCalls) return 'invalid_calls';
  return session.repeats.count >= limits.repeatedCalls ? 'repeated_calls' : undefined;
}

function feed(session: SessionState, cause: FeedCause, text: string): Event {
  return { type: 'session_fed', session: session.id, cause, message: userText(text) };
}
