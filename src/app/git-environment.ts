import type { OuterEnvironment } from '../git/environment.ts';
import type { Surroundings } from './surroundings.ts';

/** What git is told of the world outside. */
export function gitEnvironment({ env, home }: Surroundings): OuterEnvironment {
  const { PATH = '/usr/bin:/bin', XDG_CONFIG_HOME } = env;
  return { PATH, HOME: home, ...(XDG_CONFIG_HOME !== undefined && { XDG_CONFIG_HOME }) };
}
