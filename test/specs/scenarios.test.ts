import { expect, test } from 'vitest';
import { parseDocument } from '../../src/specs/parse-document.ts';
import { isWellFormedCriterion } from '../../src/specs/well-formed.ts';

const read = (body: string) => parseDocument('requirements', 'requirements.md', `# Requirements\n\n${body}`);
const criteriaOf = (body: string) => read(body).requirements.flatMap(({ criteria }) => criteria);

const scenarios = `### Requirement 1: Lend

The library lends its books.

#### Scenario: A book is there
- **GIVEN** a book on the shelf
- **WHEN** a reader asks for it
- **THEN** the system notes the reader
  and the day
- **AND** the book is out

#### Scenario 2: A book is out

When a reader asks for a book that is out
Then the system refuses

### Requirement 2: Return

#### Scenario: Back
* Given: a book that is out
* When: it comes back
* Then: the system forgets the reader
`;

test('scenarios are criteria, numbered by their order, with their title and their steps', () => {
  const document = read(scenarios);
  expect(document.problems).toEqual([]);
  expect(document.requirements.flatMap(({ criteria }) => criteria)).toMatchObject([
    {
      id: '1.1',
      scenario: 'A book is there',
      text: 'GIVEN a book on the shelf WHEN a reader asks for it THEN the system notes the reader and the day AND the book is out',
      pattern: 'complex',
    },
    { id: '1.2', scenario: 'A book is out', pattern: 'event' },
    { id: '2.1', text: 'GIVEN a book that is out WHEN it comes back THEN the system forgets the reader' },
  ]);
  const { span } = document.requirements[0]?.criteria[1] ?? { span: { start: 0, end: 0 } };
  const text = document.text.slice(span.start, span.end);
  expect(text).toMatch(/^#### Scenario 2: A book is out\n[\s\S]*refuses$/);
  expect(document.blocks.map(({ id }) => id)).toEqual(['requirements/preamble', 'requirements/1', 'requirements/2']);
});

test('scenarios of a Gherkin fence count, and code within a scenario belongs to it', () => {
  const fenced = `### Requirement 1: Lend

\`\`\`gherkin
Scenario: One
  Given a book
  When it is lent
  Then it is out

Scenario: Two
  When nothing is lent
  Then nothing is out
\`\`\`

\`\`\`text
Scenario: Not one
\`\`\`
`;
  expect(criteriaOf(fenced).map(({ id, scenario, text }) => [id, scenario, text])).toEqual([
    ['1.1', 'One', 'GIVEN a book WHEN it is lent THEN it is out'],
    ['1.2', 'Two', 'WHEN nothing is lent THEN nothing is out'],
  ]);
  const code =
    '### Requirement 1\n\n#### Scenario: Code\n- WHEN it is asked\n- THEN it says\n```json\n{}\n```\n- AND stops\n';
  expect(criteriaOf(code).map(({ text }) => text)).toEqual(['WHEN it is asked THEN it says ```json {} ``` AND stops']);
});

test('a scenario at the level of its requirement belongs to it; where criteria are numbered, scenarios only explain', () => {
  expect(criteriaOf('## Requirement 1\n\n## Scenario: A\n- WHEN a\n- THEN b\n')).toMatchObject([{ id: '1.1' }]);
  const mixed =
    '### Requirement 1\n\n#### Acceptance Criteria\n\n1. THE SYSTEM SHALL lend\n\n#### Scenario: A\n- WHEN a\n- THEN b\n';
  expect(criteriaOf(mixed).map(({ text }) => text)).toEqual(['THE SYSTEM SHALL lend']);
});

test.each([
  ['ears', 'WHEN a book is lent THE SYSTEM SHALL note it', true],
  ['ears', 'The book is noted', false],
  ['ears', 'WHEN a book is lent it is noted', false],
  ['ears', '当图书被借出时，系统记录读者', true],
  ['gherkin', 'WHEN a book is lent THE SYSTEM SHALL note it', false],
  ['gherkin', '**Given** a book, **When** it is lent, **Then** it is out', true],
  ['ears', '**Given** a book, **When** it is lent, **Then** it is out', false],
] as const)('a numbered criterion in %s: %s is %s', (style, text, isGood) => {
  const [criterion] = criteriaOf(`### Requirement 1\n\n#### Acceptance Criteria\n\n1. ${text}\n`);
  expect(criterion && isWellFormedCriterion(criterion, style)).toBe(isGood);
});

test.each([
  ['- WHEN a\n- THEN b', true],
  ['- GIVEN x\n- AND y\n- WHEN a\n- AND c\n- THEN b\n- BUT d', true],
  ['- WHEN a', false],
  ['- THEN b\n- WHEN a', false],
  ['- GIVEN x\n- THEN b', false],
  ['some words', false],
])('a scenario with the steps %j is well-formed: %s', (steps, isGood) => {
  const [criterion] = criteriaOf(`### Requirement 1\n\n#### Scenario: One\n${steps}\n`);
  expect(criterion && isWellFormedCriterion(criterion, 'gherkin')).toBe(isGood);
  expect(criterion && isWellFormedCriterion(criterion, 'ears')).toBe(false);
});
