import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ScriptedSession } from '../../src/models/script.ts';
import { expectDone } from './support/ashlar.ts';
import { makeDirty, makeProject } from './support/project.ts';
import { approveByHand, bash, finish, implementer, implementers, unseen, write } from './support/specs.ts';

test('in place, everything that was there is kept under a backup ref and stays out of the commits', async () => {
  const project = makeProject({ '.gitignore': 'ignored/\n' });
  await approveByHand(project);
  makeDirty(project);
  const [first, second] = implementers;
  if (first === undefined || second === undefined) throw new Error('no script');
  const third = implementer('3', [bash("printf 'greet.txt, farewell.txt\\n' >> README.md")], [finish()]);
  project.useScript([first, second, third]);
  const run = await project.ashlar('run', 'greet', '--in-place');
  const { git } = project;
  expect(run.stderr).toMatch(/what was here is kept in refs\/ashlar\/backup\/greet-\d+/);

  const backup = git('for-each-ref', '--format=%(refname)', 'refs/ashlar/backup');
  expect(git('show', `${backup}:notes/untracked.txt`)).toBe('untracked');
  expect(git('show', `${backup}:staged.txt`)).toBe('staged');
  expect(git('show', `${backup}:README.md`)).toBe('# Library, changed by hand');

  expect(run.code).toBe(0);
  expect(git('branch', '--show-current')).toBe('ashlar/greet');
  const committed = git('diff', '--name-only', 'main', 'ashlar/greet').split('\n');
  expect(committed).toEqual(['README.md', 'farewell.txt', 'greet.txt']);
  expect(project.read('staged.txt')).toBe('staged\n');
  expect(project.read('notes/untracked.txt')).toBe('untracked\n');
  expect(git('stash', 'list')).toContain('for later');
});

test('in place, a git of the user that is at work for a moment is waited for, at the start and before a commit', async () => {
  const project = makeProject();
  await approveByHand(project);
  const replies = [{ calls: [write('greet.txt', 'hello\n')] }, { delayMs: 400, calls: [finish()] }];
  project.useScript([{ match: '# Task 1 of ', replies }, ...implementers.slice(1)]);
  const lock = join(project.root, '.git/index.lock');
  const lockFor = (ms: number) => {
    writeFileSync(lock, '');
    setTimeout(() => rmSync(lock), ms);
  };
  lockFor(700);
  const run = project.start('run', 'greet', '--in-place', '--stream-json');
  await run.printed(/"tool_finished"/);
  lockFor(1_500);
  expectDone(await run.ended);
  expect(project.git('log', '--format=%s', 'main..ashlar/greet').split('\n')).toHaveLength(3);
});

/** So that a kill falls into the time in which a model thinks. */
const slowly = (session: ScriptedSession): ScriptedSession => ({
  ...session,
  replies: session.replies.map((reply) => ({ ...reply, delayMs: 100 })),
});

test('in place, a run that was killed goes on in the same checkout with the same backup', async () => {
  const project = makeProject();
  await approveByHand(project);
  makeDirty(project);
  const third = implementer('3', [bash("printf 'greet.txt, farewell.txt\\n' >> README.md")], [finish()]);
  project.useScript([...implementers.slice(0, 2), third].map(slowly));
  const running = project.start('run', 'greet', '--in-place', '--stream-json');
  await running.printed(/"turn_started".*"turn":2/);
  running.child.kill('SIGKILL');
  await running.ended;
  expect(await project.ashlar('resume')).toMatchObject({ code: 0 });
  expect(project.git('for-each-ref', 'refs/ashlar/backup').split('\n')).toHaveLength(1);
  expect(project.git('log', '--reverse', '--format=%s', 'main..').split('\n')).toHaveLength(3);
  expect(project.read('notes/untracked.txt')).toBe('untracked\n');
});

test('in place, a checkout in the middle of a merge is refused', async () => {
  const project = makeProject();
  await approveByHand(project);
  const { git } = project;
  git('switch', '--quiet', '--create', 'other');
  project.write('README.md', '# Other\n');
  git('commit', '--quiet', '--all', '--message', 'Other');
  git('switch', '--quiet', 'main');
  project.write('README.md', '# Main\n');
  git('commit', '--quiet', '--all', '--message', 'Main');
  expect(() => git('merge', 'other')).toThrow();
  project.useScript(implementers);
  const run = await project.ashlar('run', 'greet', '--in-place');
  expect(run.code).toBe(6);
  expect(run.stderr).toMatch(/a merge is in progress in this checkout\n {2}→ finish or abort it first/);
  expect(project.read('.git/MERGE_HEAD')).not.toBe('');
});

test.runIf(existsSync('/usr/bin/bwrap'))(
  'in place, commands see what a worktree would show them: no .env, no keys, no tokens of package managers',
  async () => {
    const project = makeProject({
      '.gitignore': '.env\n.npmrc\ncerts/\n',
      '.env.example': 'A=example\n',
      'packages/a/.env.test': 'A=tracked\n',
    });
    delete project.env.ASHLAR_SANDBOX;
    await approveByHand(project);
    project.write('.env', 'A=canary-one\n');
    project.write('packages/a/.env', 'A=canary-two\n');
    project.write('.npmrc', '//registry.npmjs.org/:_authToken=canary-three\n');
    project.write('packages/a/.npmrc', 'registry=https://seen.test/\n');
    project.write('certs/server.key', 'canary-four\n');
    const [, ...others] = implementers;
    const calls = [
      unseen('grep -rs A= . ; cat .env .npmrc certs/server.key packages/a/.npmrc'),
      write('greet.txt', 'hello\n'),
    ];
    project.useScript([implementer('1', calls, [finish()]), ...others]);
    expectDone(await project.ashlar('run', 'greet', '--in-place'));
    const { stdout } = await project.ashlar('log', 'greet', '--json');
    expect(stdout).not.toMatch(/canary-(?:one|two|three|four)/);
    for (const seen of ['A=example', 'A=tracked', 'https://seen.test/']) expect(stdout).toContain(seen);
    expect(project.read('.env')).toBe('A=canary-one\n');
  },
);
