import { Command } from 'commander';
import type { CiFinding } from '../../app/ci-check.ts';
import type { CiResult, CiVerdict } from '../../app/judge-specs.ts';
import { plural } from '../../base/text.ts';
import { exitCodes, type SetExitCode } from '../exit-codes.ts';
import { runUseCase } from '../run-use-case.ts';

export function ciCommand(setExitCode: SetExitCode): Command {
  return new Command('ci')
    .description('one verdict on specs, the same on a laptop and in a pipeline: no model, no key')
    .argument('[specs...]', 'only these; all that are not archived otherwise')
    .option('--base <ref>', 'the branch this one is compared with: lines of its ledgers must not be gone')
    .addHelpText('after', `${meaning}\n\nExamples:\n  $ ashlar ci\n  $ ashlar ci lockout --base origin/main --json`)
    .action((specs: string[], options: { base?: string }, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { judgeSpecs } = await import('../../app/judge-specs.ts');
        const verdict = await judgeSpecs({ specs, base: options.base }, wire);
        const exitCode = verdict.verdict === 'pass' ? exitCodes.ok : exitCodes[verdict.verdict];
        return { text: describe(verdict), data: { ...verdict }, exitCode };
      }),
    );
}

const meaning = `
Ends with 0 where all is well, 3 where a spec or its ledger is wrong, 6 where a person has to approve or to trust a signer,
7 where something that is called done is not proved. Which states of criteria do not pass: ci.failOn in the configuration.`;

function describe({ verdict, specs, checks, notes }: CiVerdict): string {
  const failed = checks.filter(({ passed }) => !passed).length;
  const end = verdict === 'pass' ? `pass: ${plural(specs.length, 'spec')}` : `fail: ${plural(failed, 'check')}`;
  return [
    ...checks.flatMap(describeResult),
    ...notes.map((note) => `! ${note}`),
    specs.length === 0 ? 'pass: there are no specs here' : end,
  ].join('\n');
}

function describeResult({ check, spec, passed, findings }: CiResult): string[] {
  return [
    `${passed ? '✓' : '✗'} ${check.padEnd(nameWidth)} ${spec ?? ''}`.trimEnd(),
    ...findings.flatMap(describeFinding),
  ];
}

const nameWidth = 14;

function describeFinding({ kind, message, file, line, next }: CiFinding): string[] {
  const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
  return [
    `    ${kind === 'advice' ? '·' : '!'} ${place}${message}`,
    ...(next === undefined ? [] : [`      → ${next}`]),
  ];
}
