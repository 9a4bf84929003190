import { limits } from '../base/limits.ts';
import { runProcess } from '../base/spawn.ts';
import type { Surroundings } from './surroundings.ts';

const nobody = { name: 'Ashlar', email: 'ashlar@localhost' };

/** Who commits and approves, by git's own configuration; reading it runs nothing that the repository names. */
export async function readIdentity(root: string, surroundings: Surroundings): Promise<{ name: string; email: string }> {
  const { env, home, clock, signal } = surroundings;
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
  if (exitCode !== 0) return nobody;
  const entries = output.split('\0').map((entry) => entry.split('\n', 2) as [string, string | undefined]);
  const values = new Map(entries);
  return { name: values.get('user.name') || nobody.name, email: values.get('user.email') || nobody.email };
}

function xdg({ XDG_CONFIG_HOME: folder }: Surroundings['env']): Record<string, string> {
  return folder === undefined ? {} : { XDG_CONFIG_HOME: folder };
}
