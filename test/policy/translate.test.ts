import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ToolCall } from '../../src/domain/message.ts';
import { toPolicyRequest } from '../../src/policy/translate.ts';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'translate-')));
  mkdirSync(join(root, '.git'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const call = (name: string, input: Record<string, unknown>): ToolCall => ({ type: 'tool_call', id: 'c1', name, input });
const translate = (name: string, input: Record<string, unknown>) =>
  toPolicyRequest(call(name, input), 'implementer', root);

test('a call becomes the action and the resource it asks for', () => {
  expect(translate('read', { path: 'src/a.ts' })).toEqual({
    role: 'implementer',
    action: 'readFile',
    resource: 'src/a.ts',
  });
  expect(translate('write', { path: './src//b.ts' })).toMatchObject({ action: 'writeFile', resource: 'src/b.ts' });
  expect(translate('edit', { path: join(root, 'c.ts') })).toMatchObject({ action: 'writeFile', resource: 'c.ts' });
  expect(translate('grep', { pattern: 'x' })).toMatchObject({ action: 'readFile', resource: '.' });
  expect(translate('bash', { command: 'ls ../x' })).toMatchObject({ action: 'runCommand', resource: 'ls ../x' });
});

test('a link is resolved, so that it leads around no rule', () => {
  symlinkSync('.git', join(root, 'harmless'));
  symlinkSync(tmpdir(), join(root, 'out'));
  expect(translate('write', { path: 'harmless/hooks/pre-commit' })?.resource).toBe('.git/hooks/pre-commit');
  expect(translate('read', { path: 'out/x' })?.resource).toMatch(/^\.\.\//);
  expect(translate('read', { path: '../x' })?.resource).toBe('../x');
});

test('what asks for nothing, or cannot run, is no request', () => {
  for (const name of ['glob', 'ask', 'finish', 'constructor']) expect(translate(name, { path: 'x' })).toBeUndefined();
  expect(translate('read', { path: 3 })).toBeUndefined();
  const malformed = { ...call('bash', {}), malformed: { raw: '{', problem: 'cut' } };
  expect(toPolicyRequest(malformed, 'author', root)).toBeUndefined();
});

test('a path that cannot be resolved stays as it is written', () => {
  symlinkSync('loop', join(root, 'loop'));
  expect(translate('read', { path: 'loop' })?.resource).toBe('loop');
  expect(translate('read', { path: 'a\0b' })?.resource).toBe('a\0b');
});
