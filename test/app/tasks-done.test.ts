import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSpec, requireDocument } from '../../src/app/open-spec.ts';
import { readProject } from '../../src/app/project.ts';
import { tasksDone } from '../../src/app/tasks-done.ts';
import { openWorkplace } from '../../src/app/workplace.ts';
import type { LedgerFact } from '../../src/domain/ledger.ts';
import { planTasks } from '../../src/orchestrator/plan-tasks.ts';
import { appendFact } from '../../src/specs/append-fact.ts';
import { approve, openWire, tasks, writeSpec } from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

async function doneOf(repository: TemporaryRepository, facts: LedgerFact[], text = tasks) {
  writeSpec(repository, 'lend', { tasks: text });
  const wire = openWire(repository);
  for (const fact of facts) {
    const [signer, standing] = [wire.ledgers.signer(), wire.ledgers.standing(join(repository.root, 'specs/lend'))];
    const how = { at: '2026-03-01T09:30:00Z', by: 'ashlar', signer, standing };
    appendFact(join(repository.root, 'specs/lend/ledger.jsonl'), fact, how);
  }
  const spec = openSpec('lend', wire);
  const project = await readProject(wire);
  const workplace = await openWorkplace({ spec, found: undefined, inPlace: false, project }, wire);
  const { ids, notes } = await tasksDone(spec, workplace, planTasks(requireDocument(spec, 'tasks').tasks, false));
  return { ids: [...ids], notes };
}

const evidence = (commit: string, exitCode = 0): LedgerFact => {
  return { type: 'evidence', task: '1', command: 'test', exitCode, outputDigest: 'd', commit, run: 'run_1' };
};

function branchCommit(repository: TemporaryRepository, branch: string): string {
  repository.git('switch', '--quiet', '--create', branch);
  repository.git('commit', '--quiet', '--allow-empty', '--message', branch);
  const commit = repository.git('rev-parse', 'HEAD');
  repository.git('switch', '--quiet', 'main');
  return commit;
}

test('a task with evidence whose commit is on the branch is done', async () => {
  const repository = makeRepository();
  const commit = branchCommit(repository, 'ashlar/lend');
  expect(await doneOf(repository, [evidence(commit)])).toEqual({ ids: ['1'], notes: [] });
});

test('evidence on a commit that was merged long since counts', async () => {
  const repository = makeRepository();
  expect((await doneOf(repository, [evidence(repository.git('rev-parse', 'HEAD'))])).ids).toEqual(['1']);
});

test('evidence that is red, on another branch or on no commit at all does not count', async () => {
  const repository = makeRepository();
  const here = branchCommit(repository, 'ashlar/lend');
  const elsewhere = branchCommit(repository, 'other');
  const facts = [evidence(here, 1), evidence(elsewhere), evidence('f'.repeat(40))];
  expect((await doneOf(repository, facts)).ids).toEqual([]);
});

test('a box counts only where a human approved it ticked; else the task is named as not proved', async () => {
  const ticked = tasks.replaceAll('- [ ]', '- [x]');
  const repository = makeRepository();
  expect(await doneOf(repository, [], ticked)).toEqual({
    ids: [],
    notes: ['ticked without evidence, so worked on and proved now: 1, 2'],
  });
  const approved = makeRepository();
  writeSpec(approved, 'lend', { tasks: tasks.replace('- [ ] 2.', '- [x] 2.') });
  await approve(openWire(approved), 'lend');
  expect(await doneOf(approved, [], ticked)).toEqual({
    ids: ['2'],
    notes: ['ticked without evidence, so worked on and proved now: 1'],
  });
});
