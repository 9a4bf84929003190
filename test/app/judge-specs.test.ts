import { expect, test } from 'vitest';
import { type CiVerdict, judgeSpecs } from '../../src/app/judge-specs.ts';
import { runSpec } from '../../src/app/run-spec.ts';
import { drain } from '../support/drain.ts';
import { approve, builders, design, openWire, requirements, tasks, writeSpec } from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

async function approvedSpec(): Promise<TemporaryRepository> {
  const repository = makeRepository();
  writeSpec(repository, 'lending');
  await approve(openWire(repository), 'lending');
  return repository;
}

const judge = (repository: TemporaryRepository) => judgeSpecs({ specs: [] }, openWire(repository));
const ofCheck = ({ checks }: CiVerdict, ...names: string[]) => checks.filter(({ check }) => names.includes(check));
const findingsOf = (verdict: CiVerdict) =>
  ofCheck(verdict, 'approvals', 'trace').flatMap(({ check, findings }) =>
    findings.map(({ code, kind }) => `${check} ${code} ${kind}`),
  );
const messagesOf = (verdict: CiVerdict) =>
  ofCheck(verdict, 'trace').flatMap(({ findings }) => findings.map(({ message }) => message));

test('what is approved as it stands passes, before any task is done', async () => {
  const verdict = await judge(await approvedSpec());
  expect(verdict).toMatchObject({ verdict: 'pass', specs: ['lending'], notes: [] });
  expect(verdict.checks.map(({ check }) => check)).toEqual(expect.arrayContaining(['lint', 'approvals', 'trace']));
});

test('a repository without specs passes, and so does one whose only spec is archived', async () => {
  const repository = makeRepository();
  expect(await judge(repository)).toMatchObject({ verdict: 'pass', specs: [] });
  writeSpec(repository, '_completed/lending');
  expect(await judge(repository)).toMatchObject({ verdict: 'pass', specs: [] });
  expect(await judgeSpecs({ specs: ['lending'] }, openWire(repository))).toMatchObject({ verdict: 'needs_human' });
});

test('blocks that changed, came or went after approval are named', async () => {
  const repository = await approvedSpec();
  const changed = requirements
    .replace('note the reader', 'note him')
    .replace(
      /### Requirement 2[\s\S]*/,
      '### Requirement 3: Lose\n\n1. WHEN a book is lost THE SYSTEM SHALL note that\n',
    );
  writeSpec(repository, 'lending', { requirements: changed });
  const verdict = await judge(repository);
  expect(ofCheck(verdict, 'approvals')[0]?.findings).toMatchObject([
    { code: 'block-stale', message: '1 block changed after approval: requirements/1', kind: 'needs_human' },
    { code: 'block-unapproved', message: '1 block never approved: requirements/3' },
    { code: 'block-removed', message: '1 block approved, and gone since: requirements/2' },
  ]);
});

test('criteria and tasks that do not fit each other make a spec invalid, with file and line', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lending', { tasks: tasks.replace('_Requirements: 2.1_', '_Requirements: 7.7_') });
  await approve(openWire(repository), 'lending');
  const verdict = await judge(repository);
  expect(verdict.verdict).toBe('invalid');
  const [lint] = ofCheck(verdict, 'lint');
  expect(lint?.findings.filter(({ kind }) => kind === 'invalid')).toMatchObject([
    { code: 'criterion-uncovered', kind: 'invalid', file: 'specs/lending/requirements.md', line: 22 },
    { code: 'reference-unknown', kind: 'invalid', file: 'specs/lending/tasks.md' },
  ]);
});

test('a document that is not written yet, and a ledger line that a crash cut off, are advice', async () => {
  const repository = makeRepository({ 'specs/lending/requirements.md': requirements });
  await approve(openWire(repository), 'lending', ['requirements']);
  const ledger = 'specs/lending/ledger.jsonl';
  repository.write(ledger, `${repository.read(ledger)}{"at":`);
  const verdict = await judge(repository);
  expect(verdict.verdict).toBe('pass');
  expect(findingsOf(verdict)).toEqual([
    'approvals ledger-cut advice',
    'approvals stage-missing advice',
    'approvals stage-missing advice',
  ]);
});

test('evidence that a squash left behind is advice, and no proof', async () => {
  const repository = await approvedSpec();
  await drain(
    runSpec(
      { spec: 'lending', inPlace: false, withOptional: false, mustExist: false },
      openWire(repository, { play: builders }),
    ),
  );
  expect(findingsOf(await judge(repository))).toEqual([]);
  repository.git('merge', '--quiet', '--squash', 'ashlar/lending');
  repository.git('commit', '--quiet', '--message', 'Lend (#1)');
  repository.git('worktree', 'remove', '--force', '.ashlar/state/worktrees/lending');
  repository.git('branch', '--quiet', '-D', 'ashlar/lending');
  const verdict = await judge(repository);
  expect(verdict.verdict).toBe('pass');
  expect(findingsOf(verdict)).toEqual(['trace evidence-elsewhere advice', 'trace evidence-elsewhere advice']);
});

test('a tag that names no criterion is told with its place', async () => {
  const repository = await approvedSpec();
  repository.write('test/lend.test.js', "test('[lending 1.1, 4.2] lends', () => {});\n");
  expect(messagesOf(await judge(repository))).toEqual([
    'test/lend.test.js:1 is tied to 4.2, which lending does not have',
  ]);
});

test('a design section that names a criterion is traced, whether the design is approved or not', async () => {
  const repository = await approvedSpec();
  writeSpec(repository, 'lending', { design: `${design}\n## More\n_Requirements: 1.1_\n` });
  expect(findingsOf(await judge(repository))).toEqual(['approvals block-unapproved needs_human']);
});
