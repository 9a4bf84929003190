import type { ErrorKind } from '../base/errors.ts';

/** What the process ends with; 130 and 143 follow SIGINT and SIGTERM. */
export const exitCodes: Readonly<Record<ErrorKind | 'ok', number>> = {
  ok: 0,
  failed: 1,
  usage: 2,
  invalid: 3,
  authentication: 4,
  provider: 5,
  needs_human: 6,
  verification: 7,
  denied: 8,
  held: 9,
  turn_limit: 53,
  budget: 55,
};

/** Takes the exit code of the command that ran. */
export type SetExitCode = (code: number) => void;

export const signalCodes: Readonly<Record<string, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

export const exitCodeHelp = `Exit codes:
  0 ok · 1 failed · 2 usage · 3 configuration or spec invalid · 4 authentication · 5 model provider
  6 needs a human · 7 verification failed · 8 denied by policy · 9 held by another process
  53 turn limit · 55 budget · 130 SIGINT · 143 SIGTERM`;
