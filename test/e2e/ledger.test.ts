import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LedgerLine } from '../../src/domain/ledger.ts';
import { makeProject, type Project } from './support/project.ts';
import { approveByHand, implementers } from './support/specs.ts';

const ledger = 'specs/greet/ledger.jsonl';
const stateOf = ({ env }: Project) => join(env.XDG_STATE_HOME ?? '', 'ashlar');
const linesOf = (project: Project) => project.readLines<LedgerLine>(ledger);
const writeLines = (project: Project, lines: readonly object[]) =>
  project.write(ledger, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

async function approvedProject(): Promise<Project> {
  const project = makeProject();
  await approveByHand(project, { isDriven: true });
  project.useScript(implementers);
  return project;
}

/** The same repository and another user of it. */
function onAnotherMachine(project: Project, state: string): void {
  project.env.XDG_STATE_HOME = join(project.home, state);
}

const sorted = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What anybody can do who has the file and no key. */
function rehashed(line: LedgerLine): LedgerLine {
  const { hash: _hash, sig, ...content } = line;
  const text = JSON.stringify(content, (_key, value: unknown) => sorted(value));
  return { ...content, sig, hash: createHash('sha256').update(text).digest('hex') };
}

const rejection = { type: 'rejected', stage: 'design', comment: 'no' } as const;

test.each<[string, (lines: LedgerLine[]) => object[], RegExp]>([
  [
    'a name, the hash made anew',
    ([a, b, c]) => [a, b, c && rehashed({ ...c, by: 'Bob' })].flatMap((line) => line ?? []),
    /line 3: forged: claims that Bob approved tasks/,
  ],
  [
    'a fact, the hash made anew',
    ([a, b, c]) => [a, b, c && rehashed({ ...c, fact: rejection })].flatMap((line) => line ?? []),
    /line 3: forged: claims that Ann .* rejected design/,
  ],
  [
    'a line without signature, put at the end',
    (lines) => [
      ...lines,
      ...lines.slice(-1).map(({ key: _k, sig: _s, ...line }) => rehashed({ ...line, by: 'Bob' } as LedgerLine)),
    ],
    /line 4: forged: claims that Bob approved tasks .* it has no signature/,
  ],
  [
    'a signature, that of another line put in',
    ([a, b, c]) => [a, b, { ...c, sig: a?.sig }].flatMap((line) => line ?? []),
    /line 3: forged: claims that Ann/,
  ],
  ['the order', ([a, b, c]) => [a, c, b].flatMap((line) => line ?? []), /line 2: this line names line 3/],
  [
    'a line, written twice',
    (lines) => [...lines, ...lines.slice(0, 1)],
    /line 4: this line stands in the ledger a second time/,
  ],
  [
    'a line in the middle, removed',
    ([a, , c]) => [a, c].flatMap((line) => line ?? []),
    /line 2: the line before this one was removed/,
  ],
])('forged: %s; run and approve refuse and name it, status and log go on', async (_, forge, wanted) => {
  const project = await approvedProject();
  writeLines(project, forge(linesOf(project)));
  const before = project.read(ledger);
  for (const args of [
    ['run', 'greet'],
    ['approve', 'greet', '--yes', '--no-draft'],
  ]) {
    const { code, stderr } = await project.ashlar(...args);
    expect(stderr).toMatch(wanted);
    expect(code).toBe(3);
  }
  const status = await project.ashlar('status');
  expect(status).toMatchObject({ code: 0, stdout: expect.stringMatching(wanted) });
  expect(project.read(ledger)).toBe(before);
  expect(project.git('branch', '--list', 'ashlar/*')).toBe('');
});

test('a withdrawn approval does not come back when the withdrawal is cut off, until a person looked and decides anew', async () => {
  const project = await approvedProject();
  await project.ashlar('reject', 'greet', 'design', '--comment', 'no', '--no-draft');
  writeLines(project, linesOf(project).slice(0, -1));
  const run = await project.ashlar('run', 'greet');
  expect(run.code).toBe(6);
  expect(run.stderr).toMatch(
    /lines were cut off: 1 line .* Ann <ann@example\.test> rejected design at .*\n {2}→ .*--accept-cut/,
  );
  const unseen = await project.ashlar('approve', 'greet', 'design', '--yes', '--no-draft');
  expect(unseen).toMatchObject({ code: 6, stderr: expect.stringContaining('--accept-cut') });
  expect((await project.ashlar('reject', 'greet', 'design', '-m', 'x', '--no-draft')).code).toBe(6);
  expect(linesOf(project)).toHaveLength(3);
  const approve = await project.ashlar('approve', 'greet', 'design', '--yes', '--no-draft', '--accept-cut');
  expect(approve).toMatchObject({ code: 0, stderr: expect.stringContaining('rejected design') });
  expect(await project.ashlar('run', 'greet')).toMatchObject({ code: 0 });
});

test('a ledger that was deleted is missed', async () => {
  const project = await approvedProject();
  rmSync(join(project.root, ledger));
  const run = await project.ashlar('run', 'greet');
  expect(run).toMatchObject({ code: 6, stderr: expect.stringMatching(/3 lines .* are gone.*approved tasks/) });
  expect((await project.ashlar('reject', 'greet', 'tasks', '-m', 'x', '--no-draft', '--accept-cut')).code).toBe(0);
  expect(linesOf(project)).toHaveLength(1);
});

test('another machine believes nobody until its user says whom, and then runs; removed again, it stops', async () => {
  const project = await approvedProject();
  const { own } = JSON.parse((await project.ashlar('signers', '--json')).stdout) as { own: string };
  onAnotherMachine(project, 'other');
  const run = await project.ashlar('run', 'greet');
  expect(run.code).toBe(6);
  expect(run.stderr).toContain('was never approved');
  expect(run.stderr).toMatch(/line 1: Ann <ann@example\.test> approved requirements at .*line 3: Ann/);
  expect(run.stderr).toContain(`ashlar signers add ${own}`);
  expect((await project.ashlar('status')).stdout).toContain(`ashlar signers add ${own}`);

  const list = await project.ashlar('signers');
  expect(list.stdout).toMatch(/no key yet[\s\S]*Unknown[\s\S]*greet, line 2: Ann .* approved design/);
  const unasked = await project.ashlar('signers', 'add', own);
  expect(unasked).toMatchObject({ code: 6, stderr: expect.stringContaining(`ashlar signers add ${own} --yes`) });
  expect(existsSync(stateOf(project))).toBe(false);
  const added = await project.ashlar('signers', 'add', own, '--yes', '--json');
  expect(JSON.parse(added.stdout)).toMatchObject({
    ok: true,
    added: true,
    fingerprint: own,
    name: 'Ann <ann@example.test>',
  });
  expect(await project.ashlar('run', 'greet')).toMatchObject({ code: 0 });

  expect(await project.ashlar('signers', 'remove', own)).toMatchObject({ code: 0 });
  expect((await project.ashlar('run', 'greet')).code).toBe(6);
  expect((await project.ashlar('signers', 'remove', own)).code).toBe(2);
  expect((await project.ashlar('signers', 'add', 'SHA256:short', '--yes')).code).toBe(2);
});

test('two first decisions at once have one key, and both count', async () => {
  const project = makeProject();
  const names = ['one', 'two', 'three'];
  for (const name of names) project.write(`specs/${name}/requirements.md`, '# Requirements\n');
  const ended = await Promise.all(names.map((name) => project.ashlar('approve', name, '--yes', '--no-draft')));
  expect(ended.map(({ code, stderr }) => `${code}${stderr}`)).toEqual(['0', '0', '0']);
  const { specs } = JSON.parse((await project.ashlar('status', '--json')).stdout) as {
    specs: { stages: object; notes?: string[] }[];
  };
  expect(specs.map(({ stages, notes }) => [stages, notes])).toEqual(
    names.map(() => [{ requirements: 'approved', design: 'missing', tasks: 'missing' }, undefined]),
  );
});

test('where the state folder cannot be written, looking goes on and deciding says why in one sentence', async () => {
  const project = await approvedProject();
  project.env.XDG_STATE_HOME = join(project.home, 'file');
  mkdirSync(project.home, { recursive: true });
  writeFileSync(project.env.XDG_STATE_HOME, 'in the way\n');
  const before = project.read(ledger);
  for (const command of ['status', 'signers'])
    expect(await project.ashlar(command)).toMatchObject({ code: 0, stderr: '' });
  const { code, stdout, stderr } = await project.ashlar('reject', 'greet', '-m', 'no', '--no-draft');
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^ashlar: \S+ cannot be written: [^\n]+\n {2}→ [^\n]*XDG_STATE_HOME[^\n]*\n$/);
  expect(project.read(ledger)).toBe(before);
});
