import { AshlarError } from '../base/errors.ts';
import { signalCodes } from './exit-codes.ts';

/** The reason of an aborted run; `exitCode` is what the process ends with. */
export class Stopped extends AshlarError {
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals, next = 'ashlar resume goes on where it stopped') {
    super({ kind: 'failed', what: `stopped by ${signal}`, next });
    this.name = 'Stopped';
    this.exitCode = signalCodes[signal] ?? 1;
  }
}

/** Aborted at the first SIGINT, SIGTERM or SIGHUP, so that the run pauses; at the second the process ends at once. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(signalCodes[signal]);
      controller.abort(new Stopped(signal));
    });
  }
  return controller.signal;
}
