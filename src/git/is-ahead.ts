import type { Clock } from '../base/clock.ts';
import { limits } from '../base/limits.ts';
import { runProcess } from '../base/spawn.ts';
import type { OuterEnvironment } from './environment.ts';
import { findRepository } from './find-repository.ts';
import { commitsOnlyEnvironment } from './hardening.ts';

export interface IsAhead {
  /** Any folder of a working tree. */
  folder: string;
  branch: string;
  env: OuterEnvironment;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * Whether a branch has commits that the checkout lacks; false where there is no such branch. One process and no more, for
 * commands that only show. Throws AshlarError where git cannot be started.
 */
export async function isAhead({ folder, branch, env, clock, signal }: IsAhead): Promise<boolean> {
  const paths = findRepository(folder);
  const { exitCode, output } = await runProcess({
    file: 'git',
    args: ['rev-list', '--max-count=1', `refs/heads/${branch}`, '--not', 'HEAD', '--'],
    cwd: paths.root,
    env: commitsOnlyEnvironment(env, paths),
    timeoutMs: limits.commandTimeoutMs,
    killGraceMs: limits.killGraceMs,
    keepBytes: limits.feedbackChars,
    maxBytes: limits.feedbackChars,
    signal,
    clock,
  });
  return exitCode === 0 && output.trim() !== '';
}
