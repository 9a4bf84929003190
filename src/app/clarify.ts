import { limits } from '../base/limits.ts';
import { plural } from '../base/text.ts';
import type { ClarifyQuestion } from '../domain/clarify.ts';
import type { Event } from '../domain/event.ts';
import { textOf, userText } from '../domain/message.ts';
import { ModelError } from '../domain/model.ts';
import type { SessionState } from '../journal/fold-session.ts';
import { stagesOf } from '../specs/spec-stages.ts';
import { type AuthorWork, describeWork } from './brief-author.ts';
import { converseWith, type SessionBounds } from './converse.ts';
import { recordAnswer, recordAssumption } from './human.ts';
import { type AskedQuestion, assumptionsOf, earlyAnswers, openQuestions } from './open-questions.ts';
import { openSession } from './open-session.ts';
import { openSpec } from './open-spec.ts';
import { rankQuestions, readProposed } from './rank-questions.ts';
import type { OpenRun } from './run-journal.ts';
import type { Wire } from './wire.ts';

/**
 * Before the first document a detector, which is not its author, proposes questions; code ranks them, and the human is asked.
 * Returns those that still wait for an answer. A detector that fails keeps nobody from drafting.
 */
export async function* clarify(
  work: AuthorWork,
  { run, watchBudget }: Clarifying,
  wire: Wire,
): AsyncGenerator<Event, AskedQuestion[]> {
  if (!isWanted(work, run)) return [];
  const known = detectorOf(run);
  const session = known ?? (yield* openDetector(work, run, wire));
  if (!session.isProposed) {
    const questions = yield* propose(session, work, { watchBudget, wire });
    yield { type: 'questions_proposed', session: session.id, questions };
  }
  return yield* askHuman(work, run, wire);
}

interface Clarifying extends Required<Pick<SessionBounds, 'watchBudget'>> {
  run: OpenRun;
}

/** Only for the first document of a spec that Ashlar makes, and only once. */
function isWanted({ spec, stage, rejection }: AuthorWork, run: OpenRun): boolean {
  if (detectorOf(run) !== undefined) return true;
  const isFirst = stagesOf(spec)[0] === stage && spec[stage] === undefined && rejection === undefined;
  const isAsked = earlyAnswers(spec.ledger).length + assumptionsOf(spec.ledger).length > 0;
  return isFirst && !isAsked && spec.yaml?.questions === true && run.state.sessions.size === 0;
}

const detectorOf = ({ state }: OpenRun) => [...state.sessions.values()].find(({ role }) => role === 'detector');

async function* openDetector(work: AuthorWork, run: OpenRun, wire: Wire): AsyncGenerator<Event, SessionState> {
  const agent = await detector(wire);
  const { item, overview, steering } = await describeWork(work.spec, wire);
  const brief = wire.prompts('detect-questions', { item, overview, steering, most: String(mostOf(work)) });
  yield openSession(agent, { brief }, wire);
  const session = detectorOf(run);
  if (session === undefined) throw new Error('the session of the detector was not recorded');
  return session;
}

/** It asks nobody by itself: what it has to ask is its reply. */
const detector = (wire: Wire) =>
  wire.agent({ role: 'detector', root: wire.workspace.root, askHuman: async () => undefined });

const mostOf = ({ spec }: AuthorWork) => (spec.size === 'S' ? limits.questionsOfSmall : limits.questions);

async function* propose(
  session: SessionState,
  work: AuthorWork,
  { watchBudget, wire }: { watchBudget: Clarifying['watchBudget']; wire: Wire },
): AsyncGenerator<Event, ClarifyQuestion[]> {
  const converse = converseWith(await detector(wire), wire.workspace.config, wire.surroundings, { watchBudget });
  for (;;) {
    const failure = yield* tryConverse(session, converse);
    const read = failure ?? readProposed(lastReply(session));
    if (typeof read !== 'string') return rankQuestions(read, mostOf(work));
    if (failure !== undefined || session.fed.has('problems')) {
      yield { type: 'note', text: `no questions could be found before drafting: ${read}` };
      return [];
    }
    const message = userText(wire.prompts('detect-again', { problem: read }));
    yield { type: 'session_fed', session: session.id, cause: 'problems', message };
  }
}

/** Why the detector gave no reply. What passes by itself, or would stop the author too, is thrown as ever. */
async function* tryConverse(
  session: SessionState,
  converse: ReturnType<typeof converseWith>,
): AsyncGenerator<Event, string | undefined> {
  try {
    const end = session.end ?? (yield* converse(session));
    if (session.end === undefined) yield { type: 'session_closed', session: session.id, reason: end };
    return end === 'answered' ? undefined : `its session ended with ${end}`;
  } catch (error) {
    if (!(error instanceof ModelError) || !ownFaults.has(error.fault)) throw error;
    return error.what;
  }
}

const ownFaults: ReadonlySet<ModelError['fault']> = new Set(['invalid_request', 'context_full', 'replay_differs']);

function lastReply({ messages }: SessionState): string {
  const last = messages.findLast(({ role }) => role === 'assistant');
  return last === undefined ? '' : textOf(last);
}

/** Puts one question after another to the person at the terminal, if there is one. */
async function* askHuman(
  { spec: { slug } }: AuthorWork,
  run: OpenRun,
  wire: Wire,
): AsyncGenerator<Event, AskedQuestion[]> {
  const open = openQuestions(run.state, openSpec(slug, wire).ledger);
  const { ask } = wire.surroundings;
  if (open.length === 0 || ask === undefined) return open;
  yield {
    type: 'note',
    text: `${plural(open.length, 'question')} before drafting: Enter takes the recommended answer, "skip" assumes it`,
  };
  for (const question of open) {
    const answer = await ask({ ...question, text: withExample(question) });
    if (answer === undefined) break;
    const spec = openSpec(slug, wire);
    if (answer.trim().toLowerCase() === 'skip') await recordAssumption(spec, question, wire);
    else await recordAnswer(spec, question, answer, wire);
  }
  return openQuestions(run.state, openSpec(slug, wire).ledger);
}

const withExample = ({ text, example }: AskedQuestion) =>
  example === undefined ? text : `${text}\n  for example: ${example}`;
