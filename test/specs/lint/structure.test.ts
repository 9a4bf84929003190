import { expect, test } from 'vitest';
import { applyFixes } from '../../../src/specs/lint/apply-fixes.ts';
import { parse } from '../fixtures.ts';
import { lint, lintCriteria, requirementsOf, rulesOf, wordsAt } from './lint-documents.ts';

const requirements = requirementsOf('WHEN a book is lent THE SYSTEM SHALL note the reader', 'THE SYSTEM SHALL lend');
const lintTasks = (...lines: string[]) => lint({ requirements, tasks: lines.join('\n') });
const fixed = (text: string, findings: ReturnType<typeof lint>) => applyFixes(text, findings);

test('a spec that is well made has no findings', () => {
  expect(lintTasks('- [ ] 1. Lend', '  - _Requirements: 1.1, 1.2_', '  - _Files: src/lend.ts_')).toEqual([]);
});

test('a place that is still to be filled in is an error at its words', () => {
  const [finding] = lintCriteria('THE SYSTEM SHALL lend for [TBD] days');
  expect(finding).toMatchObject({ rule: 'placeholder', severity: 'error', line: 8, column: 30 });
});

test('criteria, tasks and references are held against each other', () => {
  const findings = lintTasks('- [ ] 1. Lend', '  - _Requirements: 1.1, 4.1_', '- [ ] 2. Polish');
  expect(findings.map(({ rule, severity, file, line }) => `${rule} ${severity} ${file}:${line}`)).toEqual([
    'criterion-uncovered error requirements.md:9',
    'reference-unknown error tasks.md:2',
    'task-untraced error tasks.md:3',
  ]);
  expect(findings.map(({ block }) => block?.id)).toEqual(['requirements/1', 'tasks/1', 'tasks/2']);
});

test.each([
  ['- [ ] 2. Raise the versions [chore]'],
  ['- [ ] 2. chore: raise the versions'],
  ['- [ ] 2. Raise the versions\n  - _Requirements: chore_'],
  ['- [ ] 2. Checkpoint - Ensure all tests pass'],
  ['- [ ] 2. Final checkpoint'],
  ['- [ ] 2. All\n  - _Requirements: 1_\n- [ ] 2.1 A part'],
])('a task that serves no requirement of its own may say so: %j', (task) => {
  expect(lintTasks('- [ ] 1. Lend', '  - _Requirements: 1.1, 1.2_', task)).toEqual([]);
});

test('a file of requirements in which none is found makes no errors in the tasks', () => {
  const findings = lint({ requirements: '# Notes\nNothing yet.\n', tasks: '- [ ] 1. Lend\n  - _Requirements: 1.1_\n' });
  expect(rulesOf(findings)).toEqual(['requirement-missing']);
});

test('what a design names must exist', () => {
  const design =
    '# Design\n## Overview\nLend it.\n_Requirements: 1.1, 7.1_\n```\n_Requirements: 9.9_\n```\n**Validates: Requirements 1.3**\n';
  const findings = lint({ requirements, design });
  expect(findings.map((finding) => [finding.rule, finding.line, wordsAt(design, finding), finding.block?.id])).toEqual([
    ['reference-unknown', 4, '7.1_', 'design/overview'],
    ['reference-unknown', 8, '1.3**', 'design/overview'],
  ]);
});

test.each(['/etc/passwd', '../other/a.ts', 'src/../../a.ts', '~/notes', 'C:\\a.ts', 'src\\..\\..\\a.ts'])(
  'a task may not name %s',
  (path) => {
    const findings = lintTasks('- [ ] 1. Lend', '  - _Requirements: 1_', `  - _Files: src/a.ts, ${path}_`);
    expect(rulesOf(findings)).toEqual(['path-escapes']);
    expect(findings[0]).toMatchObject({ severity: 'error', line: 3, column: 23 });
  },
);

test('paths that stay inside are left alone', () => {
  expect(
    rulesOf(lintTasks('- [ ] 1. Lend', '  - _Requirements: 1_', '  - _Files: ./a.ts, a/../b.ts, ..c/d.ts_')),
  ).toEqual([]);
});

const sharing = (...extra: [string?, string?, string?]) => {
  const [first = '', second = '', third = ''] = extra;
  const task = (id: number, files: string, more: string) => [
    `- [ ] ${id}. Lend`,
    '  - _Requirements: 1_',
    `  - _Files: ${files}_`,
    more,
  ];
  return lintTasks(...task(1, 'a.ts', first), ...task(2, 'b.ts', second), ...task(3, './a.ts', third)).map(
    ({ rule, line }) => `${rule}@${line}`,
  );
};

test('tasks that may run at once and change one file are found, whoever waits for somebody else', () => {
  expect(sharing('', '  - _Depends: 1_')).toEqual(['files-shared@11']);
});

test('tasks of which one waits for the other may change one file', () => {
  expect(sharing('', '  - _Depends: 1_', '  - _Depends: 2_')).toEqual([]);
  expect(sharing()).toEqual([]);
});

test('tasks of one wave run at once, those of the next wait', () => {
  const tasks =
    '- [ ] 1. A\n  - _Requirements: 1_\n  - _Files: src/_\n- [ ] 2. B\n  - _Requirements: 1_\n  - _Files: src/b.ts_\n- [ ] 3. C\n  - _Requirements: 1_\n';
  const waves = (json: string) => `${tasks}\n## Task Dependency Graph\n\`\`\`json\n${json}\n\`\`\`\n`;
  const found = (json: string) => rulesOf(lint({ requirements, tasks: waves(json) }));
  expect(found('{"waves":[{"tasks":["1","2"]},{"tasks":["3"]}]}')).toEqual(['files-shared']);
  expect(found('{"waves":[{"tasks":["1"]},{"tasks":["2","3"]}]}')).toEqual([]);
});

test('a task that is done runs no more, so it shares nothing', () => {
  const tasks =
    '- [x] 1. A\n  - _Requirements: 1_\n  - _Files: a.ts_\n- [ ] 2. B\n  - _Requirements: 1_\n  - _Files: a.ts_\n- [ ] 3. C\n  - _Requirements: 1_\n  - _Depends: 1_\n';
  expect(lint({ requirements, tasks })).toEqual([]);
});

test.each([
  ['\u202E', 'U+202E'],
  ['\u2066', 'U+2066'],
  ['\u200B', 'U+200B'],
  ['\u0007', 'U+0007'],
  ['\u{E0041}', 'U+E0041'],
  ['\uFEFF', 'U+FEFF'],
])('%j, which is not seen, is an error where it stands', (character, code) => {
  const text = requirementsOf(`THE SYSTEM SHALL l${character}end`);
  const found = lint({ requirements: text }).filter(({ rule }) => rule === 'hidden-character');
  expect(found).toMatchObject([{ severity: 'error', line: 8, column: 22, message: expect.stringContaining(code) }]);
});

test('a byte order mark, tabs, CRLF, emoji and the flag of Wales are nothing hidden', () => {
  const text = `\uFEFF${requirementsOf('THE SYSTEM SHALL\tlend 👩‍💻 to 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ✅️').replace(/\n/g, '\r\n')}`;
  expect(lint({ requirements: text })).toEqual([]);
});

test('numbers that are doubled or missing are mended as they are read, and nothing else changes', () => {
  const text = requirementsOf('THE SYSTEM SHALL lend', 'THE SYSTEM SHALL count').replace('2. THE', '1. THE');
  const findings = lint({ requirements: text });
  expect(rulesOf(findings)).toEqual(['criterion-id-doubled']);
  expect(fixed(text, findings)).toBe(requirementsOf('THE SYSTEM SHALL lend', 'THE SYSTEM SHALL count'));

  const own = '\n  - _Requirements: 1_';
  const tasks = `- [ ] 1. A${own}\n- [ ] B${own}\n- [ ] 1. C${own}\n- [ ] 1. D${own}\n- [] 9. E${own}\n`;
  const mended = fixed(
    tasks,
    lint({ requirements, tasks }).filter(({ file }) => file === 'tasks.md'),
  );
  expect(mended.replaceAll(own, '')).toBe('- [ ] 1. A\n- [ ] 2. B\n- [ ] 10. C\n- [ ] 11. D\n- [ ] 9. E\n');
  expect(parse('tasks', mended).problems).toEqual([]);
});

test('a doubled task with parts of its own is left to a human', () => {
  const tasks = '- [ ] 1. A\n- [ ] 1.1 B\n- [ ] 2. C\n- [ ] 2.1 D\n- [ ] 2. E\n- [ ] 2.2 F\n';
  const doubled = lint({ requirements, tasks }).filter(({ rule }) => rule === 'task-id-doubled');
  expect(doubled.map(({ line }) => line)).toEqual([5]);
});

test('spaces at the end of a field go, those within it stay', () => {
  const tasks =
    '- [ ] 1. Lend\n  - _Requirements: 1.1, 1.2 _\n  - _Files: my file.ts_  \n  - **Validates: Requirements 1.1**\n';
  const findings = lint({ requirements, tasks });
  expect(rulesOf(findings)).toEqual(['field-space', 'field-space']);
  const crlf = tasks.replaceAll('\n', '\r\n');
  expect(fixed(crlf, lint({ requirements, tasks: crlf }))).toBe(
    '- [ ] 1. Lend\r\n  - _Requirements: 1.1, 1.2_\r\n  - _Files: my file.ts_\r\n  - **Validates: Requirements 1.1**\r\n',
  );
});
