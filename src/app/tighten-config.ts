import { limits } from '../base/limits.ts';
import type { Config } from '../domain/config.ts';

/** What a repository may do with a setting before its folder is trusted. */
export type Direction =
  /** Set it as it likes: it says how to work, not what may be done. */
  | 'free'
  /** Only lower what the user set, or what holds where nobody set anything. */
  | 'lower'
  /** Only add to what the user set. */
  | 'add'
  /** Not at all: it names what is run, who is asked, or what may be passed over. */
  | 'trusted'
  /** Not even where the folder is trusted: it counts in the user's own file only. */
  | 'own';

/** Every setting, by its path. A path covers what is below it. */
export const directions: Readonly<Record<string, Direction>> = {
  sandbox: 'own',
  network: 'own',
  model: 'trusted',
  models: 'trusted',
  commands: 'trusted',
  verify: 'trusted',
  testPaths: 'trusted',
  environment: 'trusted',
  worktree: 'trusted',
  dependencies: 'trusted',
  contextWindows: 'trusted',
  prices: 'trusted',
  requirements: 'free',
  lint: 'free',
  specDir: 'free',
  workflow: 'free',
  language: 'free',
  packageManager: 'free',
  'ci.failOn': 'add',
  'limits.turns': 'lower',
  'limits.rounds': 'lower',
  'limits.commandTimeoutMs': 'lower',
  'limits.verifyTimeoutMs': 'lower',
  'limits.maxOutputTokens': 'lower',
  'limits.modelIdleMs': 'lower',
  'limits.modelAttempts': 'lower',
  'limits.idleBeforeHibernationMs': 'lower',
  'limits.budget': 'lower',
};

/** The settings, by path, by which a repository that is not trusted would loosen what holds for the user. */
export function loosenedKeys(user: Config, repository: Config): string[] {
  return leavesOf(repository).flatMap(([path, value]) => {
    const direction = directionOf(path);
    if (direction === 'free') return [];
    if (direction === 'lower') return isLower(value, heldBy(path, user)) ? [] : [path];
    if (direction === 'add') return addsTo(value, valueAt(user, path)) ? [] : [path];
    return [path];
  });
}

/** A setting that the table does not name is not free. */
function directionOf(path: string): Direction {
  const parts = path.split('.');
  const known = parts.map((_part, index) => directions[parts.slice(0, index + 1).join('.')]);
  return known.find((direction) => direction !== undefined) ?? 'trusted';
}

/** Settings with their values; lists are values. */
function leavesOf(value: unknown, path = ''): [path: string, value: unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    inner === undefined ? [] : leavesOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

function isLower(value: unknown, held: unknown): boolean {
  return typeof value === 'number' && (held === undefined || (typeof held === 'number' && value <= held));
}

/** What holds without the repository: the user's value, else the usual bound. A budget that nobody set has none. */
function heldBy(path: string, user: Config): unknown {
  const set = valueAt(user, path);
  if (set !== undefined || path.startsWith('limits.budget')) return set;
  const name = path.slice('limits.'.length);
  return Object.entries(limits).find(([key]) => key === name)?.[1];
}

function addsTo(value: unknown, set: unknown): boolean {
  return set === undefined
    ? value !== undefined
    : Array.isArray(value) && Array.isArray(set) && set.every((one) => value.includes(one));
}

function valueAt(config: Config, path: string): unknown {
  let value: unknown = config;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value;
}
