import { accessSync, constants } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { runProcess } from '../base/spawn.ts';
import type { Sandbox } from './sandbox.ts';

/**
 * No isolation: the command runs as the user, in the profile's root and environment. `readable`, `writable` and `network`
 * are not held, and a process that leaves its group outlives the command.
 */
export function createDirectSandbox({ clock, shell }: { clock: Clock; shell?: string }): Sandbox {
  return {
    name: 'direct',
    run: (command, { root, env }, options) => {
      const chosen = shell ?? findBash(env.PATH) ?? '/bin/sh';
      // One pipe for both streams keeps their order, and so the digest of the output. A shell before it makes them one, so
      // that the command's own shell reads nothing but the command and names the right line where it cannot.
      const args = ['-c', 'exec "$0" -c "$1" 2>&1', chosen, command];
      return runProcess({ file: '/bin/sh', args, cwd: root, env, clock, ...options });
    },
  };
}

function findBash(path = ''): string | undefined {
  const folders = path.split(':').filter((folder) => isAbsolute(folder));
  return ['/bin', '/usr/bin', ...folders].map((folder) => join(folder, 'bash')).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
