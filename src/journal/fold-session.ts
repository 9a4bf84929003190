import { canonicalJson, digest } from '../base/ids.ts';
import type { ClarifyQuestion } from '../domain/clarify.ts';
import type { FeedCause, JournaledEvent, Role, SessionEnd } from '../domain/event.ts';
import {
  type AssistantMessage,
  type Message,
  type ToolCall,
  type ToolResultBlock,
  toolCallsOf,
  type UserMessage,
} from '../domain/message.ts';
import type { StopReason } from '../domain/model.ts';
import type { CallDecision, FinishReport, Question } from '../domain/tool.ts';
import { tokensOf } from './usage.ts';

/** One conversation, as the fold of its events. The running loop and a resumed one hold the same value. */
export interface SessionState {
  id: string;
  role: Role;
  task: string | undefined;
  model: string;
  system: string;
  tools: string[];
  messages: Message[];
  /** Tokens of the conversation as the provider last counted them, less what was cleared since. */
  contextTokens: number;
  /** The provider has no room for the next request. */
  isFull: boolean;
  /** Calls whose results were cleared. */
  cleared: Set<string>;
  /** Replies so far. */
  turn: number;
  /** Calls of the last reply that have no result yet, in order. */
  pending: ToolCall[];
  /** Pending calls whose run began: after a crash their outcome is unknown. */
  begun: Set<string>;
  /** Results of the last reply's calls, until all are there. */
  results: ToolResultBlock[];
  /** Path → digest of what the model has read or written. */
  seen: Map<string, string>;
  /** How the last reply ended, until its results are there or something else was said to the model. */
  reply: { stopReason: StopReason; empty: boolean } | undefined;
  /** Replies in a row from which nothing could be taken. */
  uselessReplies: number;
  /** Calls in a row whose arguments were wrong. */
  invalidCalls: number;
  /** How often in a row the same call gave the same result, and whether the model was told so. */
  repeats: { key: string; count: number; told: boolean };
  /** How often the model was told something, by cause. */
  fed: Map<FeedCause, number>;
  report: FinishReport | undefined;
  question: Question | undefined;
  /** By call: what policy said, where that was no plain yes. */
  decided: Map<string, CallDecision>;
  /** What a detector found to ask, ranked; empty until `isProposed`. */
  proposed: ClarifyQuestion[];
  isProposed: boolean;
  end: SessionEnd | undefined;
}

type SessionEvent = Extract<JournaledEvent, { session: string }>;

export function openSession(event: Extract<JournaledEvent, { type: 'session_opened' }>): SessionState {
  return {
    id: event.session,
    role: event.role,
    task: event.task,
    model: event.model,
    system: event.system,
    tools: event.tools,
    messages: [event.first],
    contextTokens: 0,
    isFull: false,
    cleared: new Set(),
    turn: 0,
    pending: [],
    begun: new Set(),
    results: [],
    seen: new Map(),
    reply: undefined,
    uselessReplies: 0,
    invalidCalls: 0,
    repeats: { key: '', count: 0, told: false },
    fed: new Map(),
    report: undefined,
    question: undefined,
    decided: new Map(),
    proposed: [],
    isProposed: false,
    end: undefined,
  };
}

/** Takes one more event of this session into its state. */
export function evolveSession(session: SessionState, event: SessionEvent): void {
  if (event.type === 'model_replied') takeReply(session, event);
  else if (event.type === 'tool_started') session.begun.add(event.call);
  else if (event.type === 'tool_finished') takeResult(session, event);
  else if (event.type === 'question_asked') session.question = event.question;
  else if (event.type === 'call_decided') takeDecision(session, event);
  else if (event.type === 'questions_proposed') Object.assign(session, { proposed: event.questions, isProposed: true });
  else if (event.type === 'context_cleared') clearResults(session, event);
  else if (event.type === 'context_filled') session.isFull = true;
  else if (event.type === 'session_fed') feed(session, event);
  else if (event.type === 'session_closed') session.end = event.reason;
}

/**
 * Lets go of what was said in a session that nobody will go on with: a run may have thousands. How often something was
 * said stays, and the journal keeps the words.
 */
export function forgetTalk(session: SessionState): void {
  session.messages = session.messages.map(({ role }) => ({ role, content: [] }));
  Object.assign(session, { system: '', results: [], seen: new Map(), cleared: new Set() });
}

function takeReply(session: SessionState, event: Extract<SessionEvent, { type: 'model_replied' }>): void {
  session.turn += 1;
  session.contextTokens = tokensOf(event.usage);
  session.end = undefined;
  session.report = undefined;
  const { message, stopReason } = event;
  const empty = saysNothing(message) && stopReason !== 'paused';
  const calls = toolCallsOf(message);
  const callsNothing = calls.length > 0 && !calls.some(({ name }) => session.tools.includes(name));
  const useless = empty || stopReason === 'max_tokens' || callsNothing;
  session.reply = { stopReason, empty };
  session.uselessReplies = useless ? session.uselessReplies + 1 : 0;
  session.pending = calls;
  if (!empty && message.content.length > 0) session.messages.push(message);
}

/** Blank text and reasoning alone are nothing to go on with, and no provider takes them back. */
function saysNothing({ content }: AssistantMessage): boolean {
  return content.every((block) => block.type === 'thinking' || (block.type === 'text' && block.text.trim() === ''));
}

/** A call that a person allowed waits for nothing more. */
function takeDecision(session: SessionState, event: Extract<SessionEvent, { type: 'call_decided' }>): void {
  session.decided.set(event.call, event);
  session.question = undefined;
}

function takeResult(session: SessionState, event: Extract<SessionEvent, { type: 'tool_finished' }>): void {
  const call = session.pending.find((pending) => pending.id === event.call);
  session.pending = session.pending.filter((pending) => pending !== call);
  session.begun.delete(event.call);
  session.question = undefined;
  for (const file of event.seen ?? []) session.seen.set(file.path, file.digest);
  if (event.report !== undefined) session.report = event.report;
  session.invalidCalls = event.invalid ? session.invalidCalls + 1 : 0;
  // A call that was interrupted over and over is no doing of the model's.
  if (event.interrupted !== true) {
    const key = digest(canonicalJson([event.name, call?.input, event.text]));
    const { repeats } = session;
    session.repeats = repeats.key === key ? { ...repeats, count: repeats.count + 1 } : { key, count: 1, told: false };
  }
  session.results.push({ type: 'tool_result', callId: event.call, text: event.text, isError: event.isError });
  if (session.pending.length > 0) return;
  session.messages.push({ role: 'user', content: session.results });
  session.results = [];
  session.reply = undefined;
}

/** Messages that hold nothing of it stay the same objects, so that they are not written for the provider again. */
function clearResults(session: SessionState, { results }: Extract<SessionEvent, { type: 'context_cleared' }>): void {
  const texts = new Map(results.map(({ call, text }) => [call, text]));
  const clear = (block: UserMessage['content'][number]) => {
    const text = block.type === 'tool_result' ? texts.get(block.callId) : undefined;
    if (block.type !== 'tool_result' || text === undefined) return block;
    session.cleared.add(block.callId);
    session.contextTokens = Math.max(0, session.contextTokens - estimateTokens(block.text) + estimateTokens(text));
    return { ...block, text };
  };
  session.isFull = false;
  session.messages = session.messages.map((message) => {
    if (message.role === 'assistant') return message;
    const isTouched = message.content.some((block) => block.type === 'tool_result' && texts.has(block.callId));
    return isTouched ? { role: 'user', content: message.content.map(clear) } : message;
  });
}

/** A token of code and prose has about four characters. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** What is said to a model that has not replied since joins the message that waits for it: no two user messages in a row. */
function feed(session: SessionState, event: Extract<SessionEvent, { type: 'session_fed' }>): void {
  const { cause, message } = event;
  if (cause === 'repeated') session.repeats.told = true;
  session.fed.set(cause, (session.fed.get(cause) ?? 0) + 1);
  const last = session.messages.at(-1);
  session.end = undefined;
  session.report = undefined;
  session.reply = undefined;
  if (last?.role !== 'user') session.messages.push(message);
  else session.messages[session.messages.length - 1] = { role: 'user', content: [...last.content, ...message.content] };
}
