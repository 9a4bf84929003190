import { expect, test } from 'vitest';
import type { ScriptedReply, ScriptedSession } from '../../src/models/script.ts';
import { expectDone } from './support/ashlar.ts';
import { makeProject, type Project, parseLines } from './support/project.ts';
import { approveByHand, authors, builtFiles, documents, implementers, item } from './support/specs.ts';

interface Cost {
  name: string;
  calls: number;
  costUsd?: number;
  inputTokens: number;
}

/** A dime a reply: 100,000 tokens in at a dollar a million. The three tasks take 3, 2 and 3 replies. */
const usage = { inputTokens: 100_000, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
const priced = 'prices: { "scripted:script.json": { input: 1, output: 5 } }\n';
const costly = (sessions: readonly ScriptedSession[]): ScriptedSession[] =>
  sessions.map((session) => ({ ...session, replies: session.replies.map((reply) => ({ ...reply, usage })) }));

async function approvedProject(config = priced): Promise<Project> {
  const project = makeProject();
  await approveByHand(project);
  project.write('.ashlar/config.yaml', config);
  project.useScript(costly(implementers));
  return project;
}

function expectBuilt({ git }: Project): void {
  expect(git('log', '--format=%s', 'main..ashlar/greet').split('\n')).toHaveLength(3);
  for (const [path, text] of Object.entries(builtFiles)) expect(`${git('show', `ashlar/greet:${path}`)}\n`).toBe(text);
}

test('what is spent pauses the run with 55 and a hand-over, and resume with more goes on to the same end', async () => {
  const project = await approvedProject();
  const paused = await project.ashlar('run', 'greet', '--max-usd', '0.5');
  expect(paused.code).toBe(55);
  expect(paused.stdout).toBe(
    [
      'Paused: the run has spent $0.50 of the $0.50 it may.',
      'Done: 2 of 3 tasks on ashlar/greet: 1, 2',
      'In work: 3 Name both in the README; what it changed lies in .ashlar/state/worktrees/greet',
      'Spent: $0.50, 500,000 tokens, 5 model replies, 0 s',
      'Next: ashlar resume greet --max-usd 1\n',
    ].join('\n'),
  );
  expect((await project.ashlar('status')).stdout).toMatch(
    /paused \(the run has spent \$0\.50 of the \$0\.50 it may\)[\s\S]*→ ashlar resume greet/,
  );
  const still = await project.ashlar('resume', 'greet', '--json');
  expect(JSON.parse(still.stdout)).toMatchObject({ exitCode: 55, next: 'ashlar resume greet --max-usd 1' });
  expectDone(await project.ashlar('resume', 'greet', '--max-usd', '1'));
  expectBuilt(project);
});

test('[M24] replies are counted over crashes: a run that was killed after two has two spent', async () => {
  const project = await approvedProject();
  const running = project.start('run', 'greet', '--max-turns', '5', '--stream-json');
  await running.printed(/"model_replied".*"turn":2/);
  running.child.kill('SIGKILL');
  await running.ended;
  const resumed = await project.ashlar('resume', 'greet', '--stream-json');
  expect(resumed.code).toBe(55);
  const { runs } = JSON.parse((await project.ashlar('cost', '--json')).stdout) as { runs: { total: Cost }[] };
  expect(runs.map(({ total }) => total.calls)).toEqual([5]);
  expectDone(await project.ashlar('resume', 'greet', '--max-turns', '20'));
  expectBuilt(project);
});

test('half, three quarters and nine tenths are said once each, and are in the journal', async () => {
  const project = await approvedProject();
  const first = await project.ashlar('run', 'greet', '--max-tokens', '500k');
  const said = /^ {2}(\d+) % of the budget of the run is spent: (\S+) tokens of 500,000 tokens$/gm;
  expect([...first.stderr.matchAll(said)].map(([, percent, spent]) => [percent, spent])).toEqual([
    ['50', '300,000'],
    ['75', '400,000'],
  ]);
  expect((await project.ashlar('resume', 'greet')).stderr).not.toMatch(said);
  expect((await project.ashlar('log', 'greet')).stdout.match(/% of the budget/g)).toHaveLength(2);
});

test('the configuration bounds every run and every task; a flag stands over it', async () => {
  const project = await approvedProject(`${priced}limits: { budget: { run: { turns: 1 }, task: { usd: 0.2 } } }\n`);
  expect((await project.ashlar('run', 'greet')).stdout).toContain(
    'the run has spent 1 model reply of the 1 model reply',
  );
  const paused = await project.ashlar('resume', 'greet', '--max-turns', '100');
  expect(paused).toMatchObject({ code: 55 });
  expect(paused.stdout).toContain('Paused: task 1 has spent $0.20 of the $0.20 it may.');
  expect(paused.stdout).toContain('Next: raise limits.budget.task in .ashlar/config.yaml, then: ashlar resume greet');
  project.write('.ashlar/config.yaml', `${priced}limits: { budget: { task: { usd: 0.5 } } }\n`);
  expectDone(await project.ashlar('resume', 'greet'));
});

test('the time at work is bounded too', async () => {
  const project = await approvedProject();
  const slow: ScriptedReply = { delayMs: 30, ...implementers[0]?.replies[0] };
  project.useScript([{ match: '# Task 1 of ', replies: [slow, slow, slow] }]);
  const paused = await project.ashlar('run', 'greet', '--max-wall-time', '20ms');
  expect(paused).toMatchObject({ code: 55 });
  expect(paused.stdout).toContain('Done: 0 of 3 tasks');
});

test('a budget in dollars is refused where no price is known, before anything is asked', async () => {
  const project = await approvedProject('verify: []\n');
  const refused = await project.ashlar('run', 'greet', '--max-usd', '5', '--stream-json');
  expect(refused.code).toBe(3);
  expect(refused.stderr).toMatch(/the budget in dollars cannot be counted: scripted:script\.json has no known price/);
  expect(parseLines<{ type: string }>(refused.stdout).map(({ type }) => type)).toEqual(['result']);
  expect((await project.ashlar('run', 'greet', '--max-turns', '2')).code).toBe(55);
  expect((await project.ashlar('resume', 'greet', '--max-turns', '9', '--max-usd', '5')).code).toBe(3);
  project.write('.ashlar/config.yaml', priced);
  const late = await project.ashlar('resume', 'greet', '--max-turns', '9', '--max-usd', '0.3');
  expect(late.stdout).toContain('the run has spent $0.30 of the $0.30');
});

test.each([
  ['--max-usd', '0'],
  ['--max-usd', '5 dollars'],
  ['--max-tokens', '1g'],
  ['--max-turns', '2.5'],
  ['--max-wall-time', '10'],
])('%s %s is no limit', async (flag, value) => {
  const ended = await makeProject().ashlar('run', 'greet', flag, value);
  expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining(flag) });
});

test('cost says what was spent by run, task, role and model', async () => {
  const project = await approvedProject();
  expect((await project.ashlar('cost')).stdout).toBe('Nothing was spent yet.\n');
  expectDone(await project.ashlar('run', 'greet'));
  const { stdout } = await project.ashlar('cost', 'greet', '--json');
  const { runs, total } = JSON.parse(stdout) as {
    runs: Record<'tasks' | 'roles' | 'models', Cost[]>[];
    total: Cost;
  };
  expect(total).toMatchObject({ calls: 8, inputTokens: 800_000, costUsd: 0.8 });
  expect(runs).toHaveLength(1);
  const figures = (costs: Cost[] = []) =>
    costs.map(({ name, calls, costUsd = 0 }) => [name, calls, costUsd.toFixed(2)]);
  expect(figures(runs[0]?.tasks)).toEqual([
    ['1', 3, '0.30'],
    ['2', 2, '0.20'],
    ['3', 3, '0.30'],
  ]);
  expect(figures(runs[0]?.roles)).toEqual([['implementer', 8, '0.80']]);
  expect(figures(runs[0]?.models)).toEqual([['scripted:script.json', 8, '0.80']]);
  const text = (await project.ashlar('cost')).stdout;
  expect(text).toMatch(/^greet {2}run run_\w+\n.*cost {2}replies.*\n {2}total +\$0\.80 +8 +800,000 /);
  expect((await project.ashlar('cost', 'nothing')).code).toBe(3);
});

test('a session that uses up its turns blocks its task, and the run ends with 53', async () => {
  const project = await approvedProject(`${priced}limits: { turns: 2 }\n`);
  const ended = await project.ashlar('run', 'greet');
  expect(ended).toMatchObject({ code: 53 });
  expect(ended.stdout).toContain('Blocked: 1; waiting for it: 2, 3');
});

test('drafting is bounded too: it pauses with 55, forgets nothing, and goes on where it is allowed more', async () => {
  const project = makeProject();
  project.useScript(authors);
  const paused = await project.ashlar('new', item, '--name', 'greet', '--no-questions', '--max-turns', '1');
  expect(paused).toMatchObject({
    code: 55,
    stderr: expect.stringMatching(/the run has spent 1 model reply .*\n {2}→ ashlar draft greet --max-turns 2/),
  });
  expect((await project.ashlar('status')).stdout).toMatch(/paused \(the run has spent 1 model reply/);
  expect((await project.ashlar('resume')).code).toBe(55);
  expectDone(await project.ashlar('draft', 'greet', '--max-turns', '2'));
  expect(project.read('specs/greet/requirements.md')).toBe(documents['requirements.md']);
});

test('a budget for all documents of a quick spec is one for all of them, the questions included', async () => {
  const project = makeProject();
  project.useScript(authors);
  const paused = await project.ashlar('new', item, '--name', 'greet', '--quick', '--max-turns', '5');
  expect(paused.code).toBe(55);
  expect([project.has('specs/greet/design.md'), project.has('specs/greet/tasks.md')]).toEqual([true, false]);
  expectDone(await project.ashlar('draft', 'greet'));
  expect(project.has('specs/greet/tasks.md')).toBe(true);
});
