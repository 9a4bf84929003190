import { describe, expect, test } from 'vitest';
import { readLines } from '../../src/specs/lines.ts';
import { isFieldLine, readFields, withoutFields } from '../../src/specs/task-fields.ts';

const fields = (...lines: string[]) => readFields(readLines(lines.join('\n')).lines);
const verify = (line: string) => fields(line).verify;

describe('requirements', () => {
  test.each([
    '- _Requirements: 1.1, 2.3_',
    '  - *Requirements: 1.1, 2.3*',
    '_Requirements:_ 1.1, 2.3',
    '**Requirements:** 1.1, 2.3',
    '- **Requirements**: 1.1, 2.3',
    '- Requirements: 1.1, 2.3',
    '- _Requirement: 1.1, 2.3_',
    '- _需求：1.1、2.3_',
    '- _要件: 1.1, 2.3_',
    '- _Yêu cầu: 1.1, 2.3_',
    '- _Requisitos: 1.1, 2.3_',
    '- _Anforderungen: 1.1, 2.3_',
    '- _Exigences : 1.1, 2.3_',
    '- **Validates: Requirements 1.1, 2.3**',
    '- _Validates: Requirements 1.1, 2.3_',
    '- **Property 3: Order** **Validates: Requirements 1.1, 2.3**',
    '- Validates: Requirements 1.1, 2.3',
    '(_Requirements: 1.1, 2.3_)',
  ])('are read from %j', (line) => {
    expect(fields(line).requirements).toEqual(['1.1', '2.3']);
  });

  test.each([
    ['- Requirements：R1、R13', ['1', '13']],
    ['  Requirements: 1.1, 1.2 (Current Behavior — Defect)', ['1.1', '1.2']],
    ['- Validates: P1 (Pattern Compliance)', []],
  ])('without emphasis are read from %j', (line, expected) => {
    expect(fields(line).requirements).toEqual(expected);
  });

  test.each(['- Requirements: see 3 sections of the manual', '- The requirements: 1.1', '- `code` Requirements 1.1'])(
    'are not read from %j',
    (line) => {
      expect(fields(line).requirements).toEqual([]);
    },
  );

  test('are gathered from all lines, each once', () => {
    expect(fields('_Requirements: 1.1_', '**Validates: Requirements 1.1, 1.2**').requirements).toEqual(['1.1', '1.2']);
  });

  test('within code are not read', () => {
    expect(fields('```', '_Requirements: 1.1_', '```').requirements).toEqual([]);
  });
});

describe('files', () => {
  test('may stand in backticks, with a remark, and with commas in braces', () => {
    expect(fields('- _Files: src/a_b.ts, `src/c.ts` (new), src/{d,e}.ts_').files).toEqual([
      'src/a_b.ts',
      'src/c.ts',
      'src/{d,e}.ts',
    ]);
  });

  test('keep a group of brackets that is part of a path, and stars', () => {
    expect(fields('_Files: app/(shop)/page.tsx, src/**_').files).toEqual(['app/(shop)/page.tsx', 'src/**']);
    expect(fields('**Files:** src/**').files).toEqual(['src/**']);
  });
});

describe('dependencies', () => {
  test.each(['_Depends: 1.1, 2_', '_Depends on: 1.1, 2_', '_Depends: Task 1.1, Task 2_', '_Dependencies: 1.1, 2_'])(
    'are read from %j',
    (line) => {
      expect(fields(line).depends).toEqual(['1.1', '2']);
    },
  );

  test('that are none are a list of none, and no field is no list', () => {
    expect(fields('_Depends: none_').depends).toEqual([]);
    expect(fields('a').depends).toBeUndefined();
  });
});

describe('verify', () => {
  test('goes up to the final underscore of the line', () => {
    expect(verify('- _Verify: npm test -- lock_')).toBe('npm test -- lock');
    expect(verify('- _Verify: pytest tests/test_my_lock.py_')).toBe('pytest tests/test_my_lock.py');
    expect(verify('- _Verify: npm test_ (must be green)')).toBe('npm test');
  });

  test('may be wrapped in backticks, with or without its key', () => {
    expect(verify('- _Verify: `npm test -- a_b`_')).toBe('npm test -- a_b');
    expect(verify('- `_Verify: npm test -- a_b_`')).toBe('npm test -- a_b');
    expect(verify('_Verify:_ `npm test`')).toBe('npm test');
  });

  test('is not cut at an underscore within a word where the closing one was forgotten', () => {
    expect(verify('- _Verify: npm test -- my_lock')).toBe('npm test -- my_lock');
  });

  test('of two lines is both, one after the other', () => {
    expect(fields('_Verify: npm run lint_', '_Verify: npm test_').verify).toBe('npm run lint && npm test');
  });

  test('that is empty is none', () => {
    expect(verify('_Verify: _')).toBeUndefined();
  });
});

test('expect is pass or fail; anything else says nothing', () => {
  const expected = (line: string) => fields(line).expect;
  expect(expected('- _Expect: fail_')).toBe('fail');
  expect(expected('- **Expect: Pass**')).toBe('pass');
  expect(expected('- _Expect: soon_')).toBeUndefined();
  expect(fields('- _Verify: npm test_ _Expect: fail_')).toMatchObject({ verify: 'npm test', expect: 'fail' });
});

test('several fields may share a line', () => {
  expect(fields('- _Requirements: 1.1_ _Files: a_b.ts_ _Verify: npm test_')).toEqual({
    requirements: ['1.1'],
    files: ['a_b.ts'],
    verify: 'npm test',
  });
});

test('a title loses the fields behind it', () => {
  expect(withoutFields('Delete it _Requirements: 1.1_')).toBe('Delete it');
  expect(withoutFields('Delete it (_Requirements: 1.1_)')).toBe('Delete it');
  expect(withoutFields('Delete `_Requirements` tables')).toBe('Delete `_Requirements` tables');
});

test('a line of fields is told from a detail', () => {
  const isField = (text: string) => readLines(text).lines.some(isFieldLine);
  expect(isField('  - _Requirements: 1.1_')).toBe(true);
  expect(isField('  - `_Verify: npm test_`')).toBe(true);
  expect(isField('  - **Validates: Requirements 1.1**')).toBe(false);
  expect(isField('  - _Bug_Condition: x_')).toBe(false);
  expect(isField('  - see _Files: a_')).toBe(false);
});
