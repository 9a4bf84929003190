import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { createToolbox } from '../../src/tools/toolbox.ts';
import { openToolBench, type ToolBench } from './tool-bench.ts';

let bench: ToolBench;
beforeEach(() => {
  bench = openToolBench();
});
afterEach(() => bench.remove());

const specsOf = (role: 'author' | 'implementer') =>
  createToolbox({ role, ripgrepPath: 'rg', clock: systemClock, openReader: async () => () => true }).map(
    ({ spec }) => spec,
  );

test('an author has no tool that changes anything, an implementer has all', () => {
  expect(specsOf('author').map(({ name }) => name)).toEqual(['read', 'grep', 'glob', 'ask']);
  expect(specsOf('implementer').map(({ name }) => name)).toEqual([
    ...['read', 'grep', 'glob', 'ask', 'write', 'edit', 'bash', 'finish'],
  ]);
});

test('what a model is told of all tools is short', () => {
  // A token of English and JSON has about four characters.
  expect(JSON.stringify(specsOf('implementer')).length).toBeLessThan(1_800 * 3);
  for (const { description } of specsOf('implementer')) expect(description.trim()).toBe(description);
});

test('schemas are of type object, take no other arguments and name no dialect', () => {
  for (const { inputSchema } of specsOf('implementer')) {
    expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(inputSchema).not.toHaveProperty('$schema');
  }
  expect(specsOf('implementer').find(({ name }) => name === 'edit')?.inputSchema).toMatchObject({
    required: ['path', 'old', 'new'],
  });
});

test('arguments that the schema does not know or allow are refused in its words, and nothing runs', async () => {
  const strange = await bench.call('bash', { command: 'touch ran', cwd: '/' });
  expect(strange).toMatchObject({ isError: true, invalid: true });
  expect(strange.text).toMatch(
    /^bash was not run: Unrecognized key: "cwd"\.\nIts arguments must fit this schema: \{.*"required":\["command"\]/,
  );
  const both = await bench.call('read', { path: 3, offset: 0 });
  expect(both.text).toContain(
    'read was not run: path: Invalid input: expected string, received number; offset: Too small: expected number to be >=1.',
  );
  expect((await bench.call('glob', { pattern: '*' })).text).toBe('No file matches.');
});

test('finish hands over a report, done unless it says otherwise', async () => {
  expect((await bench.call('finish', { summary: 'built it' })).report).toEqual({ summary: 'built it', done: true });
  expect((await bench.call('finish', { summary: 'no', done: false })).report).toEqual({ summary: 'no', done: false });
  expect((await bench.call('finish', { summary: '' })).isError).toBe(true);
});

test('ask without an answer leaves the question open, with the id of the call', async () => {
  const outcome = await bench.call('ask', { question: 'A or B?', options: ['A', 'B'], recommended: 'B' });
  expect(outcome).toEqual({
    text: 'A person was asked and has not answered yet.',
    question: { id: 'call_1', text: 'A or B?', options: ['A', 'B'], recommended: 'B' },
  });
  expect((await bench.call('ask', { question: 'Why?' })).question).toEqual({ id: 'call_1', text: 'Why?', options: [] });
});

test('ask with an answer returns it', async () => {
  const other = openToolBench({ answer: 'B, please' });
  expect(await other.call('ask', { question: 'A or B?' })).toEqual({ text: 'The answer: B, please' });
  other.remove();
});

test('ask recommends only what it offers', async () => {
  const outcome = await bench.call('ask', { question: 'A or B?', options: ['A', 'B'], recommended: 'C' });
  expect(outcome).toMatchObject({ isError: true, text: 'recommended must be one of the options, word for word.' });
  expect((await bench.call('ask', { question: 'x', options: ['A'] })).isError).toBe(true);
});
