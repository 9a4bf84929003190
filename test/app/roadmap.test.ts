import { expect, test } from 'vitest';
import { approveStage, askApproval, rejectStage } from '../../src/app/approve-spec.ts';
import { draftSpec } from '../../src/app/draft-spec.ts';
import { judgeSpecs } from '../../src/app/judge-specs.ts';
import { lintSpecs } from '../../src/app/lint-spec.ts';
import { newSpec, newSpecOfRoadmap } from '../../src/app/new-spec.ts';
import { showStatus } from '../../src/app/show-status.ts';
import { traceSpec } from '../../src/app/trace-spec.ts';
import { drain } from '../support/drain.ts';
import { openWire } from '../support/scripted-run.ts';
import { roadmap } from '../support/spec-texts.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const small = `# Lend books

## Requirement 1: Lend

### Acceptance Criteria

1. WHEN a book is lent THE SYSTEM SHALL note the reader

## Approach

One file, \`lend.txt\`.

## Tasks

- [ ] 1. Lend a book
  - _Requirements: 1.1_
  - _Verify: grep -q lent lend.txt_
`;

async function planned(): Promise<TemporaryRepository> {
  const repository = makeRepository();
  const wire = openWire(repository, { play: [{ replies: [{ text: roadmap }] }] });
  await drain(newSpec({ item: 'A library', name: 'plan', size: 'L' }, wire));
  return repository;
}

test('a roadmap and a small spec lack nothing: not for ci, not for lint, status and trace', async () => {
  const repository = await planned();
  const wire = openWire(repository, { play: [{ replies: [{ text: small }] }] });
  await approveStage(askApproval('plan', undefined, wire), wire);
  await drain(newSpecOfRoadmap({ roadmap: 'plan', entry: '1' }, wire));
  await approveStage(askApproval('lend-books', undefined, wire), wire);
  const verdict = await judgeSpecs({ specs: [] }, wire);
  expect(verdict.checks.flatMap(({ findings }) => findings)).toEqual([]);
  expect(verdict.verdict).toBe('pass');
  expect(lintSpecs({ specs: [], all: true }, wire).flatMap(({ findings }) => findings)).toEqual([]);
  const status = await showStatus(undefined, wire);
  expect(status.map(({ spec, stages, problem }) => ({ spec, stages, problem }))).toEqual([
    {
      spec: 'lend-books',
      stages: { requirements: 'approved', design: 'approved', tasks: 'approved' },
      problem: undefined,
    },
    { spec: 'plan', stages: { requirements: 'approved' }, problem: undefined },
  ]);
  expect(status[1]?.planned).toEqual([
    { id: '1', title: 'Lend books', made: 'lend-books' },
    { id: '2', title: 'Return books' },
  ]);
  expect(await traceSpec('plan', wire)).toMatchObject({ criteria: [], tasks: [], notes: [] });
});

test('a small spec that nobody approved is one finding of ci', async () => {
  const repository = makeRepository();
  const wire = openWire(repository, { play: [{ replies: [{ text: small }] }] });
  await drain(newSpec({ item: 'Lend books', name: 'lend', size: 'S' }, wire));
  const { checks } = await judgeSpecs({ specs: [] }, wire);
  expect(checks.flatMap(({ findings }) => findings)).toMatchObject([
    { code: 'stage-unapproved', file: 'specs/lend/spec.md', next: 'ashlar approve lend' },
  ]);
});

test('entries of a roadmap are approved and sent back one by one', async () => {
  const repository = await planned();
  const wire = openWire(repository);
  const part = askApproval('plan', undefined, wire, { blocks: ['1'] });
  expect(part.blocks.map(({ id }) => id)).toEqual(['requirements/1']);
  await approveStage(part, wire);
  expect((await showStatus('plan', wire))[0]).toMatchObject({ stages: { requirements: 'drafted' } });
  const rejected = await rejectStage({ spec: 'plan', stage: undefined, block: '2', comment: 'Fines, too.' }, wire);
  expect(rejected).toMatchObject({ block: 'requirements/2' });
  const entry = '### 2. Return books\n- _Depends: 1_\n\nBooks come back, with fines.';
  await drain(draftSpec('plan', openWire(repository, { play: [{ replies: [{ text: entry }] }] })));
  expect(repository.read('specs/plan/roadmap.md')).toBe(roadmap.replace('come back.', 'come back, with fines.'));
});

test.each(['design', 'tasks'] as const)('a roadmap that is asked for its %s says that it has none', async (stage) => {
  const repository = await planned();
  expect(() => askApproval('plan', stage, openWire(repository))).toThrow(
    expect.objectContaining({ kind: 'usage', what: `plan is a roadmap and has no ${stage}` }) as Error,
  );
});
