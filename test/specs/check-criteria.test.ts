import { expect, test } from 'vitest';
import { parse } from './fixtures.ts';

const findings = (kind: 'requirements' | 'bugfix', text: string) =>
  parse(kind, text).problems.map(({ code, severity, line, message }) => ({
    at: `${code} ${severity} ${line}`,
    message,
  }));

const section = (id: number, ...criteria: string[]) =>
  `### Requirement ${id}: R\n#### Acceptance Criteria\n${criteria.join('\n')}\n`;
const shall = 'WHEN a THE SYSTEM SHALL b';

test('numbers that are passed over are shown where they go on, those of criteria and those of requirements', () => {
  const text = section(1, `1. ${shall}`, `2. ${shall}`, `4. ${shall}`, `8. ${shall}`) + section(3, `1. ${shall}`);
  expect(findings('requirements', text)).toEqual([
    { at: 'number-missing warning 5', message: 'there is no 1.3 before 1.4: was something left out?' },
    { at: 'number-missing warning 6', message: 'there is no 1.5 to 1.7 before 1.8: was something left out?' },
    { at: 'number-missing warning 7', message: 'there is no 2 before 3: was something left out?' },
  ]);
});

test('a criterion with no SHALL or with two is shown where the document is in English', () => {
  const two = `${shall} AND SHALL c`;
  const text = section(
    1,
    `1. ${shall}`,
    `2. ${two}`,
    '3. WHEN a it is "as it SHALL be"',
    '4. IF a THEN it must b',
    `5. ${shall}`,
  );
  expect(findings('requirements', text).map(({ at, message }) => `${at} ${message.slice(0, 13)}`)).toEqual([
    'duty-doubled warning 4 criterion 1.2',
    'duty-missing warning 5 criterion 1.3',
  ]);
});

test('a document that is not in English, or in which all is in order, has none of these', () => {
  expect(findings('requirements', section(1, '1. 当用户登录时，系统应记录', '2. 当 SHALL', '3. 系统应'))).toEqual([]);
  expect(findings('requirements', section(4, `1. ${shall}`) + section(5, `1. ${shall}`, `2. ${shall}`))).toEqual([]);
});

test('what is wrong now is described without a SHALL, and the parts of a bug may be left out', () => {
  const text = `## Current Behavior\n1.1 WHEN a THEN it fails\n## Unchanged Behavior\n3.1 ${shall}\n3.2 ${shall}\n`;
  expect(findings('bugfix', text)).toEqual([]);
});
