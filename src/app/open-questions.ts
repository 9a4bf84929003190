import type { ClarifyQuestion } from '../domain/clarify.ts';
import type { LedgerLine } from '../domain/ledger.ts';
import type { Question } from '../domain/tool.ts';
import type { RunState } from '../journal/fold-run.ts';

/** A question of an agent, or one that was proposed before the first draft. */
export type AskedQuestion = Question & Partial<ClarifyQuestion>;

/** What the human answered before anything was drafted; questions that came up later are the business of their sessions. */
export function earlyAnswers(ledger: readonly LedgerLine[]): { text: string; answer: string }[] {
  return ledger.flatMap(({ fact }) =>
    fact.type === 'answered' && /^q\d+$/.test(fact.question) ? [{ text: fact.text, answer: fact.answer }] : [],
  );
}

/** The questions of a run that nobody has answered, and that no assumption stands for. */
export function openQuestions(state: RunState, ledger: readonly LedgerLine[]): AskedQuestion[] {
  const settled = settledQuestions(ledger);
  const asked = [...state.sessions.values()].flatMap((session): AskedQuestion[] => [
    ...session.proposed,
    ...(session.question === undefined ? [] : [session.question]),
  ]);
  return asked.filter(({ id }) => !settled.has(id));
}

function settledQuestions(ledger: readonly LedgerLine[]): Set<string> {
  return new Set(
    ledger.flatMap(({ fact }) => (fact.type === 'answered' || fact.type === 'assumed' ? [fact.question] : [])),
  );
}

export interface Assumption {
  question: string;
  text: string;
  assumption: string;
}

/** What stands in place of answers that nobody gave; an answer that came later takes its place. */
export function assumptionsOf(ledger: readonly LedgerLine[]): Assumption[] {
  const answered = new Set(ledger.flatMap(({ fact }) => (fact.type === 'answered' ? [fact.question] : [])));
  return ledger.flatMap(({ fact }) =>
    fact.type === 'assumed' && !answered.has(fact.question)
      ? [{ question: fact.question, text: fact.text, assumption: fact.assumption }]
      : [],
  );
}

/** One line for each, for whoever approves or looks after the spec. */
export function describeAssumptions(spec: string, ledger: readonly LedgerLine[]): string[] {
  return assumptionsOf(ledger).map(
    ({ question, text, assumption }) =>
      `assumed, for nobody answered: ${text} — ${assumption} (ashlar answer ${spec} ${question} "…" changes it)`,
  );
}
