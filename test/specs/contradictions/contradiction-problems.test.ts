import { expect, test } from 'vitest';
import { contradictionProblems } from '../../../src/specs/contradictions/contradiction-problems.ts';
import { parseDocument } from '../../../src/specs/parse-document.ts';

const text = `### Requirement 1: Access

#### Acceptance Criteria

1. WHEN a user signs in THE System SHALL show the news
2. WHEN a user signs in THE System SHALL hide the news
`;

test('a contradiction is an error at the later of its criteria', () => {
  expect(contradictionProblems(parseDocument('requirements', 'requirements.md', text))).toEqual([
    {
      code: 'contradiction',
      severity: 'error',
      message: 'these cannot both be met: when a user signs in: 1.1 says show the news, 1.2 says hide the news',
      file: 'requirements.md',
      line: 6,
      column: 1,
    },
  ]);
});

test('what is only said twice is a warning', () => {
  const twice = text.replace('hide', 'display');
  expect(contradictionProblems(parseDocument('requirements', 'requirements.md', twice))).toMatchObject([
    {
      severity: 'warning',
      message: expect.stringMatching(/^this is said twice: .* 1\.1 and 1\.2 both say show the news$/),
    },
  ]);
});

test('the current behaviour of a bug may contradict the expected one', () => {
  const bug = `## Bug Analysis

### Current Behavior (Defect)

1.1 WHEN a user signs in THEN the system SHALL hide the news

### Expected Behavior (Correct)

2.1 WHEN a user signs in THEN the system SHALL show the news
`;
  expect(contradictionProblems(parseDocument('bugfix', 'bugfix.md', bug))).toEqual([]);
});
