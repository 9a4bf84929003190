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
      // One pipe for both streams keeps their order, and so the digest of the output. As an argument the command is whole
      // and alone: a shell that cannot read it shows nothing else.
      const args = ['-c', 'exec 2>&1; eval "$1"', chosen, command];
      return runProcess({ file: chosen, args, cwd: root, env, clock, plain: true, ...options });
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
