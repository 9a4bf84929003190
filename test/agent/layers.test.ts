import { expect, test } from 'vitest';
import { compose } from '../../src/agent/compose.ts';
import { type AskPermission, hideRoot, type Permission, runTool, type Word } from '../../src/agent/layers.ts';
import { noReach } from '../../src/base/failpoints.ts';
import { limits } from '../../src/base/limits.ts';
import type { CallTool, Layer, ToolContext } from '../../src/domain/tool.ts';
import type { ScriptedReply } from '../../src/models/script.ts';
import { drain, ofType } from '../support/drain.ts';
import { openSessionBench } from './session-bench.ts';

const call = { type: 'tool_call', id: 'c1', name: 'look', input: {} } as const;
const context: ToolContext = {
  root: '/srv/repo',
  callId: 's.c1',
  signal: new AbortController().signal,
  seen: new Map(),
  runCommand: () => Promise.reject(new Error('no commands here')),
  reach: noReach,
  askHuman: async () => undefined,
};
const saying =
  (text: string): CallTool =>
  async () => ({ text });

test('the first layer of a list is the outermost', async () => {
  const said: string[] = [];
  const layer =
    (name: string): Layer =>
    async (given, at, next) => {
      said.push(`${name} in`);
      const outcome = await next(given, at);
      said.push(`${name} out`);
      return { text: `${name}(${outcome.text})` };
    };
  const { text } = await compose([layer('a'), layer('b')], saying('x'))(call, context);
  expect(text).toBe('a(b(x))');
  expect(said).toEqual(['a in', 'b in', 'b out', 'a out']);
  expect(await compose([], saying('bare'))(call, context)).toEqual({ text: 'bare' });
});

test('a layer that does not go on keeps the tool from running', async () => {
  let ran = false;
  const stop: Layer = async () => ({ text: 'stopped', isError: true });
  const run: CallTool = async () => {
    ran = true;
    return { text: '' };
  };
  expect(await compose([stop], run)(call, context)).toEqual({ text: 'stopped', isError: true });
  expect(ran).toBe(false);
});

test('a tool that does not exist is an error for the model, not for the program', async () => {
  expect(await runTool([])(call, context)).toEqual({ text: 'There is no tool look.', isError: true });
});

test.each([
  ['/srv/repo/src/a.ts: ok', 'src/a.ts: ok'],
  ['cd /srv/repo', 'cd .'],
  ['in /srv/repo: 2 files, "/srv/repo"', 'in .: 2 files, "."'],
  ['/srv/repo-old/a.ts and /srv/repository', '/srv/repo-old/a.ts and /srv/repository'],
  ['elsewhere/a.ts', 'elsewhere/a.ts'],
])('the path of the root is hidden: %j reads %j', async (said, shown) => {
  expect((await compose([hideRoot], saying(said))(call, context)).text).toBe(shown);
});

async function resultsOf(calls: ScriptedReply['calls'], files: Record<string, string> = {}) {
  const bench = await openSessionBench({ replies: [{ calls: calls ?? [] }, { text: 'ok' }], files });
  const { events } = await drain(bench.go());
  return { bench, results: ofType(events, 'tool_finished') };
}

test('what policy denies reaches the model as a result that names the rule, and does not run', async () => {
  const { bench, results } = await resultsOf(
    [
      { name: 'write', input: { path: 'specs/demo/tasks.md', content: '- [x] 1. Done' } },
      { name: 'bash', input: { command: 'git commit --all --message done' } },
      { name: 'read', input: { path: '.env' } },
      { name: 'read', input: { path: 'a.ts' } },
    ],
    { '.env': 'KEY=s3cr3t', 'a.ts': 'one', 'specs/demo/tasks.md': '- [ ] 1. Build' },
  );
  expect(results.map(({ isError }) => isError)).toEqual([true, true, true, false]);
  expect(results[0]?.text).toMatch(/^Denied by policy specs-belong-to-people: /);
  expect(results[1]?.text).toMatch(/^Denied by policy git-state: /);
  expect(results[2]?.text).toMatch(/^Denied by policy environment-files: /);
  expect(bench.ran).toEqual(['read']);
  expect(bench.text('specs/demo/tasks.md')).toBe('- [ ] 1. Build');
  expect(JSON.stringify(bench.requests)).not.toContain('s3cr3t');
});

const remove = { name: 'bash', input: { command: 'rm -r src && echo gone' } };
const files = { 'src/a.ts': 'one' };

test('what a person allows is on record before it runs, and runs', async () => {
  const asked: Permission[] = [];
  const askPermission: AskPermission = async (permission) => {
    asked.push(permission);
    return { said: 'call' };
  };
  const bench = await openSessionBench({
    replies: [{ calls: [remove] }, { text: 'ok' }],
    files,
    guard: { askPermission },
  });
  const { events } = await drain(bench.go());
  expect(asked).toMatchObject([{ id: 'session_1.call_0_0.policy', decision: { rule: 'destructive', effect: 'ask' } }]);
  expect(ofType(events, 'call_decided')).toMatchObject([{ effect: 'allow', covers: 'call', policy: 'destructive' }]);
  const types = events.map(({ type }) => type);
  expect(types.indexOf('call_decided')).toBeLessThan(types.indexOf('tool_finished'));
  expect(ofType(events, 'tool_finished')[0]?.text).toContain('gone');
  expect(() => bench.text('src/a.ts')).toThrow('ENOENT');
  expect(bench.states().folded).toEqual(bench.states().running);
});

test('what nobody is there to allow is denied, and the model reads what to do instead', async () => {
  const { bench, results } = await resultsOf([remove], files);
  expect(results[0]?.text).toMatch(
    /^Denied by policy destructive: .*Remove files by their names\. Nobody is there to be asked\./,
  );
  expect(bench.text('src/a.ts')).toBe('one');
});

test('a person’s no reaches the model with what was said', async () => {
  const askPermission: AskPermission = async () => ({ said: 'no', because: 'move it to old/' });
  const bench = await openSessionBench({
    replies: [{ calls: [remove] }, { text: 'ok' }],
    files,
    guard: { askPermission },
  });
  const { events } = await drain(bench.go());
  expect(ofType(events, 'tool_finished')[0]?.text).toContain('said no: move it to old/');
  expect(ofType(events, 'call_decided')).toMatchObject([{ effect: 'deny', policy: 'destructive' }]);
});

test('a session that waits for a person goes on where it stopped, in another process too', async () => {
  let said: Word | undefined;
  const askPermission: AskPermission = async ({ id }) => said ?? { question: { id, text: 'May it?', options: [] } };
  const bench = await openSessionBench({
    replies: [{ calls: [remove] }, { text: 'ok' }],
    files,
    guard: { askPermission },
  });
  expect((await drain(bench.go())).end).toBe('needs_human');
  expect(bench.text('src/a.ts')).toBe('one');
  bench.restart();
  said = { said: 'run' };
  const { end, events } = await drain(bench.go());
  expect(end).toBe('answered');
  expect(ofType(events, 'tool_finished')[0]?.text).toContain('gone');
  expect(bench.states().folded?.permits.size).toBe(1);
  expect(bench.ran).toEqual(['bash']);
});

test('the model never sees more of a result than the limit, and reads how much is missing', async () => {
  const { results } = await resultsOf([{ name: 'bash', input: { command: 'printf "%030000d" 0; echo END' } }]);
  const text = results[0]?.text ?? '';
  expect(text.length).toBeLessThan(limits.toolResultChars + 100);
  expect(text).toContain('characters left out; ask for a smaller part');
  expect(text.startsWith('0000')).toBe(true);
  expect(text).toContain('END');
});

test('results do not hold the path of the repository, whatever the tool says', async () => {
  const { bench, results } = await resultsOf([{ name: 'bash', input: { command: 'pwd; ls "$PWD/a.ts"' } }], {
    'a.ts': '',
  });
  expect(results[0]?.text).toBe('.\na.ts\n[exit code 0]');
  expect(JSON.stringify(bench.requests)).not.toContain(bench.root);
});
