import { relative } from 'node:path';
import type { DraftOutcome } from '../app/draft-spec.ts';
import type { AskedQuestion } from '../app/open-questions.ts';
import type { Problem } from '../domain/spec.ts';
import { exitCodes } from './exit-codes.ts';
import type { Finish } from './output.ts';
import type { CommandContext } from './run-use-case.ts';

/** What is said of a draft: where it lies, what is wrong with it, and the next command. */
export function describeDraft(outcome: DraftOutcome, { wire }: Pick<CommandContext, 'wire'>): Finish {
  const { spec } = outcome;
  if (outcome.status === 'complete') {
    const { next = 'ashlar status' } = outcome;
    return { text: `All documents of ${spec} are approved. Next: ${next}`, data: { ...outcome, next } };
  }
  if (outcome.status === 'needs_answer') {
    const { text, options } = outcome.question;
    const next = `ashlar answer ${spec} "…"`;
    const lines = [`The author asks: ${text}`, ...options.map((option, n) => `  ${n + 1}. ${option}`), `Next: ${next}`];
    return { text: lines.join('\n'), data: { ...outcome, next }, exitCode: exitCodes.needs_human };
  }
  if (outcome.status === 'needs_answers') return describeQuestions(spec, outcome.questions);
  const shown = (each: string) => relative(wire.workspace.root, each);
  const [path, paths] = [shown(outcome.path), outcome.paths?.map(shown)];
  const next = `ashlar approve ${spec}`;
  const problems = outcome.status === 'drafted' ? outcome.problems : [];
  const remark =
    outcome.status === 'drafted' && outcome.sizeRemark !== undefined ? [sizeRemark(outcome.sizeRemark)] : [];
  const said =
    paths === undefined
      ? `${path} waits for you: read it, edit it if you like.`
      : `${paths.join(', ')} wait for you: read them, edit them if you like.`;
  const send = `Next: ${next}   (or: ashlar reject ${spec} --comment "…")`;
  return {
    text: [said, ...remark, ...problems.map(describeProblem), send].join('\n'),
    data: { ...outcome, path, ...(paths && { paths }), next },
  };
}

/** All questions that wait, and the commands that settle them. */
function describeQuestions(spec: string, questions: readonly AskedQuestion[]): Finish {
  const next = `ashlar answer ${spec} ${questions[0]?.id ?? ''} "…"`;
  const ways = `Next: ${next}   (or all at once: ashlar answer ${spec} --recommended, or --skip to have them assumed)`;
  const text = [...questions.map(describeQuestion), ways].join('\n');
  return { text, data: { status: 'needs_answers', spec, questions, next }, exitCode: exitCodes.needs_human };
}

export function describeQuestion({ id, text, options, recommended, example, why }: AskedQuestion): string {
  const shown = options.map((option, n) => `  ${n + 1}. ${option}${option === recommended ? ' (recommended)' : ''}`);
  return [
    `${id}  ${text}`,
    ...(example === undefined ? [] : [`  for example: ${example}`]),
    ...shown,
    ...(why === undefined ? [] : [`  ${why}`]),
  ].join('\n');
}

const sizeRemark = (said: string) =>
  `  The author would have another size: ${said}. If you agree, make it anew: ashlar new --size …`;

export function describeProblem({ file, line, column, severity, message }: Problem): string {
  return `  ${file}:${line}:${column} ${severity}: ${message}`;
}
