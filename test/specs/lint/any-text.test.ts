import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyFixes } from '../../../src/specs/lint/apply-fixes.ts';
import { lint } from './lint-documents.ts';

const pieces = [
  '### Requirement 1: A\n',
  '#### Acceptance Criteria\n',
  '1. WHEN the age is more than 10 THE SYSTEM SHALL ',
  '2. IF the sum is at most 10 THEN ',
  'THE System Shall ',
  'lock the account',
  'quickly, etc. ',
  '- [ ] 1. A\n',
  '- [] B\n',
  '  - [x] 1.1 C\n',
  '_Requirements: 1.1 _ \n',
  '_Files: ../a, b_\n',
  '_Depends: 1_',
  '```\n',
  '“',
  '"',
  '`',
  '\u202e',
  '\uFEFF',
  '\r\n',
  '\n',
  '## Glossary\n- **A_B**: c\n',
  '読む ',
  '[TBD]',
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));

test('no text makes lint throw, and every finding lies in its text', () => {
  fc.assert(
    fc.property(texts, texts, texts, (requirements, design, tasks) => {
      const length = { 'requirements.md': requirements.length, 'design.md': design.length, 'tasks.md': tasks.length };
      for (const { file, span, line, column, message } of lint({ requirements, design, tasks })) {
        expect(message).not.toBe('');
        expect(line * column).toBeGreaterThan(0);
        expect(span.start).toBeLessThanOrEqual(span.end);
        expect(span.end).toBeLessThanOrEqual(length[file as keyof typeof length]);
      }
    }),
  );
});

test('what was fixed needs no fix a third time, and no line is lost', () => {
  const fix = (tasks: string) => applyFixes(tasks, lint({ tasks }));
  fc.assert(
    fc.property(texts, (tasks) => {
      const twice = fix(fix(tasks));
      expect(fix(twice)).toBe(twice);
      expect(twice.split('\n')).toHaveLength(tasks.split('\n').length);
    }),
  );
});
