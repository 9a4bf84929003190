import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { branchOf } from '../../src/app/open-spec.ts';
import { runSpec } from '../../src/app/run-spec.ts';
import { showStatus } from '../../src/app/show-status.ts';
import type { SpecYaml } from '../../src/specs/spec-yaml.ts';
import { drain, ofType } from '../support/drain.ts';
import { approve, builders, finish, openWire, type PlayedSession, writeSpec } from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const yaml: SpecYaml = {
  slug: 'lend',
  title: 'Lend books',
  kind: 'feature',
  size: 'M',
  item: 'Lend books',
  createdAt: '2026-03-01T09:30:00Z',
  branch: 'ashlar/lend',
};
const run = (repository: TemporaryRepository, spec: string, play: PlayedSession[]) =>
  drain(runSpec({ spec, inPlace: false, withOptional: false, mustExist: false }, openWire(repository, { play })));

test('a spec that is moved into a group while its branch is not merged goes on there', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  repository.write('specs/lend/spec.yaml', JSON.stringify(yaml));
  await approve(openWire(repository), 'lend');
  const gaveUp: PlayedSession = { match: 'Task 2 of', replies: [{ calls: [finish('I cannot.', false)] }] };
  expect((await run(repository, 'lend', [...builders.slice(0, 1), gaveUp])).end.outcome).toBe('blocked');
  repository.write('specs/desk/README.txt', 'The desk.\n');
  renameSync(join(repository.root, 'specs/lend'), join(repository.root, 'specs/desk/lend'));
  const { events, end } = await run(repository, 'lend', builders);
  expect(end).toMatchObject({ spec: 'desk/lend', outcome: 'done', branch: 'ashlar/lend', finished: ['1', '2'] });
  expect(ofType(events, 'task_started').map(({ task }) => task)).toEqual(['2']);
  expect((await showStatus('desk/lend', openWire(repository)))[0]?.next).toBe('git merge ashlar/lend');
});

test.each([
  ['lend', undefined, 'ashlar/lend'],
  ['lend', 'ashlar/lend', 'ashlar/lend'],
  ['_completed/lend', 'ashlar/lend', 'ashlar/lend'],
  ['lend', 'ashlar/desk/lend', 'ashlar/desk/lend'],
  ['lend', 'main', 'ashlar/lend'],
  ['lend-again', 'ashlar/lend', 'ashlar/lend-again'],
  ['lend', 'ashlar/', 'ashlar/lend'],
])('%s, which says that its branch is %s, works on %s', (slug, branch, expected) => {
  const { branch: _branch, ...rest } = yaml;
  expect(branchOf({ slug, yaml: { ...rest, ...(branch === undefined ? {} : { branch }) } })).toBe(expected);
});
