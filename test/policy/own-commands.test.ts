import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Policy } from '../../src/policy/policy.ts';
import { openPolicy } from './open-policy.ts';
import { harmful, harmless } from './own-commands.ts';

let root: string;
let policy: Policy;
beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'policy-commands-')));
  const files = [
    'src/a.ts',
    'src/b.ts',
    'src/old.ts',
    'package.json',
    'node_modules/.bin/vitest',
    'node_modules/.bin/tsc',
  ];
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '{}');
  }
  policy = await openPolicy({ places: { root } });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const effectOf = (command: string) =>
  policy.decide({ role: 'implementer', action: 'runCommand', resource: command }).effect;

test.each(harmful)('%j does not run by itself', (command) => {
  expect(effectOf(command)).not.toBe('allow');
});

test.each(harmless)('%j runs', (command) => {
  expect(effectOf(command)).toBe('allow');
});

test.each([
  ['npm install left-padd', 'new-package'],
  ['curl https://example.org', 'network'],
  ['ls; wget x', 'network'],
  ['env', 'credentials'],
  ['sudo ls', 'privilege'],
  ['crontab -l', 'persistence'],
  ['terraform destroy', 'infrastructure'],
  ['npm publish', 'publish'],
  ['claude -p x', 'other-agents'],
  ['pkill node', 'processes'],
  ['psql -c "drop table x"', 'database'],
  ['rm -rf src', 'destructive'],
  ['python3 -c "1"', 'inline-code'],
  ['FOO=1 ls', 'environment-variables'],
  ['$X', 'opaque-command'],
  ['echo x > /tmp/y', 'temporary-files'],
  ['echo x > ~/y', 'outside'],
])('%j is decided by %s, though harmless commands stand beside it', (command, rule) => {
  const decide = (resource: string) => policy.decide({ role: 'implementer', action: 'runCommand', resource });
  expect(decide(command).rule).toBe(rule);
  expect(decide(`ls src && ( ${command} ) | head`).rule).toBe(rule);
  expect(decide(`bash -c ${JSON.stringify(command).replaceAll('$', '\\$')}`).rule).toBe(rule);
});

test('more programs than a person could read, and deeper ones, are not judged', () => {
  expect(effectOf(`${'ls && '.repeat(300)}ls`)).toBe('ask');
  expect(effectOf(`${'timeout 5 '.repeat(20)}ls`)).toBe('ask');
  expect(effectOf(`${'ls && '.repeat(50)}ls`)).toBe('allow');
  expect(effectOf(`ls ${'x'.repeat(200_000)}`)).toBe('ask');
  expect(effectOf(`ls${' '.repeat(5_000)}; curl x`)).toBe('deny');
});
