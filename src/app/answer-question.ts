import { AshlarError } from '../base/errors.ts';
import type { SpecStage } from '../domain/spec.ts';
import { foldRun } from '../journal/fold-run.ts';
import { namedBlocks } from '../specs/named-blocks.ts';
import { stagesOf } from '../specs/spec-stages.ts';
import { recordAnswer, recordAssumption } from './human.ts';
import { type AskedQuestion, assumptionsOf, openQuestions } from './open-questions.ts';
import { addFact, type OpenSpec, openSpec, requireDocument } from './open-spec.ts';
import type { Wire } from './wire.ts';

export interface OpenQuestion extends AskedQuestion {
  run: string;
  kind: 'draft' | 'execute';
}

/** The questions of a spec's unfinished runs that no human has answered. */
export async function findQuestions(name: string, wire: Wire): Promise<OpenQuestion[]> {
  const spec = openSpec(name, wire);
  if (!wire.hasJournal) return [];
  const journal = await wire.journal();
  const states = journal
    .runs({ spec: spec.slug })
    .filter(({ state }) => state === 'active' || state === 'paused')
    .flatMap(({ run }) => foldRun(journal.read(run)) ?? []);
  return states.flatMap((state) =>
    openQuestions(state, spec.ledger).map((question) => ({ ...question, run: state.run, kind: state.start.kind })),
  );
}

export interface Answered {
  spec: string;
  question: AskedQuestion;
  answer: string;
  /** What goes on with it. */
  kind: OpenQuestion['kind'];
  /** How many questions are still open. */
  left: number;
}

/**
 * Writes a human's answer into the ledger; a number picks that option. Returns the question with the answer as it stands. An
 * answer to what was assumed before takes the assumption's place: the blocks that the question names are sent back to the
 * author with it, or where it names none, the document that was written with the assumption.
 */
export async function answerQuestion(
  request: { spec: string; question: string | undefined; answer: string },
  wire: Wire,
): Promise<Answered> {
  const open = await findQuestions(request.spec, wire);
  const spec = openSpec(request.spec, wire);
  const question = request.question === undefined ? open[0] : open.find(({ id }) => id === request.question);
  if (question === undefined) return answerAssumed(spec, { ...request, open }, wire);
  const answer = question.options[Number(request.answer) - 1] ?? request.answer;
  await recordAnswer(spec, question, answer, wire);
  return { spec: spec.slug, question, answer, kind: question.kind, left: open.length - 1 };
}

/** Settles the questions before drafting, or the one that is named: with the recommended answer, or as an assumption. */
export async function settleQuestions(
  { spec: name, question: id, how }: { spec: string; question: string | undefined; how: 'recommended' | 'skip' },
  wire: Wire,
): Promise<{ spec: string; settled: AskedQuestion[] }> {
  const open = await findQuestions(name, wire);
  const wanted = open.filter(
    (question) => question.recommended !== undefined && (id === undefined || question.id === id),
  );
  const { slug } = openSpec(name, wire);
  if (wanted.length === 0) throw noQuestion(slug, id, open);
  for (const question of wanted) {
    const spec = openSpec(slug, wire);
    if (how === 'skip') await recordAssumption(spec, question, wire);
    else await recordAnswer(spec, question, question.recommended ?? '', wire);
  }
  return { spec: slug, settled: wanted };
}

async function answerAssumed(
  spec: OpenSpec,
  { question: id, answer, open }: { question: string | undefined; answer: string; open: readonly AskedQuestion[] },
  wire: Wire,
): Promise<Answered> {
  const assumed = assumptionsOf(spec.ledger).find(({ question }) => question === id);
  if (assumed === undefined) throw noQuestion(spec.slug, id, open);
  const question = { id: assumed.question, text: assumed.text, options: [] };
  await recordAnswer(spec, question, answer, wire);
  const comment = `The question “${assumed.text}” is answered now: ${answer}. Put that in the place of the assumption “${assumed.assumption}”.`;
  for (const place of placesOf(assumed.text, spec)) {
    await addFact(openSpec(spec.slug, wire), { type: 'rejected', ...place, comment }, wire);
  }
  return { spec: spec.slug, question, answer, kind: 'draft', left: open.length };
}

/** The blocks that a question names; the first document where it names none. */
function placesOf(question: string, spec: OpenSpec): { stage: SpecStage; block?: string }[] {
  const written = stagesOf(spec).filter((stage) => spec[stage] !== undefined);
  const named = written.flatMap((stage) =>
    namedBlocks(requireDocument(spec, stage), question).map(({ id }) => ({ stage, block: id })),
  );
  return named.length > 0 ? named : written.slice(0, 1).map((stage) => ({ stage }));
}

function noQuestion(slug: string, id: string | undefined, open: readonly AskedQuestion[]): AshlarError {
  const ids = open.map((question) => question.id).join(', ');
  return new AshlarError({
    kind: 'usage',
    what: id === undefined ? `${slug} has no open question` : `${slug} has no open question ${id}`,
    next: ids === '' ? `ashlar status ${slug}` : `the open questions are: ${ids}`,
  });
}
