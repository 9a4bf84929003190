import { expect, test } from 'vitest';
import { bugParts, checkBugBehaviours, checkBugOrder } from '../../src/specs/bug-order.ts';
import { parse } from './fixtures.ts';

const bugfix = parse(
  'bugfix',
  '### Current Behavior\n1.1 WHEN a THEN b\n### Expected Behavior\n2.1 WHEN a THEN c\n### Unchanged Behavior\n3.1 WHEN d THEN e\n',
);
const reproduce = `- [ ] 1. Show it
  - _Requirements: 1.1_
  - _Files: test/bug.test.js_
  - _Expect: fail_
  - _Verify: node --test test/bug.test.js_
`;
const preserve = `- [ ] 2. Keep the rest
  - _Requirements: 3.1_
  - _Expect: pass_
  - _Verify: node --test test/keep.test.js_
`;
const fix = `- [ ] 3. Mend it
  - _Requirements: 2.1_
`;
const tasksOf = (text: string) => parse('tasks', text);
const said = (text: string) => checkBugOrder(bugfix, tasksOf(text)).map(({ line, message }) => `${line}: ${message}`);

test('a failing test, a test of what must not change, then the fix: nothing is wrong', () => {
  expect(said(reproduce + preserve + fix)).toEqual([]);
  expect(Object.fromEntries(bugParts(tasksOf(reproduce + preserve + fix).tasks))).toEqual({
    1: 'reproduce',
    2: 'preserve',
    3: 'fix',
  });
});

test('the parts are known without _Expect:_ too, and what cites 3.x after the fix belongs to the fix', () => {
  const text = (reproduce + preserve + fix).replace(/ {2}- _Expect: \w+_\n/g, '');
  const after = '- [ ] 4. Look again\n  - _Requirements: 3.1_\n';
  expect([...bugParts(tasksOf(text + after).tasks).values()]).toEqual(['reproduce', 'preserve', 'fix', 'fix']);
  expect(said(text + after)).toEqual([]);
});

test('only tasks that are worked on have a part', () => {
  const text = `- [ ] 1. Tests\n${reproduce.replace('1.', '1.1').replace(/^/gm, '  ')}${preserve}${fix}`;
  expect([...bugParts(tasksOf(text).tasks)]).toEqual([
    ['1.1', 'reproduce'],
    ['2', 'preserve'],
    ['3', 'fix'],
  ]);
});

test.each([
  ['the fix comes first', fix.replace('3.', '1.') + preserve, /^1: task 1 needs a `_Verify:_`/],
  ['the first test may pass', reproduce.replace('fail', 'pass') + preserve + fix, /^1: .*must fail on the old code/],
  ['the first test is optional', reproduce.replace('[ ]', '[ ]*') + preserve + fix, /^1: .*cannot be optional/],
  ['the first test names no defect', reproduce.replace('1.1_', '3.1_') + preserve + fix, /^1: .*name a criterion 1\.x/],
  [
    'the first task changes code',
    reproduce.replace('test/bug.test.js_', 'src/a.js_') + preserve + fix,
    /src\/a\.js is no test/,
  ],
  [
    'a test has no command',
    reproduce + preserve.replace(/ {2}- _Verify.*\n/, '') + fix,
    /^6: task 2 needs a `_Verify:_`/,
  ],
  ['nothing is preserved', reproduce + fix, /no test holds 3\.1 before the fix/],
  ['an optional task preserves', reproduce + preserve.replace('[ ]', '[ ]*') + fix, /no test holds 3\.1/],
  ['it is preserved after the fix', reproduce + fix + preserve, /come before the fix/],
  ['nothing mends', reproduce + preserve, /no task after the tests mends 2\.1/],
  ['a later task is to fail', `${reproduce + preserve + fix}  - _Expect: fail_\n`, /only the first task of a bug may/],
  [
    'a test that preserves is to fail',
    reproduce + preserve.replace('pass', 'fail') + fix,
    /only the first task of a bug may/,
  ],
])('where %s, it is said', (_what, text, message) => {
  expect(said(text).join('\n')).toMatch(message);
});

test('the tasks of a feature may come in any order', () => {
  const feature = parse('requirements', '### Requirement 1\n#### Acceptance Criteria\n1. a\n');
  expect(checkBugOrder(feature, tasksOf(fix))).toEqual([]);
});

test('a bug describes what is, what should be and what must stay', () => {
  expect(checkBugBehaviours(bugfix)).toEqual([]);
  const without = parse('bugfix', '### Current Behavior\n1.1 a\n### Expected Behavior\n2.1 b\n');
  expect(checkBugBehaviours(without)).toMatchObject([{ code: 'behaviour-missing', severity: 'error' }]);
  expect(checkBugBehaviours(without)[0]?.message).toContain('Unchanged Behavior');
});
