import { Command } from 'commander';
import { AshlarError } from '../../base/errors.ts';
import { type TraceState, traceStates } from '../../domain/trace.ts';
import { exitCodes, type SetExitCode } from '../exit-codes.ts';
import { runUseCase } from '../run-use-case.ts';

interface TraceOptions {
  matrix?: boolean;
  failOn?: string;
}

export function traceCommand(setExitCode: SetExitCode): Command {
  return new Command('trace')
    .description('follow each criterion to its design, tasks, files, tests, commits and evidence')
    .argument('<spec>', 'the name of the spec')
    .option('--matrix', 'criteria by tasks')
    .option('--fail-on <states>', `end with 7 where a criterion is ${traceStates.join(', ')}; several with commas`)
    .addHelpText(
      'after',
      `${meaning}\n\nExamples:\n  $ ashlar trace lockout\n  $ ashlar trace lockout --fail-on none,suspect,drifted`,
    )
    .action((spec: string, options: TraceOptions, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const failOn = readStates(options.failOn);
        const { traceSpec } = await import('../../app/trace-spec.ts');
        const { describeMatrix, describeTrace } = await import('../describe-trace.ts');
        const trace = await traceSpec(spec, wire);
        const failed = trace.criteria.filter(({ state }) => failOn.includes(state)).map(({ id }) => id);
        const text = options.matrix === true ? describeMatrix(trace) : describeTrace(trace);
        const verdict = failed.length === 0 ? '' : `\n\n${options.failOn}: ${failed.join(', ')}`;
        const exitCode = failed.length === 0 ? exitCodes.ok : exitCodes.verification;
        return { text: `${text}${verdict}`, data: { ...trace, failed }, exitCode };
      }),
    );
}

const meaning = `
States, the first that fits:
  waived    a human does not want it proved (ashlar waive), and its text is still the same
  suspect   it was proved, and a text it was traced from changed since
  drifted   it was proved, and the code changed since
  verified  each required task of it was proved, at a commit that is in HEAD or in the run's branch
  tested    a test carries its tag: [lockout 1.2] in a title, or in a comment beside it
  planned   a task names it
  none      nothing does`;

function readStates(text: string | undefined): TraceState[] {
  const names = (text ?? '').split(',').flatMap((name) => name.trim() || []);
  return names.map((name) => {
    const state = traceStates.find((each) => each === name);
    if (state !== undefined) return state;
    const what = `"${name}" is no state of a criterion`;
    throw new AshlarError({ kind: 'usage', what, next: `--fail-on takes: ${traceStates.join(', ')}` });
  });
}
