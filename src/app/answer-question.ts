import { AshlarError } from '../base/errors.ts';
import type { Question } from '../domain/tool.ts';
import { foldRun } from '../journal/fold-run.ts';
import { recordAnswer } from './human.ts';
import { openSpec } from './open-spec.ts';
import type { Wire } from './wire.ts';

export interface OpenQuestion extends Question {
  run: string;
  kind: 'draft' | 'execute';
}

/** The questions of a spec's unfinished runs that no human has answered. */
export async function findQuestions(name: string, wire: Wire): Promise<OpenQuestion[]> {
  const spec = openSpec(name, wire);
  if (!wire.hasJournal) return [];
  const answered = new Set(spec.ledger.flatMap(({ fact }) => (fact.type === 'answered' ? [fact.question] : [])));
  const journal = await wire.journal();
  const states = journal
    .runs({ spec: spec.slug })
    .filter(({ state }) => state === 'active' || state === 'paused')
    .flatMap(({ run }) => foldRun(journal.read(run)) ?? []);
  return states.flatMap((state) =>
    [...state.sessions.values()].flatMap(({ question }) =>
      question === undefined || answered.has(question.id)
        ? []
        : [{ ...question, run: state.run, kind: state.start.kind }],
    ),
  );
}

/** Writes a human's answer into the ledger; a number picks that option. Returns the question with the answer as it stands. */
export async function answerQuestion(
  request: { spec: string; question: string | undefined; answer: string },
  wire: Wire,
): Promise<{ spec: string; question: OpenQuestion; answer: string }> {
  const open = await findQuestions(request.spec, wire);
  const { slug } = openSpec(request.spec, wire);
  const question = request.question === undefined ? open[0] : open.find(({ id }) => id === request.question);
  if (question === undefined) {
    const ids = open.map(({ id }) => id).join(', ');
    throw new AshlarError({
      kind: 'usage',
      what:
        request.question === undefined
          ? `${slug} has no open question`
          : `${slug} has no open question ${request.question}`,
      next: ids === '' ? `ashlar status ${slug}` : `the open questions are: ${ids}`,
    });
  }
  const answer = question.options[Number(request.answer) - 1] ?? request.answer;
  await recordAnswer(openSpec(slug, wire), question, answer, wire);
  return { spec: slug, question, answer };
}
