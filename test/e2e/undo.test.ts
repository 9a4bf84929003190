import { expect, test } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import { makeProject, userState } from './support/project.ts';
import { approveByHand, bash, finish, implementer, implementers, tasks } from './support/specs.ts';

const isSpec = (path: string) => path === 'specs' || path.startsWith('specs/');

test('undo asks a human, takes the task back without touching the checkout, and the next run does it anew', {
  timeout: 120_000,
}, async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(implementers);
  expectDone(await project.ashlar('run', 'greet'));
  const before = userState(project, isSpec);
  const tip = project.git('rev-parse', 'ashlar/greet');

  const asked = await project.ashlar('undo', 'greet', '2');
  expect(asked.code).toBe(6);
  expect(asked.stderr).toContain('task 2 (Write the farewell): 1 commit on ashlar/greet would be reverted');
  expect(asked.stderr).toContain('and 3, which builds on it, is open again');
  expect(asked.stderr).toContain('→ ashlar undo greet 2 --yes');
  expect(project.git('rev-parse', 'ashlar/greet')).toBe(tip);

  const undone = await project.ashlar('undo', 'greet', '2', '--yes', '--json');
  expectDone(undone);
  expect(JSON.parse(undone.stdout)).toMatchObject({ ok: true, task: '2', reopened: ['3'], next: 'ashlar run greet' });
  expect(userState(project, isSpec)).toEqual(before);
  expect(project.git('ls-tree', '--name-only', 'ashlar/greet')).toBe('README.md\ngreet.txt');
  expect(project.read('specs/greet/tasks.md')).toBe(tasks.replace('[ ] 1.', '[x] 1.'));
  expect((await project.ashlar('status', 'greet')).stdout).toContain('1/3 tasks');
  expect((await project.ashlar('log', 'greet')).stdout).toMatch(/task 2 undone in \w{10}; open again: 3/);

  const again = implementer('2', [bash('echo goodbye > farewell.txt')], [finish('Said goodbye anew.')]);
  project.useScript([again]);
  expectDone(await project.ashlar('run', 'greet'));
  expect(project.git('log', '-1', '--format=%s%n%b', 'ashlar/greet')).toContain('Said goodbye anew.');
  expect((await project.ashlar('status', 'greet')).stdout).toContain('3/3 tasks');
});

test('a run whose branch conflicts with the base ends with 6 and names the files', { timeout: 120_000 }, async () => {
  const project = makeProject();
  await approveByHand(project);
  const [first, second, third] = implementers;
  project.useScript([first, second, third].flatMap((each) => each ?? []));
  const run = project.start('run', 'greet', '--stream-json');
  await run.printed(/"type":"task_finished"/);
  project.write('README.md', '# Mine\n');
  project.git('commit', '--quiet', '--all', '--message', 'Mine');
  const ended = await run.ended;
  expect(ended.code).toBe(6);
  expect(JSON.parse(ended.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
    outcome: 'done',
    merge: { into: 'main', conflicts: ['README.md'] },
    next: 'git merge ashlar/greet',
  });
  const told = await project.ashlar('run', 'greet');
  expect(told.code).toBe(6);
  expect(told.stdout).toContain('It conflicts with main in README.md.');
  expect(project.git('status', '--porcelain', '--untracked-files=no')).toBe('');
});

test.each(['git:committed:1', 'file:renamed:1', 'ledger:written:1', 'memory:written:1'])(
  'an undo that is killed at %s is finished by the same command, and nothing is taken back twice',
  async (point) => {
    const project = makeProject();
    await approveByHand(project);
    project.useScript(implementers);
    expectDone(await project.ashlar('run', 'greet'));
    const before = userState(project, isSpec);
    project.env.ASHLAR_FAILPOINT = `${point}=kill`;
    expect(await project.ashlar('undo', 'greet', '3', '--yes')).toMatchObject({ signal: 'SIGKILL' });
    delete project.env.ASHLAR_FAILPOINT;
    const again = await project.ashlar('undo', 'greet', '3', '--yes');
    expectDone(again);
    expect(userState(project, isSpec)).toEqual(before);
    expect(project.git('log', '--format=%s', 'main..ashlar/greet').split('\n')).toEqual([
      'Revert "Name both in the README"',
      'Name both in the README',
      'Write the farewell',
      'Write the greeting',
    ]);
    expect(project.read('specs/greet/tasks.md')).toBe(tasks.replace('[ ] 1.', '[x] 1.').replace('[ ] 2.', '[x] 2.'));
    expectDone(await project.ashlar('run', 'greet'));
    expect((await project.ashlar('status', 'greet')).stdout).toContain('3/3 tasks');
  },
  120_000,
);

test.each(['ledger:written:1', 'memory:written:1'])(
  'an undo that is killed at %s is finished by the run that comes next: what was taken back is made anew',
  async (point) => {
    const project = makeProject();
    await approveByHand(project);
    project.useScript(implementers);
    expectDone(await project.ashlar('run', 'greet'));
    project.env.ASHLAR_FAILPOINT = `${point}=kill`;
    expect(await project.ashlar('undo', 'greet', '3', '--yes')).toMatchObject({ signal: 'SIGKILL' });
    delete project.env.ASHLAR_FAILPOINT;
    const run = await project.ashlar('run', 'greet');
    expectDone(run);
    expect(run.stderr).toMatch(
      /the undo of task 3 was cut off before it was on the branch; it is now, as [0-9a-f]{10}/,
    );
    expect(project.git('log', '--format=%s', 'main..ashlar/greet').split('\n')).toEqual([
      'Name both in the README',
      'Revert "Name both in the README"',
      'Name both in the README',
      'Write the farewell',
      'Write the greeting',
    ]);
    expect((await project.ashlar('status', 'greet')).stdout).toContain('3/3 tasks');
  },
  120_000,
);
