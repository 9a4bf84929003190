import { limits } from '../base/limits.ts';
import type { Event, SessionEnd } from '../domain/event.ts';
import { textOf, type UserMessage, userText } from '../domain/message.ts';
import type { Problem } from '../domain/spec.ts';
import type { RunState } from '../journal/fold-run.ts';
import type { SessionState } from '../journal/fold-session.ts';
import { mustHandOver } from '../orchestrator/must-hand-over.ts';
import type { RenderPrompt } from './prompts.ts';
import { readSizeRemark } from './read-document.ts';

export interface DraftDeps {
  state: RunState;
  /** The name of the document. */
  file: string;
  prompts: RenderPrompt;
  /** The event that opens the author's session. `before` is the one that it takes over from. */
  openSession(before?: SessionState): Promise<Event & { type: 'session_opened' }>;
  converse(session: SessionState): AsyncGenerator<Event, SessionEnd>;
  /** What of a reply is the draft; '' where it holds none. */
  extract(reply: string): string;
  /** Everything that is wrong with a draft. */
  check(text: string): Problem[];
}

export interface Draft {
  text: string;
  problems: Problem[];
  /** What the author says of the item's size, where he finds it wrong. */
  sizeRemark?: string;
}

/**
 * Has the author write one document. A draft that does not parse or leaves criteria uncovered goes back with the problems,
 * at most twice. Returns why the session stopped where there is no draft.
 */
export async function* draftDocument(deps: DraftDeps): AsyncGenerator<Event, Draft | SessionEnd> {
  for (;;) {
    const { session, end } = yield* converseOn(deps);
    if (end !== 'answered') return end;
    const text = deps.extract(lastAnswer(session));
    const problems = text === '' ? [noDocument] : deps.check(text);
    const wrong = problems.filter(({ severity }) => severity === 'error');
    const remark = sizeRemarkOf(session);
    if (wrong.length === 0) return { text, problems, ...remark };
    if ((session.fed.get('problems') ?? 0) >= limits.redrafts)
      return text === '' ? 'useless_replies' : { text, problems, ...remark };
    yield {
      type: 'session_fed',
      session: session.id,
      cause: 'problems',
      message: userText(
        deps.prompts('redraft-problems', {
          problems: wrong.map((problem) => describeProblem(problem, deps.file)).join('\n'),
        }),
      ),
    };
  }
}

const noDocument: Problem = {
  code: 'no-document',
  severity: 'error',
  message: 'the reply holds no Markdown document: it must begin with a "# " heading',
  file: '',
  line: 1,
  column: 1,
};

/** A problem may lie in another document than the one that is written. */
function describeProblem({ file, line, message, code }: Problem, written: string): string {
  const where = file === written || file === '' ? '' : `${file} `;
  return `- ${where}line ${line}: ${message} (${code})`;
}

/** The session that goes on, or a fresh one; where its context is full, those that take over from it. */
async function* converseOn(deps: DraftDeps): AsyncGenerator<Event, { session: SessionState; end: SessionEnd }> {
  for (let before: SessionState | undefined; ; ) {
    const known = before === undefined ? authorsOf(deps.state).at(-1) : undefined;
    const session = known ?? (yield* open(deps, before));
    const end = session.end ?? (yield* converse(session, deps));
    if (!mustHandOver(session, end, authorsOf(deps.state).length)) return { session, end };
    before = session;
  }
}

const authorsOf = ({ sessions }: RunState) => [...sessions.values()].filter(({ role }) => role === 'author');

async function* open(deps: DraftDeps, before?: SessionState): AsyncGenerator<Event, SessionState> {
  const event = await deps.openSession(before);
  yield event;
  const session = deps.state.sessions.get(event.session);
  if (session === undefined) throw new Error('the session of the draft was not recorded');
  return session;
}

async function* converse(session: SessionState, deps: DraftDeps): AsyncGenerator<Event, SessionEnd> {
  const end = yield* deps.converse(session);
  if (end !== 'needs_human' && end !== 'budget') yield { type: 'session_closed', session: session.id, reason: end };
  return end;
}

/** The text of the last reply, together with those before it that were cut at the output limit. */
export function lastAnswer(session: Pick<SessionState, 'messages'>): string {
  const parts: string[] = [];
  for (const message of [...session.messages].reverse()) {
    if (message.role === 'assistant' && parts.length > 0 && message.content.some(({ type }) => type === 'tool_call'))
      break;
    if (message.role === 'assistant') parts.unshift(textOf(message));
    else if (!isCutNotice(message.content[0])) break;
  }
  return parts.join('');
}

/** The first that any of its replies says. */
function sizeRemarkOf({ messages }: SessionState): Pick<Draft, 'sizeRemark'> {
  const said = messages.flatMap((message) => (message.role === 'assistant' ? [readSizeRemark(textOf(message))] : []));
  const sizeRemark = said.find((remark) => remark !== undefined);
  return sizeRemark === undefined ? {} : { sizeRemark };
}

const isCutNotice = (block: UserMessage['content'][number] | undefined) =>
  block?.type === 'text' && block.text.startsWith('Your reply was cut');
