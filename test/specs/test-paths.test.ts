import { expect, test } from 'vitest';
import { isTestPath } from '../../src/specs/test-paths.ts';

test.each([
  ...['test/loans.js', 'src/__tests__/a.ts', 'tests/data/a.csv', 'pkg/testdata/in.json', 'Tests/LoanTests.swift'],
  ...['src/loans.test.ts', 'src/loans.spec.js', 'loans_test.go', 'test_loans.py', 'loan_spec.rb', 'conftest.py'],
  ...['src/LoanTest.java', 'LoanTests.cs', 'cypress/e2e/loan.js', 'src/__snapshots__/a.snap'],
  ...[
    'src/Loans.Tests/Lending.cs',
    'LoansUITests/Flow.swift',
    'app/src/androidTest/java/Lend.kt',
    'base/loan_unittest.cc',
  ],
])('%s belongs to the tests', (path) => {
  expect(isTestPath(path)).toBe(true);
});

test.each([
  ...['src/loans.js', 'src/latest.ts', 'src/contest.py', 'attest/a.go', 'src/Contest.java', 'package.json'],
  ...[
    'src/testing-grounds.ts',
    'inspect.js',
    'src/test',
    'Greatest.cs',
    'src/special/a.ts',
    'src/Latest/a.cs',
    'unittest.md',
  ],
])('%s does not', (path) => {
  expect(isTestPath(path)).toBe(false);
});
