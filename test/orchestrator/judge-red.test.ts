import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { whyNotRed } from '../../src/orchestrator/judge-red.ts';

/** Runs a test file with Node's own runner and judges what came of it. */
function judgeFile(text: string, name = 'a.test.mjs') {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-red-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, name), text);
  return judge(`${process.execPath} --test ${name}`, folder);
}

function judge(command: string, cwd = tmpdir()) {
  const env = { PATH: process.env.PATH ?? '' };
  const { status, signal, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd, env, encoding: 'utf8' });
  return whyNotRed({ exitCode: status ?? (signal === null ? 1 : 137), output: stdout + stderr });
}

const head = "import { test } from 'node:test';\nimport assert from 'node:assert';\n";

test('a failing assertion is a test failure', () => {
  expect(judgeFile(`${head}test('adds', () => assert.equal(1 + 1, 3));\n`)).toBeUndefined();
});

test('a test that throws is one too, even a SyntaxError that the code under test throws', () => {
  expect(judgeFile(`${head}test('calls', () => undefined.length);\n`)).toBeUndefined();
  expect(judgeFile(`${head}test('parses', () => JSON.parse('{'));\n`)).toBeUndefined();
});

test('a test that passes shows no defect', () => {
  expect(judgeFile(`${head}test('adds', () => assert.equal(1 + 1, 2));\n`)).toMatch(/passed/);
});

test.each([
  ['has a syntax error', 'const = 1;\n', /loaded or compiled/],
  ['imports what is not there', "import './missing.mjs';\n", /loaded or compiled/],
  ['imports a name that is not exported', "import { nothing } from 'node:assert';\n", /loaded or compiled/],
])('a test file that %s is no failing test', (_what, text, why) => {
  expect(judgeFile(text)).toMatch(why);
});

test('a CommonJS file that requires what is not there is none', () => {
  expect(judgeFile("require('./missing.js');\n", 'a.test.cjs')).toMatch(/loaded or compiled/);
});

test.each([
  ['no-such-command-anywhere', /could not be run/],
  ['touch x; exec ./x', /could not be run/],
  ['kill -9 $$', /signal/],
  ['exit 143', /signal/],
  ['eval "if ("', /loaded or compiled/],
])('%s is no failing test', (command, why) => {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-red-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  expect(judge(command, folder)).toMatch(why);
});

test('a plain command is taken at its exit code', () => {
  expect(judge('echo apples | grep -q pears')).toBeUndefined();
});

test.each([
  ['pytest', '=== test session starts ===\ncollected 0 items / 1 error\nERROR collecting test_a.py', /loaded/],
  ['pytest without tests', 'collected 0 items\n=== no tests ran in 0.01s ===', /no test was run/],
  ['unittest', 'ImportError: Failed to import test module: test_a', /loaded/],
  ['jest', ' FAIL  ./a.test.js\n  ● Test suite failed to run\n', /loaded/],
  ['vitest', '⎯⎯⎯ Failed Suites 1 ⎯⎯⎯', /loaded/],
  ['vitest without tests', 'No test files found, exiting with code 1', /no test was run/],
  ['go', 'FAIL\tlibrary/loans [build failed]', /loaded/],
  ['cargo', 'error[E0425]: cannot find value\nerror: could not compile `loans`', /loaded/],
  ['tsc', "src/a.ts(1,1): error TS2304: Cannot find name 'x'.", /loaded/],
  ['npm', 'npm error Missing script: "tset"', /could not be run/],
])('a run of %s that got to no test is no failing test', (_runner, output, why) => {
  expect(whyNotRed({ exitCode: 1, output })).toMatch(why);
});

test.each([
  ['pytest', 'collected 1 item\ntest_a.py F\nE   assert 2 == 3\n1 failed in 0.02s'],
  ['go', '--- FAIL: TestLend (0.00s)\n    loans_test.go:9: got 2\nFAIL'],
  ['cargo', "test lends ... FAILED\nthread 'lends' panicked at src/lib.rs:9\ntest result: FAILED. 0 passed; 1 failed"],
  ['a test of a shell', "AssertionError: expected 'sh: foo: not found here' to be ''"],
])('a red test of %s is one', (_runner, output) => {
  expect(whyNotRed({ exitCode: 1, output })).toBeUndefined();
});
