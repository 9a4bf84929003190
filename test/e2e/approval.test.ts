import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Ended } from './support/ashlar.ts';
import { program } from './support/ashlar.ts';
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
  expect(await project.ashlar('run', 'greet')).toMatchObject({ code: 0 });
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
  const edited = documents['requirements.md'].replace('say goodbye', 'say farewell');
  project.write('edited.md', edited);
  const [first, ...others] = implementers;
  const editing = bash(`cp '${join(project.root, 'edited.md')}' '${join(project.root, requirementsFile)}'`);
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
