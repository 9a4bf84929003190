import { execFile } from 'node:child_process';

/**
 * Puts onto the disk what anybody wrote into the file system of `folder`; neither git nor the commands of a build sync the
 * files that they write. Node has no call for it, so this is the system's own `sync`; where there is none, or the disk takes
 * longer than `withinMs`, the files are left to the system. Never throws.
 */
export function syncFiles(folder: string, withinMs: number): Promise<void> {
  // Elsewhere than on Linux it knows no options, and syncs all file systems.
  const args = process.platform === 'linux' ? ['-f', folder] : [];
  return new Promise((done) => {
    execFile('sync', args, { env: { PATH: '/usr/bin:/bin' }, timeout: withinMs }, () => done());
  });
}
