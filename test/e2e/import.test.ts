import { expect, test } from 'vitest';
import { openSpec, specKit } from '../specs/import/trees.ts';
import { expectDone } from './support/ashlar.ts';
import { makeProject } from './support/project.ts';

test('init --from brings specs in, says what was ticked and left, and status shows them as drafts', async () => {
  const project = makeProject({ ...specKit, ...openSpec });
  const ended = await project.ashlar('init', '--from');
  expectDone(ended);
  expect(ended.stdout).toContain('lend-books: brought in from specs/003-lend-books (spec-kit)');
  expect(ended.stdout).toContain('specs/003-lend-books/tasks.md:9 ticked there, not proved here: 2 tasks');
  expect(ended.stdout).toContain('specs/003-lend-books/contracts/api.yaml:1 was left where it is');
  expect(ended.stdout).toContain('Next: ashlar approve lend-books');
  const { specs } = JSON.parse((await project.ashlar('status', '--json')).stdout);
  expect(specs.map(({ spec, tasks }: { spec: string; tasks: { done: number } }) => [spec, tasks.done])).toEqual([
    ['add-fines', 0],
    ['lend-books', 0],
    ['lending', 0],
  ]);
  const again = await project.ashlar('init', '--from', 'openspec', '--json');
  const { import: brought, written } = JSON.parse(again.stdout);
  expect([written, brought.specs.map(({ outcome }: { outcome: string }) => outcome)]).toEqual([
    false,
    ['present', 'present'],
  ]);
});

test('a wrong layout, a path without --from and a repository without specs are refused in words', async () => {
  const project = makeProject({ '.specify/memory/constitution.md': '# C\n' });
  expect(await project.ashlar('init', '--from', 'word')).toMatchObject({ code: 2, stdout: '' });
  expect(await project.ashlar('init', 'elsewhere')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('init --from spec-kit|openspec|cc-sdd|kiro elsewhere'),
  });
  const none = await project.ashlar('init', '--from', 'openspec');
  expect(none).toMatchObject({ code: 3, stderr: expect.stringMatching(/holds no openspec specs\n {2}→ /) });
  expect(project.has('.ashlar/config.yaml')).toBe(false);
  expect(await project.ashlar('init')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('ashlar init --from spec-kit brings them in'),
  });
});
