import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LineReason } from '../../src/app/explain-line.ts';
import type { CiVerdict } from '../../src/app/judge-specs.ts';
import type { SpecTrace } from '../../src/app/trace-spec.ts';
import { expectDone, startAshlar } from './support/ashlar.ts';
import { makeProject, type Project } from './support/project.ts';
import { approveByHand, documents, finish, implementer, implementers, write } from './support/specs.ts';

const tagged = { 'test/greet.test.js': "test('[greet 1.1] greets', () => {});\n// a[greet 1.2]\n" };

/** Worked to the end on its own branch, merged, and the spec committed, as the README says. */
async function finishedProject(files: Record<string, string> = tagged): Promise<Project> {
  const project = makeProject(files);
  await approveByHand(project);
  project.useScript(implementers);
  expectDone(await project.ashlar('run', 'greet'));
  project.git('merge', '--quiet', 'ashlar/greet');
  project.git('add', 'specs');
  project.git('commit', '--quiet', '--message', 'docs(specs): greet');
  return project;
}

async function json<T>(project: Project, ...args: string[]): Promise<T & { code: number | undefined }> {
  const { code, stdout, stderr } = await project.ashlar(...args, '--json');
  expect(stdout, stderr).toMatch(/^\{"schemaVersion":1,"type":"result"/);
  return { ...(JSON.parse(stdout) as T), code };
}

const statesOf = ({ criteria }: SpecTrace) => criteria.map(({ state }) => state);
const codesOf = ({ checks }: CiVerdict) => checks.flatMap(({ findings }) => findings.map(({ code }) => code));

test('trace follows a finished spec from its criteria to the evidence', async () => {
  const project = await finishedProject();
  const trace = await json<SpecTrace>(project, 'trace', 'greet');
  expect(trace.code).toBe(0);
  expect(statesOf(trace)).toEqual(['verified', 'verified', 'verified']);
  expect(trace.criteria[0]).toMatchObject({
    id: '1.1',
    design: [{ id: 'design/components-and-interfaces' }],
    tasks: ['1'],
    tests: [{ path: 'test/greet.test.js', line: 1, title: 'greets' }],
  });
  const [first] = trace.tasks;
  expect(first).toMatchObject({ id: '1', outcome: 'proved', changed: ['greet.txt'] });
  expect(first?.evidence).toMatchObject([{ command: 'grep -qx hello greet.txt', exitCode: 0 }]);
  expect(project.git('log', '-1', '--format=%s', first?.commit ?? '')).toBe('Write the greeting');

  const { stdout } = await project.ashlar('trace', 'greet');
  expect(stdout).toContain(`1.1   verified@${first?.commit?.slice(0, 7)}  WHEN greet.txt is read`);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  const matrix = await project.ashlar('trace', 'greet', '--matrix');
  expect(matrix.stdout).toMatch(/ 1 {2}2 {2}3 tests\n1\.1 {3}verified@\w{7} {4}✓ {11}1\n1\.2 {3}verified@\w{7} {7}✓\n/);
});

test('before the merge what the run’s branch holds is verified too, and without branch and merge it is not', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(implementers);
  expectDone(await project.ashlar('run', 'greet'));
  expect(statesOf(await json<SpecTrace>(project, 'trace', 'greet'))).toEqual(['verified', 'verified', 'verified']);
  project.git('worktree', 'remove', '--force', '.ashlar/state/worktrees/greet');
  project.git('branch', '--quiet', '-D', 'ashlar/greet');
  expect(statesOf(await json<SpecTrace>(project, 'trace', 'greet'))).toEqual(['planned', 'planned', 'planned']);
});

test('a change of a requirement shows as suspect, fails --fail-on and ci; a tick alone proves nothing', async () => {
  const project = await finishedProject();
  expectDone(await project.ashlar('trace', 'greet', '--fail-on', 'none,planned,suspect'));
  const path = 'specs/greet/requirements.md';
  project.write(path, project.read(path).replace('say hello', 'say hello twice'));
  const failed = await json<SpecTrace & { failed: string[] }>(project, 'trace', 'greet', '--fail-on', 'suspect');
  expect(failed).toMatchObject({ code: 7, failed: ['1.1', '1.2', '1.3'] });
  const verdict = await json<CiVerdict>(project, 'ci');
  expect(verdict).toMatchObject({ code: 6, verdict: 'needs_human' });
  expect(codesOf(verdict)).toEqual(['block-stale', 'criterion-suspect', 'criterion-suspect', 'criterion-suspect']);
  expectDone(await project.ashlar('approve', 'greet', 'requirements', '--yes', '--no-draft'));
  expect(await json<CiVerdict>(project, 'ci')).toMatchObject({ code: 7, verdict: 'verification' });

  const wrong = await project.ashlar('trace', 'greet', '--fail-on', 'broken');
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(wrong.stderr).toContain('"broken" is no state');
});

test('a waiver is a person’s word, bound to the words of the criterion', async () => {
  const project = makeProject();
  await approveByHand(project);
  const refused = await project.ashlar('waive', 'greet', '1.2', '--reason', 'seen by eye');
  expect(refused.code).toBe(6);
  expect(refused.stderr).toContain('--yes');
  expect(await project.ashlar('waive', 'greet', '9.9', '--reason', 'x', '--yes')).toMatchObject({ code: 2 });
  expect(await project.ashlar('waive', 'greet', '1.2', '--reason', ' ', '--yes')).toMatchObject({ code: 2 });
  expectDone(await project.ashlar('waive', 'greet', '1.2', '--reason', 'seen by eye', '--yes'));
  expect(statesOf(await json<SpecTrace>(project, 'trace', 'greet'))).toEqual(['planned', 'waived', 'planned']);
  const path = 'specs/greet/requirements.md';
  project.write(path, project.read(path).replace('say goodbye', 'say farewell'));
  expect(statesOf(await json<SpecTrace>(project, 'trace', 'greet'))).toEqual(['planned', 'planned', 'planned']);
});

test('why leads from a line to commit, task, criterion, approval and evidence', async () => {
  const project = await finishedProject();
  project.git('mv', 'greet.txt', 'hello.txt');
  project.git('commit', '--quiet', '--message', 'Rename');
  const reason = await json<LineReason>(project, 'why', 'hello.txt:1');
  expect(reason).toMatchObject({
    code: 0,
    path: 'hello.txt',
    commit: { subject: 'Write the greeting' },
    from: { path: 'greet.txt', line: 1 },
    notes: [],
  });
  expect(reason.tasks).toMatchObject([
    {
      spec: 'greet',
      task: '1',
      criteria: [{ id: '1.1', approval: { by: 'Ann <ann@example.test>', stale: false } }],
      evidence: [{ command: 'grep -qx hello greet.txt', exitCode: 0 }],
    },
  ]);
  const { stdout } = await project.ashlar('why', 'hello.txt:1');
  expect(stdout).toMatch(/it was greet\.txt:1 then\n\ngreet, task 1: Write the greeting\n {2}1\.1 WHEN greet\.txt/);
  expect(stdout).toContain('approved by Ann <ann@example.test>, ');
});

test('why says what is so of lines that are uncommitted, of no spec, or squashed', async () => {
  const project = await finishedProject();
  project.write('README.md', `${project.read('README.md')}more\n`);
  const notesOf = async (place: string) => (await json<LineReason>(project, 'why', place)).notes.join();
  expect(await notesOf('README.md:2')).toContain('not committed yet');
  expect(await notesOf('test/greet.test.js:1')).toContain('names no spec');
  expect(await project.ashlar('why', 'README.md:99')).toMatchObject({ code: 2 });
  expect(await project.ashlar('why', 'none.txt:1')).toMatchObject({ code: 2 });
  expect(await project.ashlar('why', 'README.md')).toMatchObject({ code: 2 });
  expect(await project.ashlar('why', '../outside.txt:1')).toMatchObject({ code: 2 });

  project.write('both.txt', 'both\n');
  project.git('add', 'both.txt');
  const said = [
    'Both (#7)',
    '* One\n\nSpec: greet\nTask: 1',
    '* Two\n\nSpec: greet\nTask: 2',
    '* Gone\n\nSpec: gone\nTask: 9',
  ];
  project.git('commit', '--quiet', ...said.flatMap((part) => ['--message', part]));
  const squashed = await json<LineReason>(project, 'why', 'both.txt:1');
  expect(squashed.tasks.map(({ task }) => task)).toEqual(['1', '2']);
  expect(squashed.notes.join()).toMatch(/2 tasks \(a squash\?\).*the spec gone that the commit names is not here/);
});

test('ci passes a finished spec, on another machine only once its signer is trusted there', async () => {
  const project = await finishedProject();
  expect(await json<CiVerdict>(project, 'ci', '--base', 'HEAD')).toMatchObject({
    code: 0,
    verdict: 'pass',
    specs: ['greet'],
  });
  const { stdout } = await project.ashlar('signers', '--json');
  const { own } = JSON.parse(stdout) as { own: string };
  const pipeline = {
    ...project,
    env: { ...project.env, XDG_STATE_HOME: join(project.home, 'pipeline'), ASHLAR_MODEL: '' },
  };
  const ashlar = (...args: string[]) => startAshlar(args, { cwd: project.root, env: pipeline.env }).ended;
  const before = await json<CiVerdict>({ ...pipeline, ashlar }, 'ci');
  expect(before).toMatchObject({ code: 6, verdict: 'needs_human' });
  expect(codesOf(before)).toEqual(expect.arrayContaining(['signer-unknown', 'stage-unapproved', 'task-unproved']));
  expectDone(await ashlar('signers', 'add', own, '--name', 'Ann', '--yes'));
  expectDone(await ashlar('ci', '--base', 'HEAD'));
});

test('ci names a shallow clone, and does not pass what it cannot know there', async () => {
  const project = await finishedProject();
  const folder = join(project.home, 'clone');
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${project.root}`, folder], { env: project.env });
  const ashlar = (...args: string[]) => startAshlar(args, { cwd: folder, env: project.env }).ended;
  const verdict = await json<CiVerdict>({ ...project, ashlar }, 'ci');
  expect(verdict).toMatchObject({ code: 7, notes: [expect.stringContaining('shallow')] });
  expect(codesOf(verdict)).toEqual(['history-cut', 'history-cut', 'history-cut']);
  expect(await ashlar('ci', '--base', 'origin/other')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('fetch-depth: 0'),
  });
});

test('ci --base misses lines of a ledger on a machine that never saw them, also where the spec is gone', async () => {
  const project = await finishedProject();
  project.git('switch', '--quiet', '--create', 'pull');
  const ledger = 'specs/greet/ledger.jsonl';
  project.write(ledger, `${project.read(ledger).trimEnd().split('\n').slice(0, -1).join('\n')}\n`);
  project.git('commit', '--quiet', '--all', '--message', 'Cut');
  const pass = await json<CiVerdict>(project, 'ci');
  expect(codesOf(pass)).not.toContain('ledger-shortened');
  const cut = await json<CiVerdict>(project, 'ci', '--base', 'main');
  expect(cut).toMatchObject({ verdict: 'needs_human', code: 6 });
  expect(cut.checks.at(-1)).toMatchObject({
    check: 'ledgers',
    findings: [{ message: expect.stringContaining('1 line of') }],
  });
  project.git('rm', '--quiet', '-r', '-f', 'specs');
  expect(await json<CiVerdict>(project, 'ci', '--base', 'main')).toMatchObject({ code: 6, specs: [] });
  project.git('reset', '--quiet', '--hard', 'main');
  project.git('mv', 'specs/greet', 'specs/_completed-greet');
  project.write('specs/_completed/x', '');
  project.git('mv', 'specs/_completed-greet', 'specs/_completed/greet');
  expect(codesOf(await json<CiVerdict>(project, 'ci', '--base', 'main'))).toEqual([]);
});

test('ci names a forged line, a spec that does not read and a box that somebody ticked', async () => {
  const project = makeProject();
  await approveByHand(project);
  const tasks = 'specs/greet/tasks.md';
  project.write(tasks, documents['tasks.md'].replace('- [ ] 2.', '- [x] 2.'));
  const ticked = await json<CiVerdict>(project, 'ci', 'greet');
  expect(ticked).toMatchObject({ code: 7 });
  expect(ticked.checks.find(({ check }) => check === 'trace')?.findings).toMatchObject([
    { code: 'task-unproved', message: expect.stringMatching(/task 2$/) },
  ]);
  const ledger = 'specs/greet/ledger.jsonl';
  project.write(ledger, project.read(ledger).replaceAll('Ann', 'Bob'));
  const forged = await json<CiVerdict>(project, 'ci');
  expect(forged).toMatchObject({ code: 3, verdict: 'invalid' });
  expect(codesOf(forged)).toContain('ledger-forged');
  project.write('specs/other/spec.yaml', 'slug: 1\n');
  const both = await json<CiVerdict>(project, 'ci');
  expect(both.specs).toEqual(['greet', 'other']);
  expect(both.checks.find(({ spec }) => spec === 'other')).toMatchObject({ check: 'read', passed: false });
});

test('the states that do not pass are the team’s to choose', async () => {
  const project = makeProject({ '.ashlar/config.yaml': 'ci:\n  failOn: [none, planned]\n' });
  await approveByHand(project);
  const verdict = await json<CiVerdict>(project, 'ci');
  expect(verdict).toMatchObject({ code: 7 });
  expect(codesOf(verdict)).toEqual(['criterion-planned', 'criterion-planned', 'criterion-planned']);
});

test('code that changed after it was proved shows as drifted; ci passes it where its proof is still green', async () => {
  const project = makeProject();
  const proof = '_Verify: grep -q hello greet.ts_';
  const texts = {
    ...documents,
    'tasks.md': `- [ ] 1. Greet\n  - _Requirements: 1_\n  - _Files: greet.ts_\n  - ${proof}\n`,
  };
  await approveByHand(project, { texts });
  project.useScript([implementer('1', [write('greet.ts', "export const greet = () => 'hello';\n")], [finish()])]);
  expectDone(await project.ashlar('run', 'greet'));
  project.git('merge', '--quiet', 'ashlar/greet');
  project.write('greet.ts', "export const greet = () => 'hello, you';\n");
  const trace = await json<SpecTrace>(project, 'trace', 'greet');
  expect(trace.criteria[0]).toMatchObject({ state: 'drifted', why: [expect.stringContaining('greet.ts#greet')] });
  expectDone(await project.ashlar('ci'));
  project.write('greet.ts', "export const greet = () => 'good day';\n");
  const verdict = await json<CiVerdict>(project, 'ci');
  expect(verdict).toMatchObject({ code: 7 });
  expect(codesOf(verdict)).toContain('drift-code-ahead');
  const told = (await project.ashlar('ci')).stdout.split('\n').filter((line) => line.includes('greet.ts'));
  expect(told).toEqual([expect.stringMatching(/^ {4}! greet\.ts:1: greet: it changed/)]);
});
