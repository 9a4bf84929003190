import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { approveStage, askApproval, rejectStage } from '../../src/app/approve-spec.ts';
import { newSpec } from '../../src/app/new-spec.ts';
import { openShortened, openSpec, stageState } from '../../src/app/open-spec.ts';
import { runSpec } from '../../src/app/run-spec.ts';
import { showStatus } from '../../src/app/show-status.ts';
import { drain } from '../support/drain.ts';
import { approve, builders, openWire, requirements, writeSpec } from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const path = 'specs/lend/ledger.jsonl';
const run = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };
const reject = { spec: 'lend', stage: 'design' as const, comment: 'no' };
const isGone = expect.objectContaining({
  kind: 'needs_human',
  why: expect.stringContaining('lines were cut off'),
}) as Error;

function cutLast(repository: TemporaryRepository): void {
  repository.write(
    path,
    repository
      .read(path)
      .trimEnd()
      .split('\n')
      .slice(0, -1)
      .map((line) => `${line}\n`)
      .join(''),
  );
}

async function approved() {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  const wire = openWire(repository);
  await approve(wire, 'lend');
  return { repository, wire };
}

test('a rejection that is cut off does not bring the approval back: nothing goes on, and it is said what is gone', async () => {
  const { repository, wire } = await approved();
  await rejectStage(reject, wire);
  cutLast(repository);
  expect(() => openSpec('lend', wire)).toThrow(isGone);
  await expect(drain(runSpec(run, openWire(repository, { play: builders })))).rejects.toMatchObject({
    kind: 'needs_human',
    why: expect.stringMatching(/1 line .* is gone; in the last one Ann <ann@example\.test> rejected design at 20/),
    next: expect.stringMatching(/git log -p -- .*ledger\.jsonl.*ashlar approve lend --accept-cut/),
  });
  expect((await showStatus('lend', wire))[0]).toMatchObject({
    problem: expect.stringContaining('rejected design'),
    next: expect.stringContaining('git log -p'),
  });
  await expect(rejectStage(reject, wire)).rejects.toThrow(isGone);
});

test('a person who was shown what is gone decides anew, and what is there is then what is known', async () => {
  const { repository, wire } = await approved();
  await rejectStage(reject, wire);
  cutLast(repository);
  const request = askApproval('lend', 'design', wire);
  expect(request.notes).toEqual([expect.stringContaining('rejected design')]);
  await expect(approveStage({ ...request, lost: [] }, wire)).rejects.toThrow(isGone);
  cutLast(repository);
  await expect(approveStage(request, wire)).rejects.toThrow(isGone);
  await approveStage(askApproval('lend', 'design', wire), wire);
  expect(openSpec('lend', wire).ledger).toHaveLength(3);
  expect(openSpec('lend', wire).lost).toEqual([]);

  cutLast(repository);
  const { lost } = openShortened('lend', wire);
  await rejectStage({ ...reject, lost }, wire);
  expect(stageState(openSpec('lend', wire), 'design')).toBe('drafted');
});

test('a ledger that is gone as a whole is missed too; where the next document was not written yet, the one before it is decided anew', async () => {
  const repository = makeRepository({ 'specs/lend/requirements.md': requirements });
  const wire = openWire(repository);
  await approve(wire, 'lend', ['requirements']);
  await rejectStage({ ...reject, stage: 'requirements' }, wire);
  cutLast(repository);
  expect(askApproval('lend', undefined, wire)).toMatchObject({ stage: 'requirements', lost: [{}] });
  rmSync(join(repository.root, path));
  expect(() => openSpec('lend', wire)).toThrow(isGone);
  expect(openShortened('lend', wire).lost).toHaveLength(2);
});

test('another branch has another ledger, a commit that is checked out too; a reset of the same branch is missed', async () => {
  const { repository, wire } = await approved();
  const { git } = repository;
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Approved');
  git('switch', '--quiet', '--create', 'other');
  await rejectStage(reject, wire);
  git('commit', '--quiet', '--all', '--message', 'Rejected');
  git('switch', '--quiet', 'main');
  expect(openSpec('lend', wire).ledger).toHaveLength(3);
  await rejectStage({ ...reject, comment: 'also no' }, wire);
  git('commit', '--quiet', '--all', '--message', 'Rejected here');
  git('switch', '--quiet', 'other');
  expect(openSpec('lend', wire).ledger).toHaveLength(4);
  git('switch', '--quiet', '--detach', 'main~1');
  expect(openSpec('lend', wire).ledger).toHaveLength(3);
  git('switch', '--quiet', 'main');
  git('reset', '--quiet', '--hard', 'HEAD~1');
  expect(() => openSpec('lend', wire)).toThrow(isGone);
});

test('branches that both decided merge without a conflict, and both decisions hold', async () => {
  const { repository, wire } = await approved();
  const { git } = repository;
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Approved');
  git('switch', '--quiet', '--create', 'other');
  await rejectStage(reject, wire);
  git('commit', '--quiet', '--all', '--message', 'Rejected design');
  git('switch', '--quiet', 'main');
  await rejectStage({ ...reject, stage: 'tasks' }, wire);
  git('commit', '--quiet', '--all', '--message', 'Rejected tasks');
  git('merge', '--quiet', '--no-edit', 'other');
  expect(git('status', '--porcelain', '--', 'specs')).toBe('');
  const spec = openSpec('lend', wire);
  expect(spec.problems.filter(({ file }) => file === 'ledger.jsonl')).toEqual([]);
  expect(spec.ledger).toHaveLength(5);
  expect(['requirements', 'design', 'tasks'].map((stage) => stageState(spec, stage as 'design'))).toEqual([
    'approved',
    'drafted',
    'drafted',
  ]);
  await approve(wire, 'lend');
  expect(openSpec('lend', wire).ledger).toHaveLength(8);
});

test('branches that both made the ledger merge as well', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  const { git } = repository;
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Drafted');
  const wire = openWire(repository);
  for (const branch of ['one', 'two']) {
    git('switch', '--quiet', '--create', branch, 'main');
    await rejectStage({ ...reject, comment: branch }, wire);
    git('add', '--all');
    git('commit', '--quiet', '--message', branch);
  }
  git('merge', '--quiet', '--no-edit', 'one');
  expect(openSpec('lend', wire).ledger).toHaveLength(2);
});

test('the ledger of another spec in the place of this one is named for what it is', async () => {
  const { repository, wire } = await approved();
  writeSpec(repository, 'return');
  repository.write('specs/return/ledger.jsonl', repository.read(path));
  expect(() => openSpec('return', wire)).toThrow(/line 1: .* approved requirements .* for the spec lend/);
  await expect(approve(wire, 'return', ['requirements'])).rejects.toMatchObject({
    kind: 'invalid',
    next: expect.stringMatching(/^give the folder its old name back, or take \S+specs\/return\/ledger\.jsonl away/),
  });
});

test('a spec that is archived keeps its ledger', async () => {
  const { repository, wire } = await approved();
  mkdirSync(join(repository.root, 'specs/_completed'));
  renameSync(join(repository.root, 'specs/lend'), join(repository.root, 'specs/_completed/lend'));
  expect(stageState(openSpec('lend', wire), 'tasks')).toBe('approved');
});

test.each([false, true])(
  'a run misses what is cut off while it works, before the next task; in place: %s',
  async (inPlace) => {
    const { repository } = await approved();
    const ledger = join(repository.root, path);
    const script = join(repository.home, 'script.sh');
    writeFileSync(script, `head -n 2 '${ledger}' > '${script}.out' && cat '${script}.out' > '${ledger}'\n`);
    const [first, second] = builders;
    if (first === undefined || second === undefined) throw new Error('no script');
    const calls = [{ name: 'bash', input: { command: `sh '${script}'` } }];
    const play = [{ ...first, replies: [{ calls }, ...first.replies] }, second];
    await expect(drain(runSpec({ ...run, inPlace }, openWire(repository, { play })))).rejects.toMatchObject({
      kind: 'needs_human',
      why: expect.stringMatching(/lines were cut off: 1 line .* approved tasks/),
    });
    expect(repository.read(path).trimEnd().split('\n')).toHaveLength(2);
  },
);

test('a spec that is made anew where one was before begins with an empty ledger', async () => {
  const { repository } = await approved();
  rmSync(join(repository.root, 'specs/lend'), { recursive: true });
  const wire = openWire(repository, { play: [{ replies: [{ text: requirements }] }] });
  await drain(newSpec({ item: 'Lend', name: 'lend' }, wire));
  expect(openSpec('lend', wire)).toMatchObject({ ledger: [], lost: [] });
});

test('what is known lies outside of the repository, and looking writes nothing', async () => {
  const { repository } = await approved();
  const state = join(repository.home, '.local/state/ashlar');
  expect(readdirSync(join(state, 'ledgers'))).toHaveLength(1);
  rmSync(state, { recursive: true });
  const wire = openWire(repository);
  expect((await showStatus('lend', wire))[0]).toMatchObject({ stages: { requirements: 'drafted' } });
  expect(existsSync(state)).toBe(false);
});

test('where nothing can be remembered nothing is decided; looking goes on', async () => {
  const { repository, wire } = await approved();
  const ledgers = join(repository.home, '.local/state/ashlar/ledgers');
  rmSync(ledgers, { recursive: true });
  writeFileSync(ledgers, 'in the way\n');
  const before = repository.read(path);
  await expect(rejectStage(reject, wire)).rejects.toMatchObject({
    kind: 'failed',
    what: `${ledgers} cannot be written`,
    next: expect.stringContaining('XDG_STATE_HOME'),
  });
  expect(repository.read(path)).toBe(before);
  expect((await showStatus('lend', wire))[0]).toMatchObject({ next: 'ashlar run lend' });
});

test('a list of known lines that was damaged is said and not passed over', async () => {
  const { repository, wire } = await approved();
  const ledgers = join(repository.home, '.local/state/ashlar/ledgers');
  const [file = ''] = readdirSync(ledgers);
  writeFileSync(join(ledgers, file), '{}\n');
  mkdirSync(join(repository.home, 'x'));
  expect(() => openSpec('lend', wire)).toThrow(`${join(ledgers, file)} cannot be used`);
});
