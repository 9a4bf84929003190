import { entriesOf, type RunGit, type RunOptions } from './run-git.ts';

export interface ChangedFile {
  path: string;
  kind: 'added' | 'changed' | 'deleted' | 'untracked' | 'conflicted';
}

/**
 * What differs from HEAD, untracked files included. Repositories within this one are passed over: to look into one, git
 * would start a second git there, which runs what that repository names.
 */
export async function readChanges(run: RunGit, options?: RunOptions): Promise<ChangedFile[]> {
  const show = ['--porcelain=v2', '-z', '--untracked-files=all', '--no-renames', '--ignore-submodules=all'];
  const entries = entriesOf(await run(['status', ...show], options));
  return entries.flatMap(parseEntry).filter(({ path }) => !path.endsWith('/'));
}

/** Puts these files into the index as they are in the working tree; those that are gone are taken out of it. */
export async function stage(run: RunGit, paths: readonly string[], options?: RunOptions): Promise<void> {
  if (paths.length === 0) return;
  const how = ['-z', '--add', '--remove', '--replace', '--stdin'];
  await run(['update-index', ...how], { ...options, input: `${paths.join('\0')}\0` });
}

/** `1 XY sub mH mI mW hH hI path`, `u XY sub m1 m2 m3 mW h1 h2 h3 path`, `? path`. */
function parseEntry(entry: string): ChangedFile[] {
  const mark = entry.slice(0, 1);
  if (mark === '?') return [{ path: entry.slice(2), kind: 'untracked' }];
  if (mark === 'u') return [{ path: afterFields(entry, 10), kind: 'conflicted' }];
  return mark === '1' ? [{ path: afterFields(entry, 8), kind: kindOf(entry.slice(2, 4)) }] : [];
}

function kindOf(states: string): ChangedFile['kind'] {
  if (states.includes('D')) return 'deleted';
  return states.startsWith('A') ? 'added' : 'changed';
}

function afterFields(entry: string, fields: number): string {
  let start = 0;
  for (let field = 0; field < fields; field++) start = entry.indexOf(' ', start) + 1;
  return entry.slice(start);
}
