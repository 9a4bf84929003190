import type { Clock } from '../base/clock.ts';
import type { Launcher } from '../base/launcher.ts';
import { createEnclosed } from './run-enclosed.ts';
import type { Sandbox } from './sandbox.ts';
import { findShell } from './shell.ts';

/**
 * No isolation: the command runs as the user, in the profile's root and environment. What else the profile says is not
 * held, and a process that leaves its group outlives the command.
 */
export function createDirectSandbox({ clock, launcher, shell }: DirectDeps): Sandbox {
  return createEnclosed({
    name: 'direct',
    enclose: ({ env }) => ({ argv: [], env }),
    shell: shell ?? findShell(),
    clock,
    launcher,
  });
}

export interface DirectDeps {
  clock: Clock;
  launcher?: Launcher | undefined;
  shell?: string;
}
