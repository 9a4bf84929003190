import { expect, test } from 'vitest';
import { lintSpec } from '../../../src/specs/lint/lint-spec.ts';
import { lintRules } from '../../../src/specs/lint/rules.ts';
import { loosenedRules, type TeamRules, teamRules } from '../../../src/specs/lint/team-rules.ts';
import { parse } from '../fixtures.ts';
import { requirementsOf } from './lint-documents.ts';

function lintFor(team: TeamRules, text: string) {
  const findings = lintSpec({ requirements: parse('requirements', text), skipsContradictions: true, team });
  return findings.map(({ rule, severity, message }) => ({ rule, severity, message }));
}

const appropriate = requirementsOf('WHEN a book is lent THE SYSTEM SHALL print an appropriate slip');

test('a rule that is off says nothing, another severity is taken over, the rest stays as it is', () => {
  expect(lintFor({}, appropriate)).toMatchObject([{ rule: 'vague-word', severity: 'advice' }]);
  expect(lintFor({ rules: { 'vague-word': 'off' } }, appropriate)).toEqual([]);
  expect(lintFor({ rules: { 'vague-word': 'error', comparative: 'off' } }, appropriate)).toMatchObject([
    { rule: 'vague-word', severity: 'error' },
  ]);
  const tells = requirementsOf('WHEN a book is lent the reader is noted');
  expect(lintFor({ rules: { 'duty-missing': 'advice' } }, tells)).toMatchObject([
    { rule: 'duty-missing', severity: 'advice' },
  ]);
});

test('words that the team allows are objected to by no rule, in whatever case; other words of the criterion still are', () => {
  const two = requirementsOf('WHEN a book is lent THE SYSTEM SHALL print a Fast and appropriate slip');
  expect(lintFor({ allowedWords: ['fast'] }, two)[0]?.message).toMatch(/says “appropriate”,/);
  expect(lintFor({ allowedWords: ['fast', 'Appropriate'] }, two)).toEqual([]);
  const weak = requirementsOf('WHEN a book is lent THE SYSTEM SHALL print a slip. The reader may keep it');
  expect(lintFor({}, weak)).toMatchObject([{ rule: 'weak-modal' }]);
  expect(lintFor({ allowedWords: ['may'] }, weak)).toEqual([]);
});

test.each([
  ['as a  rule', 'WHEN a book is lent THE SYSTEM SHALL as a rule print a slip', '“as a rule”'],
  ['nice', 'THE SYSTEM SHALL print a nice slip and a niece', '“nice”'],
  ['c++', 'THE SYSTEM SHALL print C++ well', '“C++”'],
])('the team’s own vague word %s is found as a whole word', (word, criterion, shown) => {
  const [found, ...more] = lintFor({ vagueWords: [word] }, requirementsOf(criterion));
  expect(found).toMatchObject({ rule: 'vague-word', message: expect.stringContaining(`says ${shown},`) });
  expect(more).toEqual([]);
});

test('the team’s own words are found in any language, also where no space stands between words', () => {
  const chinese = '### 需求 1：借书\n#### 验收标准\n1. 当读者借书时，系统应适当记录读者\n';
  const german =
    '### Anforderung 1\n#### Akzeptanzkriterien\n1. WENN ein Buch fällig ist, MUSS das System angemessen mahnen\n';
  expect(lintFor({ vagueWords: ['适当'] }, chinese)).toMatchObject([{ message: expect.stringContaining('“适当”') }]);
  expect(lintFor({ vagueWords: ['angemessen'] }, german)).toMatchObject([{ rule: 'vague-word' }]);
  expect(lintFor({}, chinese)).toEqual([]);
});

const scenario = (...steps: string[]) =>
  `# Requirements Document\n\n## Introduction\nThe library lends books to the readers of a town.\n\n### Requirement 1: Lend\n\n#### Scenario: Fast lane\n${steps.map((step) => `- ${step}`).join('\n')}\n`;

test('criteria of the other style are named at once, in the team’s words; without a style both are taken', () => {
  const sentences = requirementsOf(
    'WHEN a book is lent THE SYSTEM SHALL print a slip',
    'THE SYSTEM SHALL count the books',
  );
  const steps = scenario('WHEN a book is lent', 'THEN a slip is printed');
  expect(lintFor({ style: 'gherkin' }, sentences)).toMatchObject([
    {
      rule: 'criterion-style',
      severity: 'advice',
      message: expect.stringMatching(/^1\.1, 1\.2: this team writes scen/),
    },
  ]);
  expect(lintFor({ style: 'ears' }, steps)).toMatchObject([{ rule: 'criterion-style' }]);
  for (const team of [{}, { style: 'ears' } as const]) expect(lintFor(team, sentences)).toEqual([]);
  for (const team of [{}, { style: 'gherkin' } as const]) expect(lintFor(team, steps)).toEqual([]);
});

test('the words of a scenario are judged as those of a sentence are, its title is not', () => {
  const vague = scenario('WHEN a book is lent', 'THEN an appropriate slip is printed');
  expect(lintFor({}, vague)).toMatchObject([
    { rule: 'vague-word', message: expect.stringContaining('criterion 1.1 says “appropriate”') },
  ]);
});

test.each([
  [['WHEN a book is lent', 'AND it is asked for'], 'has no THEN'],
  [['WHEN a book is lent', 'THEN'], 'ends at its THEN'],
])('a scenario of %j is not one', (steps, wanted) => {
  expect(lintFor({}, scenario(...steps))).toMatchObject([
    { rule: 'ears-shape', severity: 'error', message: expect.stringContaining(wanted) },
  ]);
});

test('errors that were turned down are told, advice that was is not', () => {
  const rules = { 'ears-shape': 'off', 'duty-missing': 'error', 'vague-word': 'off' } as const;
  expect(loosenedRules({ rules })).toEqual(['ears-shape: off']);
  expect(teamRules({ lint: { rules }, requirements: { style: 'gherkin' } })).toEqual({ rules, style: 'gherkin' });
});

test('every contradiction and every rule on numbers, order and proof holds for all teams', () => {
  const free = Object.entries(lintRules).filter(
    ([, { severity, holds }]) => severity === 'error' && holds === undefined,
  );
  expect(free.map(([name]) => name).sort()).toEqual([
    'duty-missing',
    'ears-shape',
    'files-shared',
    'placeholder',
    'task-untraced',
  ]);
});
