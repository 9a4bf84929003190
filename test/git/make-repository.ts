import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Git, openGit } from '../../src/git/open-git.ts';

export const identity = { name: 'Ashlar', email: 'ashlar@example.test' };

export interface Repository {
  root: string;
  home: string;
  env: { PATH: string; HOME: string };
  /** Plain git, as the user runs it. */
  git(...args: string[]): string;
  write(path: string, content: string | Uint8Array): void;
  open(folder?: string): Promise<Git>;
}

/** A real repository with one commit, unless `empty`, in a folder of this name; its user's HOME lies beside it. Gone after the test. */
export function makeRepository({ name = 'repo', empty = false } = {}): Repository {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'ashlar-git-')));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const [root, home] = [join(base, name), join(base, 'home')];
  mkdirSync(root);
  mkdirSync(home);
  const env = { PATH: process.env.PATH ?? '', HOME: home };
  const repository: Repository = {
    root,
    home,
    env,
    git: (...args) => runGit(root, env, args),
    write: (path, content) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    open: (folder = root) => openGit({ folder, env, identity }),
  };
  repository.git('init', '--quiet', '--initial-branch=main');
  repository.git('config', 'user.name', 'User');
  repository.git('config', 'user.email', 'user@example.test');
  if (!empty) {
    repository.write('README.md', '# Demo\n');
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--message', 'Begin');
  }
  return repository;
}

export function runGit(folder: string, env: Record<string, string>, args: readonly string[]): string {
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Everything a user owns of a checkout, as one digest a thing: files, index, HEAD, branches and stash. */
export function fingerprint({ root, git }: Repository): Record<string, string> {
  return {
    files: digest(filesOf(root)),
    index: digest(readFileSync(join(root, '.git/index'))),
    HEAD: readFileSync(join(root, '.git/HEAD'), 'utf8'),
    refs: git('for-each-ref')
      .split('\n')
      .filter((line) => !line.includes('ashlar/'))
      .join('\n'),
    stash: git('stash', 'list', '--format=%H'),
    config: readFileSync(join(root, '.git/config'), 'utf8'),
  };
}

/** Path, kind and content of every file outside `.git`. */
export function filesOf(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const lines = entries
    .filter((entry) => !/\/\.git(\/|$)/.test(`${entry.parentPath}/${entry.name}`))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      if (entry.isSymbolicLink()) return `${path} -> ${readlinkSync(path)}`;
      return entry.isFile() ? `${path} ${digest(readFileSync(path))}` : path;
    });
  return lines.sort().join('\n');
}

function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
