import { expect, test } from 'vitest';
import { cleanResults } from '../../src/agent/clean-results.ts';
import { compose } from '../../src/agent/compose.ts';
import { truncate } from '../../src/agent/layers.ts';
import { noReach } from '../../src/base/failpoints.ts';
import { showHidden } from '../../src/base/hidden-text.ts';
import { limits } from '../../src/base/limits.ts';
import { createRedactor } from '../../src/base/redact.ts';
import type { ToolContext } from '../../src/domain/tool.ts';

const context: ToolContext = {
  root: '/srv/repo',
  callId: 's.c1',
  signal: new AbortController().signal,
  seen: new Map(),
  runCommand: () => Promise.reject(new Error('no commands here')),
  reach: noReach,
  askHuman: async () => undefined,
};
const { redact } = createRedactor();

const result = (name: string, input: Record<string, unknown>, text: string) =>
  compose([truncate, cleanResults(redact)], async () => ({ text }))(
    { type: 'tool_call', id: 'c1', name, input },
    context,
  );

test.each([
  ['read', { path: 'README.md' }, '   12\tone\u202etwo\u202c\u202e', 'hidden text in README.md:12: 3 bidi controls'],
  ['grep', { pattern: 'x' }, 'a.ts:1:x\nsrc/b.ts:7:x\u200b', 'hidden text in src/b.ts:7: 1 zero-width character'],
  [
    'bash',
    { command: 'make\nmore' },
    'ok\n\u001b[2J',
    'hidden text in the output of `make`, line 2: 1 control character',
  ],
  ['glob', { pattern: '*' }, 'a\u0007', 'hidden text in the result of glob: 1 control character'],
])('what hides in the result of %s is shown to the model and told with its place', async (name, input, text, told) => {
  const outcome = await result(name, input, text);
  expect(outcome.hidden).toEqual([told]);
  expect(outcome.text).toMatch(/\\u\{[0-9a-f]+\}/);
  expect(showHidden(outcome.text)).toBe(outcome.text);
});

test('of many places a few are told', async () => {
  const lines = Array.from({ length: 40 }, (_, at) => `    ${at + 1}\t\u200b`).join('\n');
  expect((await result('read', { path: 'a' }, lines)).hidden).toHaveLength(6);
});

test('a plain result stays as it is', async () => {
  expect(await result('read', { path: 'a' }, '    1\tplain \u{1F44D}\u{1F3FD}')).toEqual({
    text: '    1\tplain \u{1F44D}\u{1F3FD}',
  });
});

test('a secret is taken out before the result is cut, so that no half of it is left', async () => {
  const secret = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
  const before = 'x '.repeat(Math.ceil(limits.toolResultChars * 0.2) - 8);
  const { text } = await result(
    'bash',
    { command: 'make' },
    `${before}${secret} ${'y '.repeat(limits.toolResultChars)}`,
  );
  expect(text).not.toContain('ghp_');
});
