import { execFile } from 'node:child_process';

/** Runs a program to its end, whatever comes of it. */
export type Start = (file: string, args: readonly string[], withinMs: number) => Promise<unknown>;

/**
 * Puts onto the disk what anybody wrote into the file system of `folder`; neither git nor the commands of a build sync the
 * files that they write. Node has no call for it, so this is the system's own `sync`; where there is none, or the disk takes
 * longer than `withinMs`, the files are left to the system. Never throws.
 */
export async function syncFiles(folder: string, withinMs: number, start: Start = startFile): Promise<void> {
  // Elsewhere than on Linux it knows no options, and syncs all file systems.
  const args = process.platform === 'linux' ? ['-f', folder] : [];
  await start('sync', args, withinMs).catch(() => undefined);
}

const startFile: Start = (file, args, timeout) =>
  new Promise((done) => {
    execFile(file, [...args], { env: { PATH: '/usr/bin:/bin' }, timeout }, done);
  });
