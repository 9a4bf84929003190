import { expect, test } from 'vitest';
import { confirmProvable, confirmRunnable } from '../../src/app/confirm-runnable.ts';
import { openSpec } from '../../src/app/open-spec.ts';
import { readProject } from '../../src/app/project.ts';
import { AshlarError } from '../../src/base/errors.ts';
import { approve, design, openWire, requirements, tasks, writeSpec } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

async function refusal({ documents = {}, change = {}, files = {}, approved = true }): Promise<AshlarError | undefined> {
  const repository = makeRepository(files);
  writeSpec(repository, 'lend', documents);
  if (approved) await approve(openWire(repository), 'lend');
  for (const [file, text] of Object.entries(change)) repository.write(`specs/lend/${file}.md`, String(text));
  const wire = openWire(repository);
  const project = await readProject(wire);
  try {
    confirmRunnable(openSpec('lend', wire));
    confirmProvable(openSpec('lend', wire), project, wire);
    return undefined;
  } catch (error) {
    if (error instanceof AshlarError) return error;
    throw error;
  }
}

test('a spec whose every block stands as it was approved may run', async () => {
  expect(await refusal({})).toBeUndefined();
});

test('boxes that were ticked since, and blank space, are no change', async () => {
  const change = { tasks: tasks.replace('- [ ] 1.', '- [x] 1.'), design: `${design}\n\n` };
  expect(await refusal({ change })).toBeUndefined();
});

test('a block that was changed is named with its place, and the difference is shown', async () => {
  const error = await refusal({ change: { requirements: requirements.replace('SHALL refuse', 'SHALL wait') } });
  expect(error).toMatchObject({
    kind: 'needs_human',
    what: 'requirements/1 (requirements.md:9) was changed after it was approved',
    next: 'ashlar approve lend requirements',
  });
  expect(error?.why).toContain('-2. IF the book is out THEN THE SYSTEM SHALL refuse');
  expect(error?.why).toContain('+2. IF the book is out THEN THE SYSTEM SHALL wait');
});

test('a block that was taken out is named, and its text is shown', async () => {
  const error = await refusal({ change: { tasks: tasks.slice(0, tasks.indexOf('- [ ] 2.')) } });
  expect(error).toMatchObject({ kind: 'needs_human', what: 'tasks/2 was approved and is gone' });
  expect(error?.why).toContain('-- [ ] 2. Take a book back');
});

test('a block that was added is named as never approved', async () => {
  const error = await refusal({ change: { design: `${design}\n## Error Handling\n\nNone.\n` } });
  expect(error?.what).toBe('design/error-handling (design.md:12) was never approved');
  expect(error?.next).toBe('ashlar approve lend design');
});

test('nothing runs before a human approved it', async () => {
  expect((await refusal({ approved: false }))?.what).toBe(
    'requirements/preamble (requirements.md:1) was never approved',
  );
});

test('tasks that cannot be ordered are refused with file, line and column', async () => {
  const circle = tasks.replace('_Requirements: 1.1, 1.2_', '_Requirements: 1.1, 1.2_\n  - _Depends: 2_');
  const error = await refusal({ documents: { tasks: circle } });
  expect(error).toMatchObject({ kind: 'invalid', what: expect.stringMatching(/^tasks\.md:\d+:\d+ cannot be worked/) });
  expect(error?.why).toContain('1 → 2 → 1');
});

test('a task that nothing proves is refused, unless the repository has a check of its own', async () => {
  const documents = { tasks: tasks.replace('  - _Verify: grep -q back return.txt_\n', '') };
  expect(await refusal({ documents })).toMatchObject({ kind: 'invalid', what: 'nothing proves task 2' });
  const files = { 'package.json': '{"scripts":{"test":"node --test"}}' };
  expect(await refusal({ documents, files })).toBeUndefined();
  expect(await refusal({ documents, files: { '.ashlar/config.yaml': 'verify: [make check]\n' } })).toBeUndefined();
});
