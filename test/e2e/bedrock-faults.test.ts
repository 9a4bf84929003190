import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startAnthropicServer } from '../models/servers/anthropic-server.ts';
import { startBedrockServer } from '../models/servers/bedrock-server.ts';
import type { ServedReply } from '../models/servers/served.ts';
import { expectDone } from './support/ashlar.ts';
import { makeProject, type Project, parseLines } from './support/project.ts';
import { approveByHand, builtFiles, implementers } from './support/specs.ts';

let ids = 0;
const good = (): ServedReply[] =>
  implementers.flatMap(({ replies }) =>
    replies.map(({ calls = [] }): ServedReply => {
      const blocks = calls.map(({ name, input }) => ({
        call: { id: `id${ids++}`, name, json: JSON.stringify(input ?? {}) },
      }));
      return { blocks, stop: 'tools' };
    }),
  );

async function openBedrock(replies: ServedReply[], config = '') {
  const server = await startBedrockServer(replies);
  onTestFinished(() => server.close());
  const project = makeProject();
  await approveByHand(project);
  if (config !== '') project.write('.ashlar/config.yaml', config);
  Object.assign(project.env, {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'the-secret-access-key',
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: server.url,
    ASHLAR_MODEL: 'bedrock:anthropic.claude-sonnet-5-5',
  });
  return { ...project, server };
}

function expectBuilt({ git }: Project): void {
  expect(git('log', '--format=%s', 'main..ashlar/greet').split('\n')).toHaveLength(3);
  for (const [path, text] of Object.entries(builtFiles)) expect(`${git('show', `ashlar/greet:${path}`)}\n`).toBe(text);
}

test('[M28] what passes at Bedrock is asked for again, in the stream too, and the run ends well', async () => {
  const faults: ServedReply[][] = [
    [{ fault: 'rate_limited' }, { fault: 'overloaded' }],
    [{ fault: 'server' }],
    [{ blocks: [{ text: 'I thi' }], ending: { error: 'overloaded' } }],
    [{ blocks: [{ text: 'I thi' }], ending: 'reset' }],
  ];
  const replies = good().flatMap((reply, at) => [...(faults[at] ?? []), reply]);
  const scene = await openBedrock(replies);
  const ended = await scene.ashlar('run', 'greet', '--stream-json');
  expectDone(ended);
  expectBuilt(scene);
  expect(scene.server.sent).toHaveLength(replies.length);
  const retries = parseLines<{ type: string }>(ended.stdout).filter(({ type }) => type === 'retry_scheduled');
  expect(retries).toHaveLength(faults.flat().length);
});

/** Asked once each; the exit codes are those of the same faults at any other provider. */
const lasting: [name: string, fault: ServedReply, code: number, says: RegExp][] = [
  ['credentials that expired', { fault: 'authentication' }, 4, /did not accept the credentials/],
  ['an unknown model', { fault: 'not_found' }, 5, /is not known to the provider/],
  ['an invalid request', { fault: 'invalid_request' }, 5, /refused the request: .*max_tokens must be positive/],
];

test('[M28] what lasts at Bedrock ends with the exit code of its kind, and the run goes on once it is mended', async () => {
  const scene = await openBedrock([...lasting.map(([, fault]) => fault), ...good()]);
  for (const [at, [name, , code, says]] of lasting.entries()) {
    const stopped = await scene.ashlar(at === 0 ? 'run' : 'resume', 'greet');
    expect(stopped.code, `${name}: ${stopped.stderr}`).toBe(code);
    expect(stopped.stderr).toMatch(says);
    expect(stopped.stderr + stopped.stdout).not.toContain('the-secret-access-key');
    expect(scene.server.sent).toHaveLength(at + 1);
  }
  expectDone(await scene.ashlar('resume'));
  expectBuilt(scene);
});

test('[M28] throttling that does not end pauses the run with the exit code of the provider', async () => {
  const scene = await openBedrock(
    [{ fault: 'rate_limited' }, { fault: 'rate_limited' }, ...good()],
    'limits: { modelAttempts: 2 }',
  );
  expect(await scene.ashlar('run', 'greet')).toMatchObject({ code: 5 });
  expect(scene.server.sent).toHaveLength(2);
  expectDone(await scene.ashlar('resume'));
  expectBuilt(scene);
});

test('[M06] of a request that the provider calls invalid, what was sent is kept, without what looks like a key', async () => {
  const server = await startAnthropicServer([{ fault: 'invalid_request' }, ...good()]);
  onTestFinished(() => server.close());
  const project = makeProject({ 'README.md': '# Library\nits key is a-very-secret-key\n' });
  await approveByHand(project);
  Object.assign(project.env, {
    ANTHROPIC_API_KEY: 'a-very-secret-key',
    ANTHROPIC_BASE_URL: server.url,
    ASHLAR_MODEL: 'anthropic:claude-sonnet-5-5',
  });
  const stopped = await project.ashlar('run', 'greet');
  expect(stopped.code).toBe(5);
  expect(server.sent).toHaveLength(1);
  const [, path = ''] = /what was sent is in (\S+\.json)/.exec(stopped.stderr) ?? [];
  const kept = project.readJson<{ model: string; system: string; messages: { role: string }[] }>(path);
  expect(kept).toMatchObject({ model: 'anthropic:claude-sonnet-5-5', messages: [{ role: 'user' }] });
  expect(kept.system).toBe(server.sent[0]?.system);
  expect(project.read(path)).not.toContain('a-very-secret-key');
  expect(statSync(join(project.root, path)).mode & 0o777).toBe(0o600);
});
