import { expect, test } from 'vitest';
import type { LedgerFact, LedgerLine } from '../../src/domain/ledger.ts';
import type { SpecDocument } from '../../src/domain/spec.ts';
import type { TestTag, TrailedCommit } from '../../src/domain/trace.ts';
import { criterionHash, traceSpec } from '../../src/specs/trace.ts';
import { parse } from './fixtures.ts';

const requirementsText = `# Requirements

### Requirement 1: Lock

#### Acceptance Criteria

1. WHEN five logins fail THE SYSTEM SHALL lock the account
2. WHEN an account is locked THE SYSTEM SHALL say so

### Requirement 2: Open

#### Acceptance Criteria

1. WHEN 15 minutes are over THE SYSTEM SHALL open the account
`;
const designText = `# Design

## Lock
Counts.
_Requirements: 1.1, 1.2_

## Open
A timer.
_Requirements: 2_

## Tests
None.
`;
const tasksText = `# Tasks

- [x] 1. Count
  - _Requirements: 1.1_
- [ ] 2. Say and open
  - [x] 2.1 Say
    - _Requirements: 1.2_
  - [ ] 2.2 Open
    - _Requirements: 2_
  - [ ]* 2.3 Property test
    - _Requirements: 1.2_
`;

const documents = (change: (text: string) => string = (text) => text) => ({
  requirements: parse('requirements', change(requirementsText)),
  design: parse('design', change(designText)),
  tasks: parse('tasks', change(tasksText)),
});

/** Lines as the ledger's reader gives them; it, not the trace, verifies what is not needed here. */
const ledgerOf = (...facts: LedgerFact[]): LedgerLine[] =>
  facts.map((fact, n) => {
    const sealed = { prev: '', key: '', hash: String(n), sig: '' };
    return { at: `2026-01-0${(n % 9) + 1}T00:00:00Z`, by: 'Ann', spec: 'lockout', fact, ...sealed };
  });
const approved = (stage: 'requirements' | 'design' | 'tasks', { blocks }: SpecDocument, done: string[] = []) => ({
  type: 'approved' as const,
  stage,
  whole: true,
  blocks: blocks.map(({ id, hash, text }) => ({ id, hash, text })),
  done,
});
const evidence = (task: string, commit: string, more: Partial<Extract<LedgerFact, { type: 'evidence' }>> = {}) => ({
  type: 'evidence' as const,
  task,
  command: 'npm test',
  exitCode: 0,
  outputDigest: '',
  commit,
  run: 'run_1',
  ...more,
});
const commit = (name: string, parents: string[], ...tasks: string[]): TrailedCommit => {
  return { commit: name, parents, trails: tasks.map((task) => ({ spec: 'lockout', tasks: [task], requirements: [] })) };
};
const tag = (...ids: string[]): TestTag => ({ spec: 'lockout', ids, path: 'test/a.test.ts', line: 3, title: 'locks' });

const began = documents();
const approvals = [
  approved('requirements', began.requirements),
  approved('design', began.design),
  approved('tasks', began.tasks),
];
const history = [commit('c3', ['c2']), commit('c2', ['c1'], '2.1'), commit('c1', ['c0'], '1'), commit('c0', [])];

function trace(more: Partial<Parameters<typeof traceSpec>[0]> = {}) {
  const ledger = ledgerOf(...approvals, evidence('1', 'c1'), evidence('2.1', 'c2'));
  return traceSpec({ slug: 'lockout', ...began, ledger, commits: history, tests: [], ...more });
}
const states = (more: Parameters<typeof trace>[0] = {}) =>
  Object.fromEntries(trace(more).criteria.map(({ id, state }) => [id, state]));
const criterion = (id: string, more: Parameters<typeof trace>[0] = {}) =>
  trace(more).criteria.find((each) => each.id === id);

test('a criterion is followed to its design, its tasks and its tests', () => {
  expect(criterion('2.1', { tests: [tag('1.1'), tag('2')] })).toEqual({
    id: '2.1',
    text: 'WHEN 15 minutes are over THE SYSTEM SHALL open the account',
    state: 'tested',
    why: [],
    design: [{ id: 'design/open', title: 'Open' }],
    tasks: ['2.2'],
    tests: [tag('2')],
  });
});

test('a criterion is verified where each required task of it was proved in this history', () => {
  expect(states()).toEqual({ '1.1': 'verified', '1.2': 'verified', '2.1': 'planned' });
  expect(criterion('1.2')).toMatchObject({ commit: 'c2', tasks: ['2.1', '2.3'] });
});

test('without ledger, tasks and tests a criterion is none', () => {
  const nothing = { ledger: [], commits: [], tasks: parse('tasks', '# Tasks\n') };
  expect(states(nothing)).toEqual({ '1.1': 'none', '1.2': 'none', '2.1': 'none' });
});

test('a commit that is not in the history proves nothing, and the trace says so', () => {
  const squashed = [commit('s1', ['c0'], '1', '2.1'), commit('c0', [])];
  expect(states({ commits: squashed })).toMatchObject({ '1.1': 'planned', '1.2': 'planned' });
  expect(criterion('1.1', { commits: squashed })?.why).toEqual([
    'task 1: proved at another commit than the one of this history that names the task: squashed or rebased (c1)',
  ]);
});

test('a commit without the trailers of spec and task proves nothing', () => {
  const others = [
    commit('c1', [], '7'),
    { ...commit('c2', ['c1'], '2.1'), trails: [{ spec: 'login', tasks: ['2.1'], requirements: [] }] },
  ];
  expect(states({ commits: others })).toMatchObject({ '1.1': 'planned', '1.2': 'planned' });
});

test('evidence of a later commit counts, for the task’s own comes before it', () => {
  const ledger = ledgerOf(...approvals, evidence('1', 'c3'));
  expect(criterion('1.1', { ledger })).toMatchObject({ state: 'verified', commit: 'c3' });
});

test('evidence of an earlier commit does not count: the task was not done there', () => {
  expect(states({ ledger: ledgerOf(...approvals, evidence('2.1', 'c1')) })).toMatchObject({ '1.2': 'planned' });
});

test('a red command proves nothing, also beside a green one, until it was run again', () => {
  const red = evidence('1', 'c1', { command: 'npm run lint', exitCode: 2 });
  const lines = [...approvals, evidence('1', 'c1'), red];
  expect(criterion('1.1', { ledger: ledgerOf(...lines) })).toMatchObject({
    state: 'planned',
    why: ['task 1: "npm run lint" ended with exit code 2 at c1'],
  });
  expect(states({ ledger: ledgerOf(...lines, { ...red, exitCode: 0 }) })).toMatchObject({ '1.1': 'verified' });
});

test('a test that had to fail and failed proves its task, and not that the fault is mended', () => {
  const failed = evidence('1', 'c1', { exitCode: 1, expect: 'fail' });
  const { tasks, criteria } = trace({ ledger: ledgerOf(...approvals, failed) });
  expect(tasks[0]).toMatchObject({ id: '1', outcome: 'proved' });
  expect(criteria[0]).toMatchObject({ id: '1.1', state: 'planned' });
  const passed = evidence('1', 'c1', { exitCode: 0, expect: 'fail' });
  expect(trace({ ledger: ledgerOf(...approvals, passed) }).tasks[0]).toMatchObject({ outcome: 'red' });
});

test('a changed requirement makes its proved criteria suspect and no others', () => {
  const changed = documents((text) => text.replace('five logins', 'six logins'));
  expect(states(changed)).toEqual({ '1.1': 'suspect', '1.2': 'suspect', '2.1': 'planned' });
  expect(criterion('1.1', changed)).toMatchObject({
    why: ['requirements/1 changed since it was proved'],
    commit: 'c1',
  });
});

test('an approval of the change does not take the suspicion away, a proof after it does', () => {
  const changed = documents((text) => text.replace('five logins', 'six logins'));
  const lines = [
    ...approvals,
    evidence('1', 'c1'),
    evidence('2.1', 'c2'),
    approved('requirements', changed.requirements),
  ];
  expect(states({ ...changed, ledger: ledgerOf(...lines) })).toMatchObject({ '1.1': 'suspect', '1.2': 'suspect' });
  for (const at of ['c1', 'c3']) {
    const again = ledgerOf(...lines, evidence('1', at));
    expect(states({ ...changed, ledger: again })).toMatchObject({ '1.1': 'verified', '1.2': 'suspect' });
  }
});

test.each<[string, (text: string) => string, string[]]>([
  ['a design section that names it changed', (text) => text.replace('A timer.', 'A clock.'), []],
  ['a section that names nothing changed', (text) => text.replace('None.', 'Some.'), []],
  ['the section that names both changed', (text) => text.replace('Counts.', 'Counts up.'), ['1.1', '1.2']],
  ['a section that named both is gone', (text) => text.replace(/## Lock[^#]*/, ''), ['1.1', '1.2']],
  ['a section that names one came', (text) => `${text}\n## More\n_Requirements: 1.2_\n`, ['1.2']],
  [
    'only space changed',
    (text) => text.replaceAll('\n\n', ' \n\n\n').replaceAll(' \n', '\n').replaceAll('\n\n\n', '\n\n'),
    [],
  ],
])('of proved criteria those are suspect that are traced from it: %s', (_what, change, suspect) => {
  const { criteria } = trace({ design: parse('design', change(designText)) });
  expect(criteria.filter(({ state }) => state === 'suspect').map(({ id }) => id)).toEqual(suspect);
});

test('a changed task makes what it proved suspect, a ticked box does not', () => {
  const changed = parse('tasks', tasksText.replace('2.1 Say', '2.1 Say and log'));
  expect(states({ tasks: changed })).toMatchObject({ '1.1': 'verified', '1.2': 'suspect' });
  const ticked = parse('tasks', tasksText.replaceAll('[ ]', '[x]'));
  expect(states({ tasks: ticked })).toEqual({ '1.1': 'verified', '1.2': 'verified', '2.1': 'planned' });
});

test('what nobody approved when it was proved is suspect', () => {
  expect(states({ ledger: ledgerOf(evidence('1', 'c1')) })).toMatchObject({ '1.1': 'suspect' });
});

test('code that differs from what was proved is drifted, but where the text changed too, suspect', () => {
  const drifted = new Map([
    ['1.1', 'src/lock.ts#lock changed'],
    ['2.1', 'src/open.ts#open changed'],
  ]);
  expect(states({ drifted })).toEqual({ '1.1': 'drifted', '1.2': 'verified', '2.1': 'planned' });
  expect(states({ drifted: new Map([['1', 'src/lock.ts is gone']]) })).toMatchObject({
    '1.1': 'drifted',
    '1.2': 'drifted',
  });
  expect(criterion('1.1', { drifted })?.why).toEqual(['src/lock.ts#lock changed']);
  const changed = documents((text) => text.replace('five logins', 'six logins'));
  expect(states({ ...changed, drifted })).toMatchObject({ '1.1': 'suspect' });
});

test('a waiver counts for as long as the criterion says the same', () => {
  const hash = criterionHash({ text: 'WHEN five logins fail THE SYSTEM SHALL lock the account' });
  const ledger = ledgerOf({ type: 'waived', criterion: '1.1', hash, reason: 'tested by hand' });
  expect(criterion('1.1', { ledger })).toMatchObject({
    state: 'waived',
    why: ['waived by Ann at 2026-01-01T00:00:00Z: tested by hand'],
  });
  const changed = documents((text) => text.replace('five logins', 'six logins'));
  expect(criterion('1.1', { ...changed, ledger })).toMatchObject({
    state: 'planned',
    why: ['Ann waived it in other words; that no longer counts'],
  });
});

test('a requirement that only a task with sub-tasks names is for all of these', () => {
  const tasks = parse('tasks', '- [ ] 1. All\n  - _Requirements: 1.1_\n  - [ ] 1.1 One\n  - [ ] 1.2 Two\n');
  expect(criterion('1.1', { tasks })?.tasks).toEqual(['1.1', '1.2']);
});

test('optional tasks hold nothing up unless there are no others', () => {
  const tasks = parse('tasks', '- [ ]* 1. Test\n  - _Requirements: 1.1_\n- [ ]* 2. More\n  - _Requirements: 1.1_\n');
  const ledger = ledgerOf(
    approvals[0] ?? evidence('', ''),
    approved('design', began.design),
    approved('tasks', tasks),
    evidence('1', 'c1'),
  );
  expect(states({ tasks, ledger })).toMatchObject({ '1.1': 'planned' });
});

test('of a bug the present behaviour is no criterion', () => {
  const bugfix = parse(
    'bugfix',
    '### Current Behavior\n1.1 WHEN a THEN b\n\n### Expected Behavior\n2.1 WHEN a THEN THE SYSTEM SHALL c\n',
  );
  expect(trace({ requirements: bugfix }).criteria.map(({ id }) => id)).toEqual(['2.1']);
});

test('a tag that names no criterion is told, with what it names', () => {
  expect(trace({ tests: [tag('1.1', '9.9')] }).unknownTags).toEqual([{ ...tag('1.1', '9.9'), unknown: ['9.9'] }]);
});

test('a task says whether it was done by word, and which commits name it', () => {
  const ledger = ledgerOf(approved('tasks', began.tasks, ['1']));
  const [first, second] = trace({ ledger }).tasks;
  expect(first).toMatchObject({ id: '1', ticked: true, byWord: true, outcome: 'unproved', commits: ['c1'] });
  expect(second).toMatchObject({ id: '2.1', ticked: true, byWord: false, optional: false });
});
