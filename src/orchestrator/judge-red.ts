import type { CheckResult } from '../domain/event.ts';

/** What the checks of a task lack: all must pass, or where it is to show a defect, the last must fail as a test does. */
export function whyNotProved(
  { expect }: { expect?: 'pass' | 'fail' },
  checks: readonly CheckResult[],
): string | undefined {
  const last = checks.at(-1);
  if (last === undefined) return 'there was nothing to run';
  if (expect === 'fail') return whyNotRed(last);
  return last.exitCode === 0 ? undefined : `it ended with exit code ${last.exitCode}`;
}

/**
 * Why a command that had to fail did not fail as a test does, or undefined where it did. Exit codes 126, 127 and those of
 * signals (128 and above, a time limit too) are no verdict of a test. Neither is a failure before any test ran, which runners
 * report with the same exit code as a red test: only their output tells it, so it is read for what the usual runners say
 * then. A command that none of them speaks for is taken at its exit code.
 */
export function whyNotRed({ exitCode, output }: Pick<CheckResult, 'exitCode' | 'output'>): string | undefined {
  if (exitCode === 0) return 'it passed, so it does not show the defect';
  if (exitCode === 126 || exitCode === 127) return 'the command could not be run';
  if (exitCode >= 128) return 'it was ended by a signal or a time limit, so no test gave a verdict';
  return neverRan.find(({ signs }) => signs.some((sign) => sign.test(output)))?.why;
}

/** What runners print where they did not get as far as a test; `SyntaxError` alone may be the defect itself. */
const neverRan: readonly { why: string; signs: readonly RegExp[] }[] = [
  {
    why: 'the command could not be run',
    signs: [
      /^\S*sh: (?:line \d+: |\d+: )?\S+: (?:command )?not found$/m,
      /\bMissing script:/,
      /\bNo rule to make target\b/,
      /can't open file '.*': \[Errno/,
    ],
  },
  {
    why: 'the tests could not be loaded or compiled',
    signs: [
      /\bSyntaxError:[\s\S]{0,800}?(?:compileSourceTextModule|wrapSafe|ModuleJob|ModuleLoader|node:internal\/modules)/,
      /\bERR_MODULE_NOT_FOUND\b|\bCannot find module '[^']*'\s+(?:# )?(?:Require stack|imported from)/,
      /\bTest suite failed to run\b|\bFailed Suites? \d+/,
      /\bERROR collecting\b|\berrors? during collection\b|\bFailed to import test module\b/,
      /\berror TS\d+:|\bTransform failed with \d+ error/,
      /\[(?:build|setup) failed\]|\berror(?:\[E\d{4}\])?: could not compile\b|\bCOMPILATION ERROR\b|\berror CS\d{4}:/,
      /\berrors? occurred outside of examples\b|\bPHP Parse error:/,
      /\bsyntax error(?: near unexpected token|: unexpected end of file)|: Syntax error: |: unexpected EOF while looking for matching/,
    ],
  },
  {
    why: 'no test was run',
    signs: [
      /\bcollected 0 items\b|\bno tests ran\b|\bRan 0 tests\b|\bNo tests? (?:files? )?(?:were )?found\b/i,
      /\bNo tests executed\b|^0 examples, 0 failures|\bCould not find '[^']*'$/m,
      /^(?:#|ℹ) tests 0$/m,
    ],
  },
];
