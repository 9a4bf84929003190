import * as z from 'zod';
import { limits } from '../base/limits.ts';
import type { ClarifyQuestion } from '../domain/clarify.ts';

const proposed = z.object({
  question: z.string().min(1),
  options: z.array(z.string().min(1)).min(2),
  recommended: z.string(),
  example: z.string().min(1),
  impact: z.number(),
  impactReason: z.string(),
  uncertainty: z.number(),
  uncertaintyReason: z.string(),
});
const reply = z.object({ questions: z.array(proposed) });

export type ProposedQuestion = z.infer<typeof proposed>;

/** The questions in a detector's reply: one JSON object, whatever stands around it. Else what is wrong with it, in words. */
export function readProposed(text: string): ProposedQuestion[] | string {
  const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  try {
    const read = reply.safeParse(JSON.parse(json));
    if (read.success) return read.data.questions;
    const [issue] = read.error.issues;
    return `${issue?.path.join('.') || 'the reply'}: ${issue?.message}`;
  } catch {
    return 'the reply is no JSON object';
  }
}

/**
 * The questions that are worth a human's time, the most costly guess first: impact × uncertainty, both brought into 1 to 5;
 * what scores low or asks the same again is left out, and so is what is more than `most`. Their ids are `q1`, `q2` …
 */
export function rankQuestions(questions: readonly ProposedQuestion[], most: number): ClarifyQuestion[] {
  const scored = questions.map((question) => ({
    ...question,
    impact: clamp(question.impact),
    uncertainty: clamp(question.uncertainty),
  }));
  const worth = scored
    .filter((question) => scoreOf(question) >= limits.questionScore)
    .sort((a, b) => scoreOf(b) - scoreOf(a));
  const distinct = worth.filter(
    (question, at) => !worth.slice(0, at).some((before) => isSame(before.question, question.question)),
  );
  return distinct.slice(0, most).map((question, at) => toQuestion(question, `q${at + 1}`));
}

type Scored = Pick<ProposedQuestion, 'impact' | 'uncertainty'>;

const scoreOf = ({ impact, uncertainty }: Scored) => impact * uncertainty;
const clamp = (value: number) => Math.min(5, Math.max(1, Math.round(value)));

function toQuestion({ question, options, recommended, ...rest }: ProposedQuestion, id: string): ClarifyQuestion {
  const { example, impact, impactReason, uncertainty, uncertaintyReason } = rest;
  const shown = [...new Set(options.map((option) => option.trim()))];
  const named = shown.find((option) => option.toLowerCase() === recommended.trim().toLowerCase());
  const byNumber = shown[Number(recommended) - 1];
  return {
    id,
    text: question.trim(),
    options: shown,
    recommended: named ?? byNumber ?? shown[0] ?? '',
    example: example.trim(),
    impact,
    uncertainty,
    why: `impact ${impact} (${impactReason.trim()}), uncertainty ${uncertainty} (${uncertaintyReason.trim()})`,
  };
}

/** Two questions that share most of their words ask the same. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared >= 0.7 * Math.min(a.size, b.size) && shared > 0;
}

const wordsOf = (text: string) =>
  new Set((text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !filler.has(word)));

const filler: ReadonlySet<string> = new Set(
  'a an and are be can do does for how if in is it of on or shall should that the then there they this to what when where which who will with would'.split(
    ' ',
  ),
);
