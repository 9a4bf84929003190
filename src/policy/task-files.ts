import { posix } from 'node:path';
import { globMatcher } from '../base/match-globs.ts';

/**
 * Whether a path is a task's to change: it is one of its files or lies in one of its folders; it is a test that is new or
 * bears the name of one of its files; or it is new and lies beside one of them.
 */
export function isTaskFile(path: string, files: readonly string[], isNew: boolean): boolean {
  const named = files.map((file) => posix.normalize(file.replace(/^\.\//, '')));
  if (globMatcher(named.map((file) => `/${file.replace(/^\//, '')}`))(path)) return true;
  if (named.some((file) => path === file || path.startsWith(`${file.replace(/\/$/, '')}/`))) return true;
  if (testFile.test(path)) return isNew || named.some((file) => stemOf(file) === stemOf(path));
  return isNew && named.some((file) => isBeside(path, file));
}

/** What belongs to the tests, by its name or its folder. */
export const testFile =
  /(?:^|\/)(?:[Tt]ests?|__tests__|__mocks__|__snapshots__|e2e|testdata|fixtures)\/|[._-](?:test|tests|spec|e2e)\.\w+$|(?:^|\/)test_[^/]+\.\w+$|_test\.\w+$|Tests?\.\w+$|(?:^|\/)conftest\.py$|\.snap$/;

/** `lock` of `src/lock.ts`, `test/lock.test.ts` and `tests/test_lock.py`. */
function stemOf(path: string): string {
  const [name = ''] = posix
    .basename(path)
    .replace(/^test_/, '')
    .split('.');
  return name.replace(/(?:[-_](?:test|spec)|Tests?)$/, '').toLowerCase();
}

/** Beside a file at the root is what lies at the root itself. */
function isBeside(path: string, file: string): boolean {
  const folder = posix.dirname(file);
  if (folder === '.') return !path.includes('/');
  return !/[*?{[]/.test(folder) && path.startsWith(`${folder}/`);
}
