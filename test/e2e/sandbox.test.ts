import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import { makeProject, type Project } from './support/project.ts';
import { approveByHand, bash, finish, implementers, unseen, write } from './support/specs.ts';

const hasBubblewrap = existsSync('/usr/bin/bwrap');

/** A project as it is for a user: commands run in the sandbox of the system. */
async function guarded(files: Readonly<Record<string, string>> = {}): Promise<Project> {
  const project = makeProject(files);
  delete project.env.ASHLAR_SANDBOX;
  await approveByHand(project);
  return project;
}

test.runIf(hasBubblewrap)(
  'what an agent runs sees no home, no key, no network, and writes in its worktree alone',
  async () => {
    const project = await guarded();
    project.env.ANTHROPIC_API_KEY = 'canary-key';
    mkdirSync(join(project.home, '.ssh'));
    writeFileSync(join(project.home, '.ssh', 'id_test'), 'canary-ssh');
    const [, ...others] = implementers;
    const probe = `cat ~/.ssh/id_test; cat ${project.home}/.ssh/id_test; env; cat /proc/*/environ; echo gone > ${project.root}/README.md; echo x > ${project.home}/planted; (exec 3<>/dev/tcp/1.1.1.1/80) && echo connected`;
    project.useScript([
      { match: '# Task 1 of ', replies: [{ calls: [unseen(probe), write('greet.txt', 'hello\n'), finish()] }] },
      ...others,
    ]);
    const readme = project.read('README.md');
    expectDone(await project.ashlar('run', 'greet'));
    expect(project.read('README.md')).toBe(readme);
    expect(existsSync(join(project.home, 'planted'))).toBe(false);
    const { stdout } = await project.ashlar('log', 'greet', '--json');
    expect(stdout).toContain('No such file or directory');
    for (const canary of ['canary-key', 'canary-ssh', '\\nconnected']) expect(stdout).not.toContain(canary);
  },
);

test.runIf(hasBubblewrap)('a check that needs the tools of the project finds them', async () => {
  const project = await guarded({ 'package.json': '{"scripts":{"test":"node --version"}}' });
  const [, ...others] = implementers;
  const calls = [
    bash('node --version && git status --short && git log --oneline | head -1'),
    write('greet.txt', 'hello\n'),
    finish(),
  ];
  project.useScript([{ match: '# Task 1 of ', replies: [{ calls }] }, ...others]);
  expectDone(await project.ashlar('run', 'greet'));
  expect((await project.ashlar('log', 'greet', '--json')).stdout).toContain(process.version);
});

test('where no sandbox works nothing runs, and the way out is said', async () => {
  const project = await guarded();
  const { PATH } = project.env;
  const folder = join(project.home, 'programs');
  mkdirSync(folder);
  writeFileSync(join(folder, 'bwrap'), '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2; exit 1\n');
  chmodSync(join(folder, 'bwrap'), 0o755);
  project.useScript(implementers);
  const before = project.git('branch', '--list');

  project.env.PATH = `${folder}:${PATH}`;
  const broken = await project.ashlar('run', 'greet');
  expect(broken).toMatchObject({ code: 8, stderr: expect.stringContaining('No permissions to create new namespace') });
  expect(broken.stderr).toContain('--sandbox direct');

  project.env.PATH = onlyGit(project, PATH);
  const missing = await project.ashlar('run', 'greet');
  expect(missing).toMatchObject({ code: 8, stderr: expect.stringContaining('apt install bubblewrap') });
  expect(project.git('branch', '--list')).toBe(before);

  expectDone(await project.ashlar('run', 'greet', '--sandbox', 'direct'));
});

/** A PATH on which git is, and no sandbox. */
function onlyGit({ home }: Project, path = ''): string {
  const folder = join(home, 'only-git');
  mkdirSync(folder);
  const git = path
    .split(':')
    .map((each) => join(each, 'git'))
    .find((file) => existsSync(file));
  for (const [name, target] of [
    ['git', git],
    ['grep', '/bin/grep'],
    ['cat', '/bin/cat'],
    ['cp', '/bin/cp'],
  ]) {
    writeFileSync(join(folder, name ?? ''), `#!/bin/sh\nexec ${target} "$@"\n`, { mode: 0o755 });
  }
  return folder;
}

test('a repository cannot say that commands run without a sandbox', async () => {
  const project = await guarded();
  project.useScript(implementers);
  project.write('.ashlar/config.yaml', 'sandbox: direct\n');
  const refused = await project.ashlar('run', 'greet');
  expect(refused).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('a repository does not say what protects you'),
  });
  expect(readFileSync(join(project.root, '.ashlar/config.yaml'), 'utf8')).toBe('sandbox: direct\n');
});

test('a sandbox that does not exist is a mistake of whoever typed it', async () => {
  const project = await guarded();
  expect(await project.ashlar('run', 'greet', '--sandbox', 'bubble')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('bubblewrap, seatbelt, direct'),
  });
});
