import { resolve } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { bareEnvironment, type OuterEnvironment, settingsAsEnvironment } from './environment.ts';
import { entriesOf, gitRunner } from './run-git.ts';

export interface ConfigEntry {
  /** Section and name in lower case, what stands between them as written: `filter.My Driver.clean`. */
  key: string;
  value: string;
  /** Whether it is the user's or the system's, not the repository's. */
  own: boolean;
  /** What sets it, with an absolute path where it is a file: `file:/home/me/shop/.git/config`. */
  origin: string;
}

/**
 * Every setting that git sees from a folder, those of included files too. Reading settings runs nothing.
 * Throws AshlarError where this git would not take the settings that keep it safe.
 */
export async function readConfig(root: string, env: OuterEnvironment): Promise<ConfigEntry[]> {
  const probe = settingsAsEnvironment([['ashlar.probe', 'true']]);
  const run = gitRunner(root, { ...bareEnvironment(env, root), ...probe });
  const entries = parseConfig(entriesOf(await run(['config', '--list', '--show-scope', '--show-origin', '-z'])), root);
  if (entries.some(({ key }) => key === 'ashlar.probe')) return entries;
  throw new AshlarError({
    kind: 'invalid',
    what: 'this git is too old',
    why: 'it does not take the settings that keep a repository from running programs',
    next: 'install git 2.31 or newer',
  });
}

/** `scope NUL origin NUL key LF value NUL …`; a key that is set without `=` has no LF. */
function parseConfig(fields: readonly string[], root: string): ConfigEntry[] {
  return fields.flatMap((scope, index) => {
    if (index % 3 !== 0) return [];
    const [key, value] = keyAndValue(fields[index + 2] ?? '');
    const origin = (fields[index + 1] ?? '').replace(
      /^file:(.*)$/s,
      (_, path: string) => `file:${resolve(root, path)}`,
    );
    return [{ key, value, own: scope === 'global' || scope === 'system', origin }];
  });
}

function keyAndValue(entry: string): [string, string] {
  const end = entry.indexOf('\n');
  return end < 0 ? [entry, 'true'] : [entry.slice(0, end), entry.slice(end + 1)];
}
