import { readdirSync } from 'node:fs';
import { expect } from 'vitest';
import type { LedgerLine } from '../../../src/domain/ledger.ts';
import type { ModelServer } from './model-server.ts';
import { makeDirty, makeProject, type Project, userState } from './project.ts';
import { approveByHand, authors, bash, builtFiles, documents, implementers } from './specs.ts';

/** A project whose model is a server of its own, which knows what it was asked. */
export interface Scene extends Project {
  server: ModelServer;
}

/** As a good model, the implementer makes sure of its work where a call of its was interrupted. */
const servedImplementers = implementers.map((session, at) => {
  const [path = '', text = ''] = Object.entries(builtFiles)[at] ?? [];
  return { ...session, afterInterruption: { calls: [bash(`printf '${text.trim()}\\n' > ${path}`)] } };
});

export interface Approved {
  /** Of the spec, ledger included: they may lie in any repository. */
  files: Record<string, string>;
  /** In it the signer counts. */
  env: Record<string, string>;
}

export async function setScene({ files = {}, env = {} }: Partial<Approved> = {}, paceMs = 2): Promise<Scene> {
  const project = makeProject();
  const server = await project.useServer([...authors, ...servedImplementers], paceMs);
  Object.assign(project.env, env);
  for (const [path, text] of Object.entries(files)) project.write(path, text);
  return { ...project, server };
}

/** A spec that was approved once. */
export async function approvedSpec(): Promise<Approved> {
  const project = makeProject();
  await approveByHand(project);
  const names = [...Object.keys(documents), 'ledger.jsonl'].map((name) => `specs/greet/${name}`);
  const files = Object.fromEntries(names.map((name) => [name, project.read(name)]));
  return { files, env: { XDG_STATE_HOME: project.env.XDG_STATE_HOME ?? '' } };
}

/** The same commits, evidence and boxes as in a run that nobody interrupted, and at most one more request for each crash. */
export function expectBuilt({ git, read, readLines, server }: Scene, crashes: number): void {
  expect(git('log', '--reverse', '--format=%s', 'main..ashlar/greet').split('\n')).toEqual([
    'Write the greeting',
    'Write the farewell',
    'Name both in the README',
  ]);
  const files = git('ls-tree', '-r', '--name-only', 'ashlar/greet').split('\n');
  expect(files).toEqual(Object.keys(builtFiles).sort());
  for (const [path, text] of Object.entries(builtFiles)) expect(`${git('show', `ashlar/greet:${path}`)}\n`).toBe(text);

  const facts = readLines<LedgerLine>('specs/greet/ledger.jsonl').map(({ fact }) => fact);
  const evidence = facts.flatMap((fact) => (fact.type === 'evidence' ? [[fact.task, fact.commit]] : []));
  const commits = git('log', '--reverse', '--format=%H', 'main..ashlar/greet').split('\n');
  expect(evidence).toEqual(commits.map((commit, at) => [`${at + 1}`, commit]));
  expect(read('specs/greet/tasks.md')).toBe(documents['tasks.md'].replaceAll('[ ]', '[x]'));
  expectAskedOnce(server, crashes);
}

export function expectAskedOnce({ asked }: ModelServer, crashes: number): void {
  expect(asked.length - new Set(asked).size, asked.join('; ')).toBeLessThanOrEqual(crashes);
}

const isSpec = (path: string) => path.startsWith('specs/');

/** Makes the user's checkout dirty and gives the check that nothing of it changed. */
export function dirtyCheckout(scene: Scene): () => void {
  makeDirty(scene);
  const before = userState(scene, isSpec);
  return () => expect(userState(scene, isSpec)).toEqual(before);
}

/** Locks, temporary files and notes of running commands: there is none once nobody works any more. */
export function expectNothingLeft({ root, git }: Project): void {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' });
  expect(paths.filter((path) => /\.lock$|\.tmp$|\.part$|\/running\/.|journal\.db-(?:wal|shm)$/.test(path))).toEqual([]);
  expect(git('worktree', 'list', '--porcelain')).not.toMatch(/^(?:prunable|locked)/m);
}
