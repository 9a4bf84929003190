import type { ConfigEntry } from '../git/git-config.ts';
import type { Surroundings } from './surroundings.ts';

/** Who commits and approves, as git would say it; without a setting, the account. */
export function readIdentity(config: readonly ConfigEntry[], { env, host }: Surroundings) {
  const setting = (key: string) => config.findLast((entry) => entry.key === key)?.value;
  const account = env.USER || env.LOGNAME || 'unknown';
  return {
    name: env.GIT_AUTHOR_NAME || setting('user.name') || account,
    email: env.GIT_AUTHOR_EMAIL || setting('user.email') || `${account}@${host}`,
  };
}
