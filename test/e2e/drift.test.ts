import { expect, test } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import { makeProject, type Project } from './support/project.ts';
import { approveByHand, design, finish, implementer, implementers, write } from './support/specs.ts';

const requirements = `# Requirements Document

## Introduction
A lock.

## Requirements

### Requirement 1: Lock

#### Acceptance Criteria

1. WHEN five logins failed THE SYSTEM SHALL lock the account
2. WHEN the account is locked THE SYSTEM SHALL refuse the login

### Requirement 2: Unlock

#### Acceptance Criteria

1. WHEN 15 minutes passed THE SYSTEM SHALL unlock the account
`;

const tasks = `# Implementation Plan

## Tasks

- [ ] 1. Lock the account
  - _Requirements: 1.1, 1.2_
  - _Files: lock.js, lock.test.js_
  - _Verify: node lock.test.js_
- [ ] 2. Unlock the account
  - _Requirements: 2.1_
  - _Files: unlock.py_
  - _Verify: grep -q unlock unlock.py_
`;

const lock = `import { now } from './clock.js';

export class Account {
  failed = 0;

  lock(limit) {
    // five by default
    return this.failed >= (limit ?? 5);
  }

  refuse(login) {
    if (this.lock()) throw new Error('locked ' + login.name + ' at ' + login.time);
    return login;
  }
}
`;

const lockTest = `import { readFileSync } from 'node:fs';
const it = (_title, run) => run();

it('locks [lockout 1.1]', () => {
  if (!/limit \\?\\? [1-9]/.test(readFileSync('lock.js', 'utf8'))) process.exit(1);
});

it('refuses [lockout 1.2]', () => {
  if (!readFileSync('lock.js', 'utf8').includes('throw')) process.exit(1);
});
`;

const unlock = `def unlock(account, minutes):
    """Unlocks after a while."""
    if minutes >= 15:
        account.locked = False
    return account
`;

interface Report {
  ok: boolean;
  exitCode: number;
  inSync: number;
  anchors: number;
  drifts: { class: string; id: string; why: string; movedTo?: string }[];
}

/** A spec whose tasks are done and merged. */
async function lockout(): Promise<Project> {
  const project = makeProject({ 'clock.js': 'export const now = () => 0;\n', 'package.json': '{"type":"module"}\n' });
  for (const [file, text] of Object.entries({ requirements, design, tasks })) {
    project.write(`specs/lockout/${file}.md`, text);
    const { code, stderr } = await project.ashlar('approve', 'lockout', file, '--yes', '--no-draft');
    expect(code, stderr).toBe(0);
  }
  project.useScript([
    implementer('1', [write('lock.js', lock), write('lock.test.js', lockTest)], [finish()]),
    implementer('2', [write('unlock.py', unlock)], [finish()]),
  ]);
  const run = await project.ashlar('run', 'lockout');
  expect(run.code, run.stderr).toBe(0);
  return project;
}

async function merged(): Promise<Project> {
  const project = await lockout();
  project.git('merge', '--quiet', 'ashlar/lockout');
  project.git('add', '--all');
  project.git('commit', '--quiet', '--message', 'spec');
  return project;
}

async function drift(project: Project, ...args: string[]): Promise<Report> {
  const { stdout, stderr } = await project.ashlar('drift', '--json', ...args);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Report;
}

const found = ({ drifts }: Report) => drifts.map(({ class: each, id }) => `${each} ${id}`).sort();

test('what a task left is in sync; comments, formatting and quotes do not change that', async () => {
  const project = await merged();
  const clean = await drift(project);
  expect(clean).toMatchObject({ exitCode: 0, drifts: [] });
  expect(clean.inSync).toBe(clean.anchors);
  expect(clean.anchors).toBeGreaterThan(5);
  project.write(
    'lock.js',
    lock
      .replace('// five by default', '/* the limit */')
      .replaceAll("'", '"')
      .replace('login.name + " at " + login.time);', 'login.name + " at "\n + login.time,\n);'),
  );
  project.write(
    'unlock.py',
    unlock.replace('Unlocks after a while.', 'Opens it.').replace(' >= 15:', '>=15:  # minutes'),
  );
  expect(await drift(project)).toMatchObject({ exitCode: 0, drifts: [] });
});

test('changed code is drift unless what proved its task is green', async () => {
  const project = await merged();
  project.write('lock.js', lock.replace('?? 5', '?? 6'));
  const unproved = await drift(project, '--no-run');
  expect(unproved.exitCode).toBe(7);
  expect(found(unproved)).toEqual(['code_ahead lock.js#Account.lock']);
  const green = await drift(project);
  expect(found(green)).toEqual(['still_verified lock.js#Account.lock']);
  expect(green.exitCode).toBe(0);
  project.write('lock.js', lock.replace('?? 5', '?? 0'));
  const red = await drift(project);
  expect(found(red)).toEqual(['code_ahead lock.js#Account.lock']);
  expect(red.drifts[0]?.why).toContain('node lock.test.js fails');
});

test('moved, deleted, lost and unrequested are told apart', async () => {
  const project = await merged();
  project.write('account/lock.js', lock.replace('./clock.js', '../clock.js'));
  project.write('lock.js', "export { Account } from './account/lock.js';\n");
  project.write('unlock.py', 'def grant(account):\n    return account.grant + 1\n');
  project.write('lock.test.js', lockTest.replace('locks [lockout 1.1]', 'locks'));
  const report = await drift(project, '--no-run');
  expect(found(report).filter((each) => !each.startsWith('moved'))).toEqual([
    'deleted unlock.py#unlock',
    'test_lost lock.test.js#locks [lockout 1.1]',
    'unrequested unlock.py#grant',
  ]);
  expect(report.drifts.find(({ id }) => id === 'lock.js#Account.refuse')?.movedTo).toBe(
    'account/lock.js#Account.refuse',
  );
  const text = await project.ashlar('drift', '--no-run');
  expect(text).toMatchObject({ code: 7, stdout: expect.not.stringContaining('Moved') });
  expect((await project.ashlar('drift', '--no-run', '--all')).stdout).toContain(
    'it is account/lock.js#Account.refuse now',
  );
});

test('a block that changed after its task was done is named with what was built for it', async () => {
  const project = await merged();
  project.write('specs/lockout/requirements.md', requirements.replace('15 minutes', '30 minutes'));
  const report = await drift(project);
  expect(found(report)).toEqual(['spec_ahead requirements/2']);
  expect(report.exitCode).toBe(7);
  expect(report.drifts[0]).toMatchObject({ anchors: ['unlock.py#unlock'], tasks: ['2'] });
});

test('what cannot be read is not checked, and fails with --strict only', async () => {
  const project = await merged();
  project.write('unlock.py', 'def unlock(account, minutes:\n    return = (\n');
  const report = await drift(project, '--no-run');
  expect(found(report)).toEqual(['not_checked unlock.py#unlock']);
  expect(report).toMatchObject({ exitCode: 0 });
  expect(report.inSync).toBeLessThan(report.anchors);
  expect((await project.ashlar('drift', '--strict', '--no-run')).code).toBe(7);
});

test('accepted drift counts again once the code changes again', async () => {
  const project = await merged();
  project.write('lock.js', lock.replace('?? 5', '?? 6'));
  const id = 'lock.js#Account.lock';
  expect((await project.ashlar('drift', '--accept', id)).code).toBe(2);
  const accept = await project.ashlar('drift', '--accept', id, '--reason', 'six now');
  expect(accept.code, accept.stderr).toBe(0);
  const accepted = await drift(project, '--no-run');
  expect(accepted).toMatchObject({ exitCode: 0, drifts: [{ class: 'accepted', why: 'accepted: six now' }] });
  project.write('lock.js', lock.replace('?? 5', '?? 7'));
  expect(found(await drift(project, '--no-run'))).toEqual([`code_ahead ${id}`]);
  expect((await project.ashlar('drift', '--accept', 'no.js#such', '--reason', 'x')).code).toBe(2);
});

test('what is on a branch that is not merged is not checked, and a branch shows only its own changes', async () => {
  const project = await lockout();
  const before = await drift(project, '--all');
  expect(new Set(before.drifts.map((each) => each.class))).toEqual(new Set(['not_checked']));
  project.git('merge', '--quiet', 'ashlar/lockout');
  project.git('switch', '--quiet', '--create', 'feature');
  expect(await drift(project)).toMatchObject({ anchors: 0, drifts: [] });
  project.write('unlock.py', unlock.replace('15', '16'));
  project.write('other.go', 'package other\n\nfunc Other(a int) int { return a + 1 }\n');
  project.write('package-lock.json', '{}\n');
  expect(found(await drift(project, '--no-run'))).toEqual([
    'code_ahead unlock.py#unlock',
    'unrequested other.go#Other',
  ]);
  expect((await project.ashlar('drift', '--since', 'nowhere')).code).toBe(2);
});

test('a file that no grammar reads and that changed is ahead where its proof is red, and not checked where it is green', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(implementers);
  expectDone(await project.ashlar('run', 'greet'));
  project.git('merge', '--quiet', 'ashlar/greet');
  project.write('greet.txt', 'hello\nand more\n');
  expect(await project.ashlar('drift')).toMatchObject({ code: 0, stdout: expect.stringContaining('Not checked') });
  project.write('greet.txt', 'bye\n');
  const { code, stdout } = await project.ashlar('drift');
  expect({ code, stdout }).toMatchObject({
    code: 7,
    stdout: expect.stringContaining('and grep -qx hello greet.txt fails'),
  });
});
