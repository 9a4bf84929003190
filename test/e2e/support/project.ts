import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { ScriptedSession } from '../../../src/models/script.ts';
import { makeRepository, type TemporaryRepository } from '../../support/temporary-repository.ts';
import { type Ended, type Running, startAshlar } from './ashlar.ts';
import { type ModelServer, type ServedSession, startModelServer } from './model-server.ts';

export interface Project extends TemporaryRepository {
  /** The whole environment of the user: a HOME and XDG folders of their own, no key, no model. */
  env: Record<string, string>;
  /** Runs the program in the root of the repository. */
  ashlar(...args: string[]): Promise<Ended>;
  start(...args: string[]): Running;
  /** Writes a script for a model beside the repository and makes it the model of all further commands. */
  useScript(sessions: readonly ScriptedSession[]): void;
  /** Makes a server of its own, which knows what it was asked, the model of all further commands. */
  useServer(sessions: readonly ServedSession[], paceMs?: number): Promise<ModelServer>;
  readJson<T>(path: string): T;
  /** The lines of a JSON Lines file. */
  readLines<T>(path: string): T[];
}

/** A user with a repository and a home, driven through the built program only. */
export function makeProject(files: Readonly<Record<string, string>> = {}, name?: string): Project {
  const repository = makeRepository(files, name);
  const { root, home } = repository;
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    ASHLAR_SANDBOX: 'direct',
    HOME: home,
    // One for all: what is compiled by one process of the tests is not compiled by the next.
    XDG_CACHE_HOME: join(tmpdir(), 'ashlar-tests-cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_STATE_HOME: join(home, 'state'),
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const start = (...args: string[]) => startAshlar(args.length === 0 ? [] : ['--trust', ...args], { cwd: root, env });
  return {
    ...repository,
    env,
    start,
    ashlar: (...args) => start(...args).ended,
    useScript: (sessions) => {
      const path = join(dirname(root), 'script.json');
      writeFileSync(path, JSON.stringify({ sessions }));
      env.ASHLAR_MODEL = `scripted:${path}`;
    },
    useServer: async (sessions, paceMs) => {
      const server = await startModelServer(sessions, paceMs);
      Object.assign(env, {
        ANTHROPIC_API_KEY: 'a-key',
        ANTHROPIC_BASE_URL: server.url,
        ASHLAR_MODEL: 'anthropic:claude-sonnet-5-5',
      });
      return server;
    },
    readJson: <T>(path: string) => JSON.parse(repository.read(path)) as T,
    readLines: <T>(path: string) => parseLines<T>(repository.read(path)),
  };
}

export function parseLines<T>(text: string): T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** Everything of the user's that a run must leave as it is: HEAD, branches, index, stash, files (those of `except` left out). */
export function userState({ root, git }: Project, except: (path: string) => boolean = () => false) {
  const refs = git('for-each-ref', '--format=%(refname) %(objectname)')
    .split('\n')
    .filter((line) => !line.startsWith('refs/heads/ashlar/'));
  return {
    head: readFileSync(join(root, '.git', 'HEAD'), 'utf8'),
    index: digestOf(readFileSync(join(root, '.git', 'index'))),
    refs,
    stash: git('stash', 'list'),
    files: listFiles(root).filter(([path]) => !except(path)),
  };
}

function listFiles(root: string): [path: string, content: string][] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return paths
    .map((path): [string, string] => [relative(root, path), contentOf(path)])
    .filter(([path]) => !isOwn(path));
}

/** Git's folder is looked at by what it says; Ashlar's state is its own. */
const isOwn = (path: string) => path === '.ashlar' || /^(?:\.git|\.ashlar\/state)(?:\/|$)/.test(path);

function contentOf(path: string): string {
  const about = lstatSync(path);
  if (about.isSymbolicLink()) return `-> ${readlinkSync(path)}`;
  if (about.isDirectory()) return 'folder';
  return `${about.mode.toString(8)} ${digestOf(readFileSync(path))}`;
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A dirty checkout: something staged, something unstaged, something untracked, and a stash. */
export function makeDirty({ git, write }: Project): void {
  write('stashed.txt', 'in the stash\n');
  git('add', 'stashed.txt');
  git('stash', 'push', '--quiet', '--message', 'for later');
  write('staged.txt', 'staged\n');
  git('add', 'staged.txt');
  write('README.md', '# Library, changed by hand\n');
  write('notes/untracked.txt', 'untracked\n');
}
