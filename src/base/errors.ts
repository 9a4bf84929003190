/**
 * Why the program stopped, in the terms a caller can act on. `cli/exit-codes.ts` maps each kind to an exit code;
 * nothing below it knows the numbers.
 */
export type ErrorKind =
  | 'failed'
  | 'usage'
  | 'invalid'
  | 'authentication'
  | 'provider'
  | 'needs_human'
  | 'verification'
  | 'denied'
  | 'held'
  | 'turn_limit'
  | 'budget';

export interface ErrorText {
  kind: ErrorKind;
  /** What happened, one sentence without a full stop. */
  what: string;
  /** Why, where it is known. */
  why?: string;
  /** What to type next, or what to change. */
  next?: string;
  cause?: unknown;
}

/** An error that a person reads: what happened, why, and what to type next. Anything else that is thrown is a bug. */
export class AshlarError extends Error {
  readonly kind: ErrorKind;
  readonly what: string;
  readonly why: string | undefined;
  readonly next: string | undefined;

  constructor({ kind, what, why, next, cause }: ErrorText) {
    super(why === undefined ? what : `${what}: ${why}`, { cause });
    this.name = 'AshlarError';
    this.kind = kind;
    this.what = what;
    this.why = why;
    this.next = next;
  }
}

/** The system's error code (`ENOENT`, `ENOSPC`, `SQLITE_BUSY` …) of anything that was thrown, if it has one. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
