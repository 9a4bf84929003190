import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Policy } from '../../src/policy/policy.ts';
import { openPolicy } from './open-policy.ts';

let root: string;
let policy: Policy;
const known = new Set(['src/a.ts', 'lib/b.ts']);
beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'policy-own-')));
  for (const file of [...known, 'scratch/deep/c.txt']) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  symlinkSync('src', join(root, 'to-src'));
  symlinkSync('/', join(root, 'to-all'));
  policy = await openPolicy({ places: { root } });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const decide = (resource: string, circumstances = {}) =>
  policy.decide({ role: 'implementer', action: 'runCommand', resource, circumstances: { known, ...circumstances } });

test.each(['rm -rf scratch', 'rm -r scratch/deep', 'mkdir tmp2 && rm -rf ./tmp2', 'cd scratch && rm -rf deep'])(
  '%j takes away what the task itself made',
  (command) => {
    expect(decide(command).effect).toBe('allow');
  },
);

test.each([
  'rm -rf src',
  'rm -rf .',
  'rm -rf ./',
  'rm -rf scratch lib',
  'rm -rf scr*',
  'rm -rf to-src/',
  'rm -rf $X/scratch',
  'rm -rf nothing-there',
])('%j takes away more, and is asked about', (command) => {
  expect(decide(command).effect).not.toBe('allow');
});

test('without knowing what was there before, a folder is asked about, and a link is what it leads to', () => {
  expect(decide('rm -rf scratch', { known: undefined }).rule).toBe('destructive');
  expect(decide('rm -rf to-all/home').effect).toBe('deny');
});

test('what mktemp makes lies among temporary files', () => {
  const sandboxed = { sandboxed: true };
  expect(decide('D=$(mktemp -d) && cp src/a.ts "$D"/ && ls "$D"', sandboxed).effect).toBe('allow');
  expect(decide('cp src/a.ts "$(mktemp)"', sandboxed).effect).toBe('allow');
  expect(decide('cp src/a.ts "$(mktemp -p /etc)"', sandboxed).rule).toBe('opaque-command');
  expect(decide('cp src/a.ts "$(cat target)"', sandboxed).rule).toBe('opaque-command');
  expect(decide('D=$(mktemp -d); echo 1 > "$D/../x"', { sandboxed: false }).effect).not.toBe('allow');
});
