import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseModel, openModel } from '../../src/app/open-model.ts';
import type { CommonOptions } from '../../src/app/surroundings.ts';
import { createRedactor } from '../../src/base/redact.ts';
import { userText } from '../../src/domain/message.ts';
import { surroundingsOf } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const every = { ASHLAR_MODEL: 'openai:env', ANTHROPIC_API_KEY: 'k' };
const config = { model: 'openai:config', models: { author: 'openai:author' } };

test.each<[string, Parameters<typeof chooseModel>, string]>([
  ['--model', ['author', { model: 'openai:flag' }, config, every], 'openai:flag'],
  ['what the configuration says of the role', ['author', {}, config, every], 'openai:author'],
  ['what it says of all roles', ['implementer', {}, config, every], 'openai:config'],
  ['ASHLAR_MODEL', ['author', {}, {}, every], 'openai:env'],
  ['the provider whose key is set', ['author', {}, {}, { ANTHROPIC_API_KEY: 'k' }], 'anthropic:claude-sonnet-5-5'],
  [
    'the one whose token is set',
    ['author', {}, {}, { ANTHROPIC_API_KEY: '', ANTHROPIC_AUTH_TOKEN: 't' }],
    'anthropic:claude-sonnet-5-5',
  ],
])('the model is that of %s, when nothing before it is set', (_source, given, wanted) => {
  expect(chooseModel(...given)).toBe(wanted);
});

test('without any of them a person is told how to set one', () => {
  expect(() => chooseModel('author', {}, {}, { ANTHROPIC_API_KEY: '' })).toThrow(
    expect.objectContaining({
      kind: 'authentication',
      what: 'no model is configured',
      next: expect.stringContaining('export ANTHROPIC_API_KEY='),
    }) as Error,
  );
});

const common = { root: '/nowhere', stateFolder: '/nowhere/state', redactor: createRedactor() };
const open = (id: string, env: Record<string, string> = {}, options: CommonOptions = {}) =>
  openModel(id, { ...common, options, config: {}, surroundings: surroundingsOf(makeRepository(), { env }) });

test.each([
  ['gpt', 'usage', 'there is no model "gpt"'],
  ['anthropic:', 'usage', 'there is no model "anthropic:"'],
  ['mistral:large', 'usage', 'there is no model "mistral:large"'],
  ['anthropic:claude', 'authentication', 'there is no key for anthropic'],
  ['openai:gpt', 'authentication', 'there is no key for openai'],
  ['scripted:none.yaml', 'usage', 'none.yaml of --model cannot be read'],
  ['replay:none.jsonl', 'usage', 'none.jsonl of --model cannot be read'],
  ['scripted:README.md', 'invalid', 'is no script for a model'],
])('%s is refused as %s', async (id, kind, what) => {
  await expect(open(id)).rejects.toMatchObject({ kind, what: expect.stringContaining(what), next: expect.any(String) });
});

test.each([
  ['anthropic:claude', { ANTHROPIC_API_KEY: 'k' }],
  ['anthropic:claude', { ANTHROPIC_AUTH_TOKEN: 't' }],
  ['openai:qwen3-coder', { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' }],
  ['openai:gpt', { OPENAI_API_KEY: 'k' }],
  ['bedrock:anthropic.claude-v1:0', { AWS_REGION: 'eu-central-1' }],
])('%s opens with what the environment holds, and nothing is asked of it yet', async (id, env) => {
  expect((await open(id, env)).id).toBe(id);
});

test('paths are those of the working folder, and with --record every reply is recorded', async () => {
  const repository = makeRepository({ 'play.yaml': 'sessions: [{ replies: [{ text: hello }] }]' });
  const surroundings = surroundingsOf(repository);
  const model = await openModel('scripted:play.yaml', {
    ...common,
    options: { record: 'tape.jsonl' },
    config: {},
    surroundings,
  });
  const request = { system: 's', tools: [], messages: [userText('hi')], maxOutputTokens: 10 };
  const stream = model.stream(request, surroundings.signal);
  for (let next = await stream.next(); next.done !== true; next = await stream.next());
  expect(readFileSync(join(repository.root, 'tape.jsonl'), 'utf8')).toContain('hello');
});
