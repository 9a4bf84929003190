import { relative } from 'node:path';
import type { DraftOutcome } from '../app/draft-spec.ts';
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
  const path = relative(wire.workspace.root, outcome.path);
  const next = `ashlar approve ${spec}`;
  const problems = outcome.status === 'drafted' ? outcome.problems : [];
  const remark =
    outcome.status === 'drafted' && outcome.sizeRemark !== undefined ? [sizeRemark(outcome.sizeRemark)] : [];
  const said = `${path} waits for you: read it, edit it if you like.`;
  const send = `Next: ${next}   (or: ashlar reject ${spec} --comment "…")`;
  return {
    text: [said, ...remark, ...problems.map(describeProblem), send].join('\n'),
    data: { ...outcome, path, next },
  };
}

const sizeRemark = (said: string) =>
  `  The author would have another size: ${said}. If you agree, make it anew: ashlar new --size …`;

export function describeProblem({ file, line, column, severity, message }: Problem): string {
  return `  ${file}:${line}:${column} ${severity}: ${message}`;
}
