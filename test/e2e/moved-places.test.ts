import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { expectDone, startAshlar } from './support/ashlar.ts';
import { makeProject, type Project } from './support/project.ts';
import { approveByHand, builtFiles, implementers } from './support/specs.ts';

vi.setConfig({ testTimeout: 60_000 });

/** A run that was killed in its second task, whose file is written and not committed. */
async function halfDone() {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(implementers);
  project.env.ASHLAR_FAILPOINT = 'tool:result:5=kill';
  expect(await project.ashlar('run', 'greet')).toMatchObject({ signal: 'SIGKILL' });
  delete project.env.ASHLAR_FAILPOINT;
  return { project, worktree: join(project.root, '.ashlar/state/worktrees/greet') };
}

const resumeIn = (cwd: string, { env }: Project) =>
  startAshlar(['--trust', 'resume', 'greet', '--json'], { cwd, env }).ended;

function expectBuiltIn(root: string, { git }: Project): void {
  const log = git('-C', root, 'log', '--reverse', '--format=%s', 'main..ashlar/greet').split('\n');
  expect(log).toEqual(['Write the greeting', 'Write the farewell', 'Name both in the README']);
  for (const [path, text] of Object.entries(builtFiles))
    expect(`${git('-C', root, 'show', `ashlar/greet:${path}`)}\n`).toBe(text);
}

test('a repository that was moved goes on where it stood, with what was not committed yet', async () => {
  const { project } = await halfDone();
  const moved = `${project.root}-moved`;
  renameSync(project.root, moved);
  const resumed = await resumeIn(moved, project);
  expectDone(resumed);
  expect(resumed.stdout).not.toContain('its worktree was deleted');
  mkdirSync(project.root);
  expectBuiltIn(moved, project);
  expect(project.git('-C', moved, 'worktree', 'list', '--porcelain')).not.toContain('prunable');
});

test('a copy of a repository goes on by itself, and so does the one that it was copied from', async () => {
  const { project, worktree } = await halfDone();
  const copy = `${project.root}-copy`;
  cpSync(project.root, copy, { recursive: true, verbatimSymlinks: true });
  const before = [project.git('rev-parse', 'ashlar/greet'), project.git('-C', worktree, 'status', '--short')];
  expectDone(await resumeIn(copy, project));
  expectBuiltIn(copy, project);
  expect([project.git('rev-parse', 'ashlar/greet'), project.git('-C', worktree, 'status', '--short')]).toEqual(before);
  expectDone(await project.ashlar('resume', 'greet'));
  expectBuiltIn(project.root, project);
});

test.each<[string, (dotGit: string) => void]>([
  ['leads nowhere', (dotGit) => writeFileSync(dotGit, 'gitdir: /nowhere/worktrees/greet\n')],
  [
    'is a folder',
    (dotGit) => {
      rmSync(dotGit);
      mkdirSync(dotGit);
    },
  ],
])('a worktree whose .git %s is put aside with its files, and made again', async (_, damage) => {
  const { project, worktree } = await halfDone();
  damage(join(worktree, '.git'));
  rmSync(join(project.root, '.git/worktrees/greet'), { recursive: true });
  const { code, stderr } = await project.ashlar('resume', 'greet');
  expect(code, stderr).toBe(0);
  const [, aside = ''] = /what was in it is in (\S+)/.exec(stderr) ?? [];
  expect(readdirSync(join(project.root, aside))).toContain('farewell.txt');
  expectBuiltIn(project.root, project);
});

test('a spec that a stash takes away stops the run by name, and the run goes on once it is back', async () => {
  const project = makeProject();
  await approveByHand(project);
  await project.useServer(implementers, 60);
  const run = project.start('run', 'greet', '--stream-json');
  await run.printed(/"task_started","task":"2"/);
  project.git('stash', '--include-untracked', '--quiet');
  expect(await run.ended).toMatchObject({
    code: 6,
    stderr: expect.stringMatching(/the spec greet went from the checkout[\s\S]*→ bring it back, then: ashlar resume/),
  });
  project.git('stash', 'pop', '--quiet');
  expectDone(await project.ashlar('resume', 'greet'));
  expectBuiltIn(project.root, project);
});
