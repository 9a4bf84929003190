import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { LedgerLine } from '../../src/domain/ledger.ts';
import type { Ended } from './support/ashlar.ts';
import { expectDone, program } from './support/ashlar.ts';
import { hidden } from './support/attempts.ts';
import { makeProject, type Project } from './support/project.ts';
import { approveByHand, bash, documents, finish, implementer, implementers, write } from './support/specs.ts';

const requirementsFile = 'specs/greet/requirements.md';
const ledgerFile = 'specs/greet/ledger.jsonl';

function writeByHand({ write: put }: Project): void {
  for (const [file, text] of Object.entries(documents)) put(`specs/greet/${file}`, text);
}

function expectNothingDone({ git, has }: Project): void {
  expect(git('for-each-ref', 'refs/heads/ashlar')).toBe('');
  expect(has('.ashlar/state/worktrees')).toBe(false);
}

const withoutStack = ({ stderr }: Ended) => !/^\s+at /m.test(stderr);

test('a run before the approval is refused and names what is to be approved', async () => {
  const project = makeProject();
  writeByHand(project);
  project.useScript(implementers);
  const run = await project.ashlar('run', 'greet');
  expect(run).toMatchObject({ code: 6, stdout: '' });
  expect(run.stderr).toMatch(/was never approved\n {2}→ ashlar approve greet requirements\n$/);
  expect(withoutStack(run)).toBe(true);
  expectNothingDone(project);
});

test('a run after an edit is refused, names the block and shows the difference', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(implementers);
  project.write(requirementsFile, documents['requirements.md'].replace('say hello', 'say good day'));
  const run = await project.ashlar('run', 'greet');
  expect(run.code).toBe(6);
  expect(run.stderr).toMatch(/requirements\/1 \(requirements\.md:8\) was changed after it was approved/);
  expect(run.stderr).toMatch(/^-1\. WHEN greet\.txt .* hello$/m);
  expect(run.stderr).toMatch(/^\+1\. WHEN greet\.txt .* good day$/m);
  expectNothingDone(project);

  expect(await project.ashlar('approve', 'greet', '--yes')).toMatchObject({ code: 0 });
  for (const [suspect, todo] of [
    ['design/components-and-interfaces', 'rechecked'],
    ['tasks/1', 'replanned'],
  ]) {
    const refused = await project.ashlar('run', 'greet');
    expect(refused.code).toBe(6);
    expect(refused.stderr).toContain(`${suspect} (`);
    expect(refused.stderr).toMatch(/is suspect: 1\.1 changed since it was approved\n {2}→ .*ashlar approve greet/);
    const status = await project.ashlar('status');
    expect(status.stdout).toContain(`~ ${suspect} is suspect, to be ${todo}: 1.1 changed since it was approved`);
    expect(await project.ashlar('approve', 'greet', '--block', suspect ?? '', '--yes')).toMatchObject({ code: 0 });
  }
  expectNothingDone(project);
  expect(await project.ashlar('run', 'greet')).toMatchObject({ code: 0 });
});

test('a document is approved block by block and by ranges, and only those blocks count', async () => {
  const project = makeProject();
  writeByHand(project);
  for (const stage of ['requirements', 'design'])
    await project.ashlar('approve', 'greet', stage, '--yes', '--no-draft');
  const part = (...args: string[]) => project.ashlar('approve', 'greet', 'tasks', '--yes', '--no-draft', ...args);
  const first = await part('--range', '2-3', '--json');
  expect(JSON.parse(first.stdout)).toMatchObject({ ok: true, approved: 'tasks', ids: ['tasks/2', 'tasks/3'] });
  expect((await project.ashlar('run', 'greet')).stderr).toContain('tasks/preamble (tasks.md:1) was never approved');
  expect((await part('--block', '7')).stderr).toMatch(/tasks\.md has no block 7\n {2}→ its blocks are tasks\/preamble/);
  expect((await part('-b', 'preamble', '-b', 'tasks/tasks')).stdout).toBe(
    'Approved: tasks of greet, tasks/preamble, tasks/tasks.\n',
  );
  const waits = await project.ashlar('approve', 'greet', '--block', 'tasks/1');
  expect(waits).toMatchObject({ code: 6, stderr: expect.stringContaining('greet tasks --block tasks/1 --yes') });
  expect(await part('-b', '1')).toMatchObject({ code: 0 });
  project.useScript(implementers);
  expect(await project.ashlar('run', 'greet')).toMatchObject({ code: 0 });
});

test('a number that was let go is refused for another text, and a renumbered task is named', async () => {
  const project = makeProject();
  await approveByHand(project);
  const tasks = documents['tasks.md'];
  const approve = () => project.ashlar('approve', 'greet', 'tasks', '--yes', '--no-draft');
  project.write(
    'specs/greet/tasks.md',
    tasks.replace(/- \[ \] 2\.[\s\S]*(?=- \[ \] 3)/, '').replace('3. Name', '2. Name'),
  );
  const moved = await approve();
  expect(moved).toMatchObject({ code: 3, stdout: '' });
  expect(moved.stderr).toMatch(/\(id-renumbered\): this was approved as 3 and is now 2.*give it back the number 3/);
  project.write('specs/greet/tasks.md', tasks.replace(/- \[ \] 2\.[\s\S]*(?=- \[ \] 3)/, ''));
  expect(await approve()).toMatchObject({ code: 0 });
  expect(project.readLines<LedgerLine>(ledgerFile).at(-1)?.fact).toMatchObject({
    retired: [{ id: 'tasks/2', title: '2. Write the farewell' }],
  });
  project.write('specs/greet/tasks.md', tasks.replace('2. Write the farewell', '2. Write a poem'));
  const reused = await approve();
  expect(reused.code).toBe(3);
  expect(reused.stderr).toMatch(/\(id-reused\): the number 2 belonged to "2\. Write the farewell"/);
});

test('a run after a block was taken out is refused and shows what is gone', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(implementers);
  project.write('specs/greet/tasks.md', documents['tasks.md'].replace(/- \[ \] 2\.[\s\S]*(?=- \[ \] 3)/, ''));
  const run = await project.ashlar('run', 'greet');
  expect(run.code).toBe(6);
  expect(run.stderr).toMatch(/tasks\/2 was approved and is gone[\s\S]*-.*Write the farewell/);
  expectNothingDone(project);
});

test('an edit in the middle of a run stops it before the next task', async () => {
  const project = makeProject();
  await approveByHand(project);
  const [first, ...others] = implementers;
  const editing = hidden(`edit('${requirementsFile}','say goodbye','say farewell')`);
  project.useScript([implementer('1', [write('greet.txt', 'hello\n')], [editing], [finish()]), ...others]);
  const run = await project.ashlar('run', 'greet');
  expect(first).toBeDefined();
  expect(run.code).toBe(6);
  expect(run.stderr).toContain('requirements/1 (requirements.md:8) was changed after it was approved');
  expect(project.git('log', '--format=%s', 'main..ashlar/greet')).toBe('Write the greeting');
});

test('approve binds to a text: the wrong digest is refused, the right one is taken', async () => {
  const project = makeProject();
  writeByHand(project);
  const digest = createHash('sha256').update(documents['requirements.md']).digest('hex');
  const wrong = await project.ashlar('approve', 'greet', '--yes', '--no-draft', '--digest', digest.replace(/^./, 'x'));
  expect(wrong.code).toBe(6);
  expect(wrong.stderr).toContain(digest);
  expect(project.has(ledgerFile)).toBe(false);
  const right = await project.ashlar('approve', 'greet', '--yes', '--no-draft', '--digest', digest, '--json');
  expect(JSON.parse(right.stdout)).toMatchObject({ ok: true, approved: 'requirements', digest });
});

test('approve without --yes and without a terminal says how to approve', async () => {
  const project = makeProject();
  writeByHand(project);
  const approve = await project.ashlar('approve', 'greet');
  expect(approve.code).toBe(6);
  expect(approve.stderr).toMatch(/needs a human[\s\S]*ashlar approve greet requirements --yes/);
  expect(project.has(ledgerFile)).toBe(false);
});

test.each([
  ['changed', (text: string) => text.replace('"by":"', '"by":"Not ')],
  ['removed', (text: string) => text.split('\n').slice(1).join('\n')],
])('a ledger of which a line was %s is noticed by run, approve and status', async (_, tamper) => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(implementers);
  const tampered = tamper(project.read(ledgerFile));
  project.write(ledgerFile, tampered);
  for (const args of [
    ['run', 'greet'],
    ['approve', 'greet', '--yes', '--no-draft'],
  ]) {
    const refused = await project.ashlar(...args);
    expect(refused).toMatchObject({ code: 3, stdout: '' });
    expect(refused.stderr).toMatch(/the ledger of greet was tampered with or is damaged: line 1/);
    expect(withoutStack(refused)).toBe(true);
  }
  expect((await project.ashlar('status')).stdout).toMatch(
    /! ledger\.jsonl: line 1: .*\n {2}→ git log -p -- .*ledger\.jsonl/,
  );
  expect(project.read(ledgerFile)).toBe(tampered);
  expectNothingDone(project);
});

test('no tool of the agent writes the ledger, a spec, the folder of git or of Ashlar, or approves anything', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.git('add', 'specs');
  project.git('commit', '--quiet', '--message', 'The spec');
  const attempts = [
    write('specs/greet/ledger.jsonl', '{}\n'),
    write('specs/greet/tasks.md', '- [x] 1. Done\n'),
    write('.git/hooks/post-commit', '#!/bin/sh\n'),
    write('.ashlar/config.yaml', 'verify: []\n'),
    write('../../../../specs/greet/ledger.jsonl', '{}\n'),
    bash('echo {} >> specs/greet/ledger.jsonl'),
    bash('git commit --allow-empty -m "by the agent"'),
    bash(`node ${program} approve greet --yes`),
    bash('ashlar approve greet tasks --yes'),
  ];
  const [, ...others] = implementers;
  project.useScript([implementer('1', attempts, [write('greet.txt', 'hello\n')], [finish()]), ...others]);
  const before = project.read(ledgerFile);
  expect(await project.ashlar('run', 'greet')).toMatchObject({ code: 0 });

  const log = await project.ashlar('log', 'greet', '--json');
  const { runs } = JSON.parse(log.stdout) as { runs: { events: { event: Record<string, unknown> }[] }[] };
  const results = runs.flatMap(({ events }) => events).filter(({ event }) => event.type === 'tool_finished');
  expect(results.slice(0, attempts.length).map(({ event }) => event.isError)).toEqual(attempts.map(() => true));
  expect(project.read(ledgerFile).startsWith(before)).toBe(true);
  const added = project.read(ledgerFile).slice(before.length);
  expect(added).not.toMatch(/"type":"approved"/);
  expect(project.git('log', '--format=%s', 'main..ashlar/greet').split('\n')).toHaveLength(3);
  expect(project.git('diff', '--name-only', 'main', 'ashlar/greet', '--', 'specs', '.ashlar')).toBe('');
});

test('the number of a criterion that was let go is approved over another text only where the person says so', async () => {
  const project = makeProject();
  await approveByHand(project);
  const text = documents['requirements.md'];
  const dropped = /^3\. .*\n/m.exec(text)?.[0] ?? '';
  const approve = (...more: string[]) =>
    project.ashlar('approve', 'greet', 'requirements', '--yes', '--no-draft', ...more);
  project.write('specs/greet/requirements.md', text.replace(dropped, ''));
  expectDone(await approve());
  project.write('specs/greet/requirements.md', text.replace(dropped, '3. WHEN asked THE SYSTEM SHALL be silent\n'));
  const refused = await approve();
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain(`(id-reused): the number 1.3 belonged to "${dropped.slice(3).trim()}"`);
  expect(refused.stderr).toContain('--reuse');
  expect((await approve('--reuse', '1.2')).stderr).toContain('1.2 is no number of greet that was let go');
  expectDone(await approve('--reuse', '1.3'));
  expect(project.read('specs/greet/ledger.jsonl')).toContain('"revived":["requirements/1.3"]');
  project.write(
    'specs/greet/requirements.md',
    text.replace(dropped, '3. WHEN asked THE SYSTEM SHALL be very silent\n'),
  );
  expectDone(await approve());
});
