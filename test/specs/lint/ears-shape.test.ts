import { expect, test } from 'vitest';
import { lint, lintCriteria, requirementsOf, rulesOf, wordsAt } from './lint-documents.ts';

const shapes = (...criteria: string[]) =>
  lintCriteria(...criteria).filter(({ rule }) => ['duty-missing', 'ears-shape', 'shall-case'].includes(rule));

test('every pattern of EARS has its shape, and so has Gherkin', () => {
  const wellFormed = [
    'WHEN a book is lent THE SYSTEM SHALL note the reader',
    'WHILE the library is closed, THE SYSTEM SHALL refuse the loan',
    'IF the book is out, THEN THE SYSTEM SHALL refuse the loan',
    'WHERE there is a printer, THE SYSTEM SHALL print the slip',
    'THE SYSTEM SHALL keep the **slip**',
    'GIVEN a book that is out WHEN it is asked for THEN the loan is refused',
    'The system must not lend more than the reader may have',
  ];
  expect(shapes(...wellFormed)).toEqual([]);
});

test.each([
  ['WHEN a book is lent the reader is noted', 'has no SHALL'],
  ['The system should note the reader', 'says “should” and has no SHALL'],
  ['WHEN, THE SYSTEM SHALL note the reader', 'has no condition'],
  ['IF THEN THE SYSTEM SHALL note the reader', 'has no condition'],
  ['WHEN a book is lent THEN SHALL note the reader', 'does not say who'],
  ['SHALL note the reader', 'does not say who'],
  ['WHEN a book is lent THE SYSTEM SHALL', 'asks for nothing'],
])('“%s” is no criterion', (criterion, wanted) => {
  const [finding, ...more] = shapes(criterion);
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    rule: wanted.includes('has no SHALL') ? 'duty-missing' : 'ears-shape',
    class: 'structure',
    severity: 'error',
    block: { id: 'requirements/1' },
    file: 'requirements.md',
    line: 8,
    column: 4,
    message: expect.stringContaining(wanted),
  });
  expect(wordsAt(requirementsOf(criterion), finding ?? fail())).toBe(criterion);
});

test('in other languages no keyword is missed, and no word is judged', () => {
  const chinese = '### 需求 1：借书\n#### 验收标准\n1. 当读者借书时，系统记录读者\n2. 如果书已借出，系统应当适当拒绝\n';
  const german =
    '### Anforderung 1\n#### Akzeptanzkriterien\n1. Wenn der Leser ein Buch leiht, wird es mit dem Namen notiert\n2. WHEN das Buch verliehen ist THE SYSTEM SHALL die Ausleihe nicht erlauben und appropriate reagieren\n';
  expect(lint({ requirements: chinese })).toEqual([]);
  expect(lint({ requirements: german })).toEqual([]);
});

test('what a bug does now is told and needs no SHALL; what is expected does', () => {
  const bugfix = [
    '# Bugfix Requirements Document',
    '### Current Behavior (Defect)',
    '1.1 WHEN the cart is empty THEN the system crashes',
    '### Expected Behavior (Correct)',
    '2.1 WHEN the cart is empty THEN the system shows the empty cart',
    '### Unchanged Behavior (Regression Prevention)',
    '3.1 WHEN the cart is full THEN the system SHALL CONTINUE TO show the sum',
  ].join('\n');
  expect(lint({ bugfix }).map(({ rule, line }) => `${rule}@${line}`)).toEqual(['duty-missing@5']);
});

test('a Shall among SHALLs is advice with a fix, and a document that writes shall throughout is left alone', () => {
  const mixed = ['THE SYSTEM SHALL lend', 'THE SYSTEM SHALL take back', 'THE SYSTEM Shall note the reader'];
  const [finding] = shapes(...mixed);
  expect(finding).toMatchObject({ rule: 'shall-case', severity: 'advice', fix: [{ text: 'SHALL' }] });
  expect(wordsAt(requirementsOf(...mixed), finding ?? fail())).toBe('Shall');
  expect(rulesOf(shapes('The system shall lend', 'The system shall take back'))).toEqual([]);
});

function fail(): never {
  throw new Error('nothing was found');
}
