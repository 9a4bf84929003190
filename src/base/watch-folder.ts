import { watch } from 'node:fs';

export interface FolderWatch {
  /** Resolves at the next change of a name or a content in the folder; at once where one came since the last was told. */
  changed(): Promise<void>;
  close(): void;
}

/**
 * Tells of changes in a folder when they happen. Where the system cannot watch it there is never one, so whoever waits must
 * also look for himself now and then. It keeps no process alive.
 */
export function watchFolder(folder: string): FolderWatch {
  const state: { isChanged: boolean; waiting: (() => void) | undefined } = { isChanged: false, waiting: undefined };
  const stop = start(folder, () => {
    state.isChanged = state.waiting === undefined;
    state.waiting?.();
    state.waiting = undefined;
  });
  return {
    changed: () =>
      new Promise((done) => {
        if (!state.isChanged) state.waiting = done;
        else done();
        state.isChanged = false;
      }),
    close: () => stop?.(),
  };
}

/** Too few watches left, or a file system that tells nothing, is no failure. */
function start(folder: string, notice: () => void): (() => void) | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, notice);
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
