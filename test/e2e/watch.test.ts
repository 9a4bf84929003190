import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startModelServer } from './support/model-server.ts';
import { makeProject, type Project, parseLines } from './support/project.ts';
import { approveByHand, bash, builtFiles, call, finish, implementer, implementers, write } from './support/specs.ts';

interface Status {
  next: string;
  run: {
    run: string;
    status: string;
    reason?: string;
    workedMs: number;
    lastType: string;
    stopOrder?: string;
    sessions: { task: string; phase: string }[];
  };
}

const statusOf = async (project: Project): Promise<Status> => {
  const { stdout } = await project.ashlar('status', 'greet', '--json');
  return (JSON.parse(stdout) as { specs: Status[] }).specs[0] as Status;
};

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(30);
}

const question = call('ask', { question: 'Which language?', options: ['English', 'German'] });
const asking = [
  implementer('1', [question], [write('greet.txt', 'hello\n')], [finish('greet.txt says hello.')]),
  ...implementers.slice(1),
];

/** A model that takes its time, so that there is something to watch and to pause. */
async function slowProject(): Promise<Project & { asked: string[] }> {
  const server = await startModelServer(implementers, 60);
  const project = makeProject();
  Object.assign(project.env, {
    ANTHROPIC_API_KEY: 'a-key',
    ANTHROPIC_BASE_URL: server.url,
    ASHLAR_MODEL: 'anthropic:claude-sonnet-5-5',
  });
  await approveByHand(project);
  return { ...project, asked: server.asked };
}

test('watch follows a run of another process to its end, line by line, and ends as it does', {
  timeout: 120_000,
}, async () => {
  const project = await slowProject();
  const run = project.start('run', 'greet', '--stream-json');
  await run.printed(/"task_started","task":"1"/);
  const [lines, events] = await Promise.all([
    project.ashlar('watch', 'greet'),
    project.ashlar('watch', '--stream-json'),
  ]);
  expect((await run.ended).code).toBe(0);
  expect(lines).toMatchObject({ code: 0 });
  expect(lines.stderr).toMatch(/greet: run run_\w+ active, [\s\S]*● 3 Name both in the README[\s\S]*✓ done, commit/);
  expect(lines.stdout).toMatch(/^greet: run run_\w+ done, 8 model calls, [\s\S]*\nNext: git merge ashlar\/greet\n$/);
  const seen = parseLines<{ type: string; task?: string }>(events.stdout);
  expect(seen.filter(({ type }) => type === 'task_finished').map(({ task }) => task)).toEqual(['1', '2', '3']);
  expect(seen.at(-1)).toMatchObject({ type: 'result', ok: true, spec: 'greet', next: 'git merge ashlar/greet' });
});

test('watch of a run whose process was killed ends and says how to go on', { timeout: 120_000 }, async () => {
  const project = await slowProject();
  const run = project.start('run', 'greet', '--stream-json');
  await run.printed(/"session_opened"/);
  const watch = project.start('watch', 'greet');
  await delay(300);
  run.child.kill('SIGKILL');
  expect(await watch.ended).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(
      / interrupted, [\s\S]*implementer of task 1 hibernated; [\s\S]*Next: ashlar resume greet\n$/,
    ),
  });
  expect((await statusOf(project)).run).toMatchObject({ status: 'interrupted' });
});

test('watch ends with the exit code of a run whose budget or turns are used up', { timeout: 120_000 }, async () => {
  const project = makeProject({ '.ashlar/config.yaml': 'limits:\n  turns: 1\n' });
  await approveByHand(project);
  project.useScript(asking);
  expect((await project.ashlar('run', 'greet', '--max-turns', '1')).code).toBe(6);
  expect((await project.ashlar('answer', 'greet', '1')).code).toBe(0);
  expect((await project.ashlar('resume', '--max-turns', '1')).code).toBe(53);
  expect((await project.ashlar('watch')).code).toBe(53);
  project.write('.ashlar/config.yaml', 'limits:\n  turns: 50\n');
  project.useScript(implementers);
  expect((await project.ashlar('resume', '--max-turns', '3')).code).toBe(55);
  expect((await project.ashlar('watch')).code).toBe(55);
});

test('watch ends with the exit code of a run that is blocked, asks, or was stopped', { timeout: 120_000 }, async () => {
  const blocked = makeProject();
  await approveByHand(blocked);
  blocked.useScript([implementer('1', [finish('There is no paper.', false)])]);
  expect((await blocked.ashlar('run', 'greet')).code).toBe(7);
  expect((await blocked.ashlar('watch', 'greet')).code).toBe(7);
  blocked.useScript(asking);
  expect((await blocked.ashlar('resume')).code).toBe(6);
  expect(await blocked.ashlar('watch')).toMatchObject({
    code: 6,
    stdout: expect.stringContaining('Next: ashlar answer greet'),
  });
  const stopped = await slowProject();
  const run = stopped.start('run', 'greet', '--stream-json');
  await run.printed(/"session_opened"/);
  run.child.kill('SIGINT');
  expect((await run.ended).code).toBe(130);
  expect((await stopped.ashlar('watch')).code).toBe(130);
  expect((await makeProject().ashlar('watch')).code).toBe(2);
});

test('a run that is asked to pause does so with nothing half done, and only resume lifts the order', {
  timeout: 120_000,
}, async () => {
  const project = await slowProject();
  const run = project.start('run', 'greet', '--stream-json');
  await run.printed(/"tool_started"/);
  expect(await project.ashlar('pause', 'greet')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^run_\w+ pauses at its next safe point\./),
  });
  const ended = await run.ended;
  expect(ended.code).toBe(6);
  const types = parseLines<{ type: string }>(ended.stdout).map(({ type }) => type);
  expect(types.filter((type) => type === 'tool_started')).toHaveLength(
    types.filter((type) => type === 'tool_finished').length,
  );
  expect(await statusOf(project)).toMatchObject({
    next: 'ashlar resume greet',
    run: {
      status: 'paused',
      reason: 'Ann <ann@example.test> asked greet to pause',
      stopOrder: 'Ann <ann@example.test>',
    },
  });
  const again = await project.ashlar('run', 'greet');
  expect(again).toMatchObject({
    code: 6,
    stderr: expect.stringContaining('asked greet to pause\n  → ashlar resume greet'),
  });
  const asked = project.asked.length;
  expect((await project.ashlar('resume')).code).toBe(0);
  expect(project.asked.slice(asked).filter((request) => project.asked.indexOf(request) < asked)).toEqual([]);
  expect((await statusOf(project)).run).not.toHaveProperty('stopOrder');
});

test('an order to pause outlives the kill of the process that it was meant for', { timeout: 120_000 }, async () => {
  const project = await slowProject();
  const run = project.start('run', 'greet', '--stream-json');
  await run.printed(/"session_opened"/);
  run.child.kill('SIGKILL');
  await run.ended;
  expect((await project.ashlar('pause', 'greet')).stdout).toMatch(/is not at work and stays paused\./);
  expect((await project.ashlar('run', 'greet')).code).toBe(6);
  expect((await project.ashlar('resume', 'greet')).code).toBe(0);
  for (const [path, text] of Object.entries(builtFiles))
    expect(`${project.git('show', `ashlar/greet:${path}`)}\n`).toBe(text);
  expect(await project.ashlar('pause', 'greet')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no unfinished run'),
  });
});

test('a run that waits is idle, and goes on by itself as soon as its question is answered', {
  timeout: 120_000,
}, async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(asking);
  const run = project.start('run', 'greet', '--wait');
  await until(async () => (await statusOf(project)).run?.sessions?.[0]?.phase === 'idle');
  expect(await statusOf(project)).toMatchObject({ next: 'ashlar answer greet "…"', run: { status: 'paused' } });
  expect((await project.ashlar('answer', 'greet', 'English')).code).toBe(0);
  const ended = await run.ended;
  expect(ended.code, ended.stderr).toBe(0);
  const { sessions } = (await statusOf(project)).run;
  expect(sessions.map(({ task, phase }) => `${task} ${phase}`)).toEqual([
    '1 terminated',
    '2 terminated',
    '3 terminated',
  ]);
});

test('a run that waits for an answer goes on from what others changed meanwhile, as one that is resumed does', {
  timeout: 120_000,
}, async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(asking);
  const run = project.start('run', 'greet', '--wait', '--stream-json');
  await until(async () => (await statusOf(project)).run?.sessions?.[0]?.phase === 'idle');
  const worktree = join(project.root, '.ashlar/state/worktrees/greet');
  // Git knows seconds: a commit of the same one as the pause could be the agent's.
  await delay(1_100);
  project.git('-C', worktree, 'commit', '--quiet', '--allow-empty', '--message', 'By hand');
  const tasks = project.read('specs/greet/tasks.md');
  project.write('specs/greet/tasks.md', tasks.replace('holds the line goodbye', 'holds the one line goodbye'));
  expect((await project.ashlar('answer', 'greet', 'English')).code).toBe(0);
  expect((await statusOf(project)).next).toContain('ashlar approve greet');
  expect((await project.ashlar('approve', 'greet', 'tasks', '--yes')).code).toBe(0);
  const { code, stdout } = await run.ended;
  expect(code, stdout.slice(-600)).toBe(0);
  expect(stdout).toContain('has 1 commit that the run did not make');
  expect(stdout.match(/"type":"session_opened"/g)).toHaveLength(3);
});

test('a run that waits goes on when a spec that was edited meanwhile is approved again', {
  timeout: 120_000,
}, async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript([
    implementer('1', [bash('sleep 0.7'), write('greet.txt', 'hello\n'), finish('greet.txt says hello.')]),
    ...implementers.slice(1),
  ]);
  const run = project.start('run', 'greet', '--wait', '--stream-json');
  await run.printed(/"tool_started"/);
  const tasks = project.read('specs/greet/tasks.md');
  project.write('specs/greet/tasks.md', tasks.replace('holds the line goodbye', 'holds the one line goodbye'));
  await until(async () => (await statusOf(project)).run?.status === 'paused');
  // The process gives the spec free a moment after it said that it is paused.
  await until(async () => (await project.ashlar('approve', 'greet', 'tasks', '--yes')).code === 0);
  const ended = await run.ended;
  expect(ended.code, ended.stdout.slice(-600)).toBe(0);
});

test('a run that nobody answers is hibernated after the set time, and resume wakes it with its context', {
  timeout: 120_000,
}, async () => {
  const project = makeProject({ '.ashlar/config.yaml': 'limits:\n  idleBeforeHibernationMs: 300\n' });
  await approveByHand(project);
  project.useScript(asking);
  const run = await project.ashlar('run', 'greet', '--wait');
  expect(run).toMatchObject({ code: 6, stderr: expect.stringContaining('nobody answered') });
  expect((await statusOf(project)).run).toMatchObject({
    lastType: 'hibernated',
    sessions: [{ task: '1', phase: 'hibernated' }],
  });
  expect((await project.ashlar('answer', 'greet', '1')).code).toBe(0);
  expect((await project.ashlar('resume')).code).toBe(0);
  const { runs } = JSON.parse((await project.ashlar('log', 'greet', '--json')).stdout) as {
    runs: { events: { event: { type: string; task?: string; text?: string } }[] }[];
  };
  const events = runs.flatMap((each) => each.events.map(({ event }) => event));
  expect(events.filter(({ type, task }) => type === 'session_opened' && task === '1')).toHaveLength(1);
  expect(events.map(({ text }) => text)).toContain('The answer: English');
});
