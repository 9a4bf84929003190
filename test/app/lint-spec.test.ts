import { expect, test } from 'vitest';
import { acceptFindings, askAcceptance } from '../../src/app/accept-findings.ts';
import { applyPatch, planFixes } from '../../src/app/fix-findings.ts';
import { lintSpecs } from '../../src/app/lint-spec.ts';
import { openSpec, stageState } from '../../src/app/open-spec.ts';
import { approve, openWire, requirements, tasks, writeSpec } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const vague = requirements.replace('note the reader', 'note the appropriate reader');

function open(documents = {}) {
  const repository = makeRepository();
  writeSpec(repository, 'lend', documents);
  return { repository, wire: openWire(repository) };
}

const lintAll = (wire: ReturnType<typeof openWire>, specs: string[] = []) => lintSpecs({ specs, all: false }, wire);
const accept = [{ rule: 'vague-word', block: 'requirements/1' }];

test('all specs are linted but the archived ones, which have to be named', () => {
  const { repository, wire } = open({ requirements: vague });
  writeSpec(repository, '_archived/old', { requirements: vague });
  expect(lintAll(wire).map(({ spec, path, counts }) => ({ spec, path, counts }))).toEqual([
    { spec: 'lend', path: 'specs/lend', counts: { error: 0, warning: 0, advice: 1 } },
  ]);
  expect(lintAll(wire, ['old'])).toMatchObject([{ path: 'specs/_archived/old', counts: { advice: 1 } }]);
});

test('criteria that contradict each other are errors; in a document of very many they are left to ci, and that is said', () => {
  const twice = (count: number) =>
    Array.from({ length: count }, (_, n) => `${n + 2}. WHEN door ${n} opens THE Desk SHALL light lamp ${n}`);
  const few = ['1. THE Desk SHALL note the reader', ...twice(3), '5. THE Desk SHALL NOT note the reader'].join('\n');
  const many = ['1. THE Desk SHALL note the reader', ...twice(300), '302. THE Desk SHALL NOT note the reader'].join(
    '\n',
  );
  const document = (criteria: string) =>
    `# Requirements\n\n## Requirements\n\n### Requirement 1: Desk\n\n#### Acceptance Criteria\n\n${criteria}\n`;
  const [small] = lintAll(open({ requirements: document(few) }).wire);
  expect(small?.findings.map(({ rule }) => rule)).toContain('criteria-opposing');
  expect(small).not.toHaveProperty('notCompared');
  const [large] = lintAll(open({ requirements: document(many) }).wire);
  expect(large?.findings.map(({ rule }) => rule)).not.toContain('criteria-opposing');
  expect(large).toMatchObject({ notCompared: 302 });
});

test('an accepted finding stays away, for as long as its block is as it was', async () => {
  const { repository, wire } = open({ requirements: vague });
  await acceptFindings(askAcceptance({ specs: [], accept }, wire), wire);
  expect(lintAll(wire)[0]?.findings).toEqual([]);
  expect(openSpec('lend', wire).ledger.at(-1)).toMatchObject({
    by: 'Ann <ann@example.test>',
    fact: { type: 'accepted', ...accept[0] },
  });
  repository.write('specs/lend/requirements.md', vague.replace('the book is out', 'the book is lent'));
  expect(lintAll(wire)[0]?.findings.map(({ rule }) => rule)).toEqual(['vague-word']);
});

test('a block that changed after it was shown is not accepted', async () => {
  const { repository, wire } = open({ requirements: vague });
  const request = askAcceptance({ specs: ['lend'], accept }, wire);
  repository.write('specs/lend/requirements.md', vague.replace('the book is out', 'the book is lent'));
  await expect(acceptFindings(request, wire)).rejects.toMatchObject({ kind: 'needs_human' });
  expect(repository.has('specs/lend/ledger.jsonl')).toBe(false);
});

test('what is not there and what is broken cannot be accepted, and which spec is meant must be clear', () => {
  const { repository, wire } = open({
    requirements: vague,
    tasks: tasks.replace('_Requirements: 2.1_', '_Requirements: 9.1_'),
  });
  const ask =
    (rule: string, block: string, specs = ['lend']) =>
    () =>
      askAcceptance({ specs, accept: [{ rule, block }] }, wire);
  expect(ask('vague-word', 'requirements/2')).toThrow(
    expect.objectContaining({ kind: 'usage', next: 'the nearest are: vague-word requirements/1' }) as Error,
  );
  expect(ask('reference-unknown', 'tasks/2')).toThrow('cannot be accepted');
  writeSpec(repository, 'other');
  expect(ask('vague-word', 'requirements/1', [])).toThrow(/there are lend, other/);
});

const doubled = requirements.replace('2. IF', '1. IF');

test('a fix changes its characters only, and says what would have to be approved again', async () => {
  const { repository, wire } = open({ requirements: doubled });
  await approve(wire, 'lend');
  const [patch, ...more] = planFixes([], wire);
  if (patch === undefined) throw new Error('nothing to fix');
  expect(more).toEqual([]);
  expect(patch).toMatchObject({ shown: 'specs/lend/requirements.md', fixed: 1, stale: ['requirements/1'] });
  expect(patch.diff).toContain('-1. IF the book is out');
  expect(repository.read('specs/lend/requirements.md')).toBe(doubled);
  await applyPatch(patch, wire);
  expect(repository.read('specs/lend/requirements.md')).toBe(requirements);
  expect(stageState(openSpec('lend', wire), 'requirements')).toBe('drafted');
  expect(planFixes([], wire)).toEqual([]);
});

test('spaces that no hash counts leave an approval as it is, and a file that changed is not overwritten', async () => {
  const spaced = tasks.replace('_Requirements: 2.1_', '_Requirements: 2.1_  ');
  const { repository, wire } = open({ tasks: spaced });
  await approve(wire, 'lend');
  const [patch] = planFixes(['lend'], wire);
  if (patch === undefined) throw new Error('nothing to fix');
  expect(patch.stale).toEqual([]);
  repository.write('specs/lend/tasks.md', `${spaced}\n`);
  await expect(applyPatch(patch, wire)).rejects.toMatchObject({ kind: 'needs_human' });
  expect(repository.read('specs/lend/tasks.md')).toBe(`${spaced}\n`);
});
