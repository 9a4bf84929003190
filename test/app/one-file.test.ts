import { expect, test } from 'vitest';
import { approveStage, askApproval, rejectStage } from '../../src/app/approve-spec.ts';
import { applyChange, proposeChange } from '../../src/app/change-spec.ts';
import { draftSpec } from '../../src/app/draft-spec.ts';
import { planFixes } from '../../src/app/fix-findings.ts';
import { lintSpecs } from '../../src/app/lint-spec.ts';
import { newSpec } from '../../src/app/new-spec.ts';
import { openSpec, stageState } from '../../src/app/open-spec.ts';
import { runSpec } from '../../src/app/run-spec.ts';
import type { SpecStage } from '../../src/domain/spec.ts';
import type { BlockChoice } from '../../src/specs/select-blocks.ts';
import { drain } from '../support/drain.ts';
import { builders, openWire, type PlayedSession, writeSpec } from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const requirement = `## Requirement 1: Lend

### Acceptance Criteria

1. WHEN a book is lent THE SYSTEM SHALL note the reader`;
const approach = `## Approach

One file, \`lend.txt\`.
_Requirements: 1.1_`;
const task = `- [ ] 1. Lend a book
  - Write lend.txt
  - _Requirements: 1.1_
  - _Verify: grep -q lent lend.txt_`;
const small = `# Lend books

${requirement}

${approach}

## Tasks

${task}
`;

async function makeSmall(text = small): Promise<TemporaryRepository> {
  const repository = makeRepository();
  const wire = openWire(repository, { play: [{ replies: [{ text }] }] });
  await drain(newSpec({ item: 'Lend books', name: 'lend', size: 'S' }, wire));
  return repository;
}

const approve = async (repository: TemporaryRepository, choice?: BlockChoice, stage?: SpecStage) => {
  const wire = openWire(repository);
  const request = askApproval('lend', stage, wire, choice);
  await approveStage(request, wire);
  return request;
};
const draft = (repository: TemporaryRepository, ...replies: PlayedSession['replies']) =>
  drain(draftSpec('lend', openWire(repository, { play: [{ replies }] })));
const statesOf = (repository: TemporaryRepository) => {
  const spec = openSpec('lend', openWire(repository));
  return (['requirements', 'design', 'tasks'] as const).map((stage) => stageState(spec, stage));
};
const run = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };

test('a change of all three parts of the one file keeps each of them', async () => {
  const repository = await makeSmall();
  const edit = (block: string, text: string) => `<replace block="${block}">\n${text}\n</replace>`;
  const after = [
    requirement.replace('WHEN a', 'WHEN any'),
    approach.replace('One file', 'One short file'),
    task.replace('Write lend.txt', 'Write one line into lend.txt'),
  ] as const;
  const text = ['requirements/1', 'design/approach', 'tasks/1'].map((id, n) => edit(id, after[n] ?? '')).join('\n');
  const wire = openWire(repository, { play: [{ replies: [{ text }] }] });
  const { events, end } = await drain(proposeChange('lend', 'Any book', wire));
  expect(end.problems).toEqual([]);
  expect(JSON.stringify(events).match(/document file=/g)).toHaveLength(1);
  await applyChange(end, wire);
  expect(repository.read('specs/lend/spec.md')).toBe(
    `# Lend books\n\n${after[0]}\n\n${after[1]}\n\n## Tasks\n\n${after[2]}\n`,
  );
});

test('ticks of the one file stay through a change of its tasks', async () => {
  const repository = await makeSmall();
  await approve(repository);
  await drain(runSpec(run, openWire(repository, { play: builders })));
  const more = '<add after="tasks/1">\n- [x] 2. Lend two\n  - _Requirements: 1.1_\n</add>';
  const wire = openWire(repository, { play: [{ replies: [{ text: more }] }] });
  const { end } = await drain(proposeChange('lend', 'Two books', wire));
  await applyChange(end, wire);
  expect(repository.read('specs/lend/spec.md')).toContain('- [x] 1. Lend a book');
  expect(repository.read('specs/lend/spec.md')).toContain('- [ ] 2. Lend two');
});

test('what is wrong in the one file is found and mended once', async () => {
  const twice =
    '2. WHEN it is late THE SYSTEM SHALL tell\u200b the reader\n2. WHEN it is lost THE SYSTEM SHALL ask [TODO]';
  const text = small
    .replace('\n\n## Approach', `\n${twice}\n\n## Approach`)
    .replace('Requirements: 1.1_\n  - _V', 'Requirements: 1_\n  - _V');
  const repository = await makeSmall();
  repository.write('specs/lend/spec.md', text);
  const wire = openWire(repository);
  const [lint] = lintSpecs({ specs: [], all: true }, wire);
  const rules = lint?.findings.map(({ rule, line }) => `${rule}@${line}`) ?? [];
  expect(rules).toContain('placeholder@9');
  expect(rules.filter((rule) => rule.startsWith('hidden-character'))).toHaveLength(1);
  expect(rules.filter((rule, at) => rules.indexOf(rule) !== at)).toEqual([]);
  const problems = askApproval('lend', undefined, wire).problems.map(({ code, line }) => `${code}@${line}`);
  expect(problems).toContain('criterion-id-doubled@9');
  expect(problems.filter((problem, at) => problems.indexOf(problem) !== at)).toEqual([]);
  const patches = planFixes([], wire);
  expect(patches.map(({ shown }) => shown)).toEqual(['specs/lend/spec.md']);
});

test('a fix of the one file tells which approved blocks of any part it makes stale', async () => {
  const text = small
    .replace('\n\n## Approach', '\n1. WHEN it is late THE SYSTEM SHALL tell the reader\n\n## Approach')
    .replace('_Requirements: 1.1_\n\n', '_Requirements: 1.1 _\n\n');
  const repository = await makeSmall();
  repository.write('specs/lend/spec.md', text);
  await approve(repository);
  const [patch] = planFixes([], openWire(repository));
  expect(patch?.after).toContain('\n2. WHEN it is late');
  expect(patch?.stale).toEqual(['requirements/1', 'design/approach']);
});

test('a redraft of one block that spills into another part of the one file goes back', async () => {
  const repository = await makeSmall();
  await approve(repository);
  const reject = (block: string) =>
    rejectStage({ spec: 'lend', stage: undefined, block, comment: 'Say when.' }, openWire(repository));
  expect(await reject('requirements/1')).toMatchObject({ stage: 'requirements', block: 'requirements/1' });
  const better = requirement.replace('is lent', 'is lent at the desk');
  const spilt = `${better}\n\n## Tasks\n\n- [ ] 9. More\n  - _Requirements: 1.1_`;
  const { events } = await draft(repository, { text: spilt }, { text: better, expect: 'block-spilt' });
  expect(JSON.stringify(events)).toContain('the tasks would be changed by it');
  expect(repository.read('specs/lend/spec.md')).toBe(small.replace(requirement, better));
  expect(statesOf(repository)).toEqual(['drafted', 'suspect', 'suspect']);
});

test('a block of the one file that swallows the rest of it is not written', async () => {
  const repository = await makeSmall();
  await rejectStage({ spec: 'lend', stage: 'design', block: 'approach', comment: 'Shorter.' }, openWire(repository));
  const open = '## Approach\n\n```\nlend\n';
  await expect(draft(repository, { text: open }, { text: open }, { text: open })).rejects.toMatchObject({
    what: 'the author gave no document',
  });
  expect(repository.read('specs/lend/spec.md')).toBe(small);
});

test('blocks of the one file are approved by themselves, whichever parts they lie in', async () => {
  const repository = await makeSmall();
  await approve(repository);
  repository.write('specs/lend/spec.md', small.replace('a book is', 'any book is').replace('Write lend', 'Make lend'));
  expect(statesOf(repository)).toEqual(['drafted', 'suspect', 'drafted']);
  const both = { blocks: ['requirements/1', 'tasks/1'] };
  const request = await approve(repository, both);
  expect(request.blocks.map(({ id, state }) => [id, state])).toEqual([
    ['requirements/1', 'stale'],
    ['tasks/1', 'stale'],
  ]);
  expect(statesOf(repository)).toEqual(['approved', 'suspect', 'approved']);
  expect((await approve(repository, { blocks: ['design/approach'] })).blocks[0]?.state).toBe('suspect');
  expect(statesOf(repository)).toEqual(['approved', 'approved', 'approved']);
  const ledger = openSpec('lend', openWire(repository)).ledger.map(({ fact }) => fact);
  expect(ledger.slice(3)).toMatchObject([
    { stage: 'requirements', blocks: [{ id: 'requirements/1' }] },
    { stage: 'tasks', blocks: [{ id: 'tasks/1' }] },
    { stage: 'design', blocks: [{ id: 'design/approach' }] },
  ]);
});

test('a range may name its part itself, and a bare number is one of the named stage', async () => {
  const two = `${small}- [ ] 2. Lend two\n  - _Requirements: 1.1_\n  - _Verify: true_\n`;
  const repository = await makeSmall(two);
  await approve(repository, undefined);
  repository.write('specs/lend/spec.md', two.replace('Write lend', 'Make lend').replace('Lend two', 'Lend both'));
  expect((await approve(repository, { blocks: ['2'] }, 'tasks')).blocks.map(({ id }) => id)).toEqual(['tasks/2']);
  const { stage, blocks } = await approve(repository, { ranges: ['tasks/1..tasks/2'] });
  expect([stage, blocks.map(({ id, state }) => `${id} ${state}`)]).toEqual([
    'tasks',
    ['tasks/1 stale', 'tasks/2 approved'],
  ]);
  expect(statesOf(repository)).toEqual(['approved', 'approved', 'approved']);
});

test('blocks of a quick spec are approved one by one, for the texts that were shown', async () => {
  const repository = makeRepository();
  const wire = openWire(repository);
  repository.write('specs/lend/.config.kiro', '{"specType":"quick-spec"}');
  writeSpec(repository, 'lend');
  const whole = askApproval('lend', undefined, wire);
  const part = askApproval('lend', undefined, wire, { blocks: ['requirements/2', 'tasks/1'] });
  expect(part.digest).toBe(whole.digest);
  await approveStage(part, wire);
  const facts = openSpec('lend', wire).ledger.map(({ fact }) => fact);
  expect(facts).toMatchObject([
    { stage: 'requirements', blocks: [{ id: 'requirements/2' }] },
    { stage: 'tasks', blocks: [{ id: 'tasks/1' }] },
  ]);
  repository.write('specs/lend/design.md', '# Design\n');
  await expect(approveStage({ ...part, digest: whole.digest }, wire)).rejects.toMatchObject({ kind: 'needs_human' });
});
