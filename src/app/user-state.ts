import { AshlarError, errorMessage } from '../base/errors.ts';

/**
 * Runs what reads or writes a file in the user's state folder. What goes wrong there is said with the path and with what
 * the folder is for.
 */
export function inUserState<T>(path: string, doing: 'read' | 'written', work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof AshlarError) throw error;
    throw new AshlarError({
      kind: 'failed',
      what: `${path} cannot be ${doing}`,
      why: errorMessage(error).split('\n')[0] ?? 'unknown reason',
      next: `Ashlar keeps its key there, who counts, and what it knows of ledgers: make it yours to write, or set XDG_STATE_HOME to a folder that is`,
      cause: error,
    });
  }
}

/** For a file there that holds something else than Ashlar wrote. */
export function unusable(path: string, why: string): AshlarError {
  return new AshlarError({
    kind: 'invalid',
    what: `${path} cannot be used`,
    why,
    next: `correct it, or restore it from a backup; if you take it away, what it said is forgotten`,
  });
}
