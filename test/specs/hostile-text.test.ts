import { expect, test } from 'vitest';
import type { DocumentKind } from '../../src/domain/spec.ts';
import { parse } from './fixtures.ts';

// Whatever takes more than time in line with its length does not end within the test's own.
const kinds: DocumentKind[] = ['requirements', 'bugfix', 'design', 'tasks'];
const signs = [
  ' ',
  '\t',
  '#',
  '*',
  '_',
  '`',
  '-',
  '[',
  ']',
  '(',
  ')',
  '<',
  '\\',
  '|',
  ':',
  '.',
  ',',
  '1',
  'a',
  '\0',
  '\ud800',
  '、',
  '{',
];
const openings = [
  '',
  '- [ ] 1. ',
  '### Requirement',
  '## Task',
  '1. - [ ]',
  '### Requirement 1\n#### Acceptance Criteria\n1. WHEN',
];
const values = ['- [ ] 1. a\n  - _Requirements: 1.1', '- [ ] 1. a\nRequirements: ', '- [ ] 1. a\n_Files: '];

test.each(signs)('long runs of %j are read', (sign) => {
  for (const opening of [...openings, ...values]) {
    const text = `${opening}${sign.repeat(100_000)}x`;
    for (const kind of kinds) expect(parse(kind, text).text).toBe(text);
  }
});

const lines = [
  '- [ ] 1. a',
  '- [ ] a',
  '  - [ ] a\n- [ ] 2 b',
  '# Requirement 1',
  '## Task 1',
  '# a',
  '### US-1',
  'a <!-- b',
  '<!--',
  '```',
  '- [ ] 1. _Depends: 1_',
  '  _Requirements: 1.1-1.200_',
];

test.each(lines)('many lines of %j are read', (line) => {
  const text = `${line}\n`.repeat(20_000);
  for (const kind of kinds) expect(parse(kind, text).text).toBe(text);
});

test('a hundred thousand criteria of one number each get a number of their own', () => {
  const [requirement] = parse(
    'requirements',
    `### Requirement 1\n#### Acceptance Criteria\n${'1. a\n'.repeat(150_000)}`,
  ).requirements;
  expect(requirement?.criteria.at(-1)?.id).toBe('1.150000');
});

test('a task of very many lines keeps them, and a document may have very many problems', () => {
  const details = 'a\n'.repeat(200_000);
  expect(parse('tasks', `- [ ] 1. a\n${details}`).tasks[0]?.details).toBe(details.trimEnd());
  expect(parse('tasks', '- [] a\n'.repeat(200_000)).problems).toHaveLength(400_000);
});

test('waves without end are left out, and say so', () => {
  const waves = Array.from({ length: 2_000 }, (_, n) => ({ tasks: [`${n}`] }));
  const document = parse('tasks', `- [ ] 1. a\n- [ ] 2. b\n\n\`\`\`json\n${JSON.stringify({ waves })}\n\`\`\`\n`);
  expect(document.tasks.map(({ depends }) => depends)).toEqual([[], []]);
  expect(document.problems).toMatchObject([{ code: 'waves-unreadable', message: expect.stringContaining('too many') }]);
});

test('of circles without end the first are told', () => {
  const tasks = Array.from({ length: 200 }, (_, n) => `- [ ] ${n + 1}. a _Depends: ${n + 1}_\n`).join('');
  expect(parse('tasks', tasks).problems.filter(({ code }) => code === 'dependency-cycle')).toHaveLength(20);
});
