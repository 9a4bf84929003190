import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface TemporaryRepository {
  root: string;
  /** HOME of the repository's user; lies beside it. */
  home: string;
  /** Plain git, as the user runs it; without the last line break. */
  git(...args: string[]): string;
  write(path: string, text: string): void;
  read(path: string): string;
  has(path: string): boolean;
}

/** A real repository with these files in one commit, gone after the test. */
export function makeRepository(files: Readonly<Record<string, string>> = {}, name = 'repo'): TemporaryRepository {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'ashlar-repository-')));
  onTestFinished(() => rmSync(base, { recursive: true, force: true, maxRetries: 10 }));
  const [root, home] = [join(base, name), join(base, 'home')];
  const env = { PATH: process.env.PATH ?? '', HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
  const repository: TemporaryRepository = {
    root,
    home,
    git: (...args) =>
      execFileSync('git', args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd(),
    write: (path, text) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    read: (path) => readFileSync(join(root, path), 'utf8'),
    has: (path) => existsSync(join(root, path)),
  };
  for (const folder of [root, home]) mkdirSync(folder);
  repository.git('init', '--quiet', '--initial-branch=main');
  repository.git('config', 'user.name', 'Ann');
  repository.git('config', 'user.email', 'ann@example.test');
  for (const [path, text] of Object.entries({ 'README.md': '# Library\n', ...files })) repository.write(path, text);
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '--message', 'Begin');
  return repository;
}
