import { AshlarError, errorCode, errorMessage } from '../base/errors.ts';
import { exitCodes } from './exit-codes.ts';
import type { GlobalOptions } from './options.ts';
import { Stopped } from './signals.ts';
import { writeJsonLine, writeLine, writeText } from './write-line.ts';

export const schemaVersion = 1;

/** How a command ends: what it says to people, what to programs, and with which exit code. */
export interface Finish {
  text: string;
  data: Record<string, unknown>;
  exitCode?: number;
}

export function showFinish(finish: Finish, options: GlobalOptions): number {
  const exitCode = finish.exitCode ?? exitCodes.ok;
  if (options.json || options.streamJson) {
    writeJsonLine({ schemaVersion, type: 'result', ok: exitCode === 0, exitCode, ...finish.data });
  } else if (finish.text !== '') writeLine(1, finish.text);
  return exitCode;
}

/** Says what happened, why, and what to type next; a stack only with --debug. Returns the exit code. */
export function showError(thrown: unknown, options: Pick<GlobalOptions, 'json' | 'streamJson' | 'debug'>): number {
  const error = thrown instanceof AshlarError ? thrown : unexpected(thrown);
  const exitCode = error instanceof Stopped ? error.exitCode : exitCodes[error.kind];
  if (options.json || options.streamJson) {
    const { kind, what, why, next } = error;
    writeJsonLine({ schemaVersion, type: 'result', ok: false, exitCode, error: { kind, what, why, next } });
  }
  const said = `ashlar: ${error.what}${error.why === undefined ? '' : `: ${error.why}`}`;
  // More than a line is a difference between texts, which is shown as it is.
  (said.includes('\n') ? writeLine : writeText)(2, said);
  if (error.next !== undefined) writeLine(2, `  → ${error.next}`);
  if (options.debug) writeLine(2, thrown instanceof Error ? (thrown.stack ?? '') : String(thrown));
  return exitCode;
}

const systemReasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; nothing that was finished is lost. Free some space and run the same command again',
  EIO: 'the disk failed; nothing that was finished is lost. Check the disk, then run the same command again',
  EROFS: 'the file system is read-only. Work in a folder that can be written to',
  EACCES: 'permission denied. Check the owner and the mode of that file',
  EPERM: 'the operation is not permitted. Check the owner and the mode of that file',
  EMFILE: 'too many open files. Raise the limit (ulimit -n) and run the same command again',
  EDQUOT: 'the disk quota is used up. Free some space and run the same command again',
};

function unexpected(thrown: unknown): AshlarError {
  const reason = systemReasons[errorCode(thrown) ?? ''];
  const what = errorMessage(thrown).split('\n')[0] ?? 'unknown error';
  if (reason !== undefined) return new AshlarError({ kind: 'failed', what, next: reason, cause: thrown });
  const next = 'this should not happen; run it again with --debug and report what it says';
  return new AshlarError({ kind: 'failed', what, next, cause: thrown });
}
