import { limits } from '../base/limits.ts';
import { runProcess } from '../base/spawn.ts';
import type { Surroundings } from './surroundings.ts';

/** Who commits and approves, as git would say it; without a setting, the account. Reading it runs nothing that the repository names. */
export async function readIdentity(root: string, surroundings: Surroundings): Promise<{ name: string; email: string }> {
  const { env, home, host, clock, signal } = surroundings;
  const { exitCode, output } = await runProcess({
    file: 'git',
    args: ['config', '--get-regexp', '-z', '^user\\.(name|email)$'],
    cwd: root,
    env: { PATH: env.PATH ?? '/usr/bin:/bin', HOME: home, ...xdg(env) },
    timeoutMs: limits.commandTimeoutMs,
    killGraceMs: limits.killGraceMs,
    keepBytes: limits.feedbackChars,
    maxBytes: limits.feedbackChars,
    signal,
    clock,
  });
  const entries = (exitCode === 0 ? output : '')
    .split('\0')
    .map((entry) => entry.split('\n', 2) as [string, string | undefined]);
  const values = new Map(entries);
  const account = env.USER || env.LOGNAME || 'unknown';
  return {
    name: env.GIT_AUTHOR_NAME || values.get('user.name') || account,
    email: env.GIT_AUTHOR_EMAIL || values.get('user.email') || `${account}@${host}`,
  };
}

function xdg({ XDG_CONFIG_HOME: folder }: Surroundings['env']): Record<string, string> {
  return folder === undefined ? {} : { XDG_CONFIG_HOME: folder };
}
