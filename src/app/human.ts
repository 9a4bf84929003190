import type { Question } from '../domain/tool.ts';
import { addFact, type OpenSpec, openSpec } from './open-spec.ts';
import type { AskHuman, Wire } from './wire.ts';

/** Answers an agent's question from the ledger, else from the person at the terminal, whose answer then stands in the ledger. */
export function humanFor(slug: string, wire: Wire): AskHuman {
  return async (question) => {
    const spec = openSpec(slug, wire);
    const known = answersOf(spec).get(question.id);
    if (known !== undefined) return known;
    const answer = await wire.surroundings.ask?.(question);
    if (answer !== undefined) await recordAnswer(spec, question, answer, wire);
    return answer;
  };
}

export async function recordAnswer(spec: OpenSpec, question: Question, answer: string, wire: Wire): Promise<void> {
  await addFact(spec, { type: 'answered', question: question.id, text: question.text, answer }, wire);
}

/** The recommended option stands in place of an answer. */
export async function recordAssumption(spec: OpenSpec, question: Question, wire: Wire): Promise<void> {
  const assumption = question.recommended ?? question.options[0] ?? 'as the author thinks best';
  await addFact(spec, { type: 'assumed', question: question.id, text: question.text, assumption }, wire);
}

function answersOf(spec: OpenSpec): Map<string, string> {
  return new Map(spec.ledger.flatMap(({ fact }) => (fact.type === 'answered' ? [[fact.question, fact.answer]] : [])));
}
