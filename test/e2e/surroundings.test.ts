import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startAshlar } from './support/ashlar.ts';
import { makeProject, type Project, userState } from './support/project.ts';
import {
  approveByHand,
  authors,
  bash,
  builtFiles,
  documents,
  finish,
  implementer,
  implementers,
  item,
  unseen,
} from './support/specs.ts';

const isSpec = (path: string) => path === 'specs' || path.startsWith('specs/');

function expectBuilt({ git }: Project): void {
  for (const [path, text] of Object.entries(builtFiles)) expect(`${git('show', `ashlar/greet:${path}`)}\n`).toBe(text);
}

test('the worktree has the dependencies that git ignores, and what a task does to them never reaches the user', async () => {
  const project = makeProject({ '.gitignore': 'node_modules/\n', 'packages/a/index.js': '' });
  project.write('node_modules/left-pad/index.js', 'module.exports = 1;\n');
  project.write('packages/a/node_modules/right-pad/index.js', 'module.exports = 2;\n');
  mkdirSync(join(project.root, 'node_modules/.bin'));
  symlinkSync('../left-pad/index.js', join(project.root, 'node_modules/.bin/left-pad'));
  await approveByHand(project);
  const code = "require('left-pad'); require('./packages/a/node_modules/right-pad')";
  const needs = `echo "${code}" > tmp.cjs && node tmp.cjs && rm tmp.cjs && test -L node_modules/.bin/left-pad`;
  const spoils = unseen('rm -r node_modules/left-pad && echo spoilt > node_modules/.bin/left-pad-2');
  const [, ...others] = implementers;
  project.useScript([implementer('1', [bash(needs), spoils, bash('echo hello > greet.txt')], [finish()]), ...others]);
  const before = userState(project, isSpec);
  expect(await project.ashlar('run', 'greet')).toMatchObject({ code: 0 });
  expectBuilt(project);
  expect(userState(project, isSpec)).toEqual(before);
  expect(project.git('ls-tree', '-r', '--name-only', 'ashlar/greet')).not.toContain('node_modules');
});

test.each(["it's a folder", 'say "hello" $(world)', 'Ünï cödé 目录 🪨', '-dash', 'a\nb'])(
  'a repository in a folder named %j is worked in like any other',
  async (name) => {
    const project = makeProject({ '.gitignore': 'node_modules/\n' }, name);
    project.write('node_modules/a/index.js', '');
    await approveByHand(project);
    project.useScript(implementers);
    const before = userState(project, isSpec);
    expect(await project.ashlar('run', 'greet')).toMatchObject({ code: 0 });
    expectBuilt(project);
    expect(userState(project, isSpec)).toEqual(before);
  },
);

test('from a folder below the root, and through a link to it, the same repository is found', async () => {
  const project = makeProject({ 'src/deep/a.txt': 'a\n' });
  project.useScript([...authors, ...implementers]);
  symlinkSync(join(project.root, 'src'), join(project.home, 'link'));
  const [deep, link] = [join(project.root, 'src/deep'), join(project.home, 'link')];
  const inside = (cwd: string, ...args: string[]) => startAshlar(args, { cwd, env: project.env }).ended;
  expect(await inside(deep, 'new', item, '--name', 'greet')).toMatchObject({ code: 0 });
  expect(project.read('specs/greet/requirements.md')).toBe(documents['requirements.md']);
  for (let n = 0; n < 3; n++) expect(await inside(link, 'approve', 'greet', '--yes')).toMatchObject({ code: 0 });
  expect(await inside(deep, 'run', 'greet')).toMatchObject({ code: 0 });
  expect((await inside(project.home, 'status', '--cwd', deep)).stdout).toContain('3/3 tasks');
  expectBuilt(project);
});

test('a detached HEAD stays where it is', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.git('switch', '--quiet', '--detach');
  project.useScript(implementers);
  const before = userState(project, isSpec);
  expect(await project.ashlar('run', 'greet')).toMatchObject({ code: 0 });
  expect(userState(project, isSpec)).toEqual(before);
  expectBuilt(project);
});

test('in a worktree that the user made, the run works as in any checkout', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.git('add', 'specs');
  project.git('commit', '--quiet', '--message', 'The spec');
  const tree = join(project.home, 'tree');
  project.git('worktree', 'add', '--quiet', '-b', 'feature', tree);
  project.useScript(implementers);
  const run = await startAshlar(['run', 'greet', '--trust'], { cwd: tree, env: project.env }).ended;
  expect(run).toMatchObject({ code: 0 });
  expectBuilt(project);
  expect(project.git('-C', tree, 'branch', '--show-current')).toBe('feature');
});

test('the specs of a Kiro repository are used where they lie and keep every byte but the ticked boxes', async () => {
  const kiroTasks = `# Implementation Plan\r\n\r\n- [x] 1. Set up the project\r\n  - _Requirements: 1.1_\r\n\r\n- [ ] 2. Greet\r\n- [ ] 2.1 Write the greeting \r\n  - greet.txt\r\n  - _Requirements: 1.1_\r\n- [ ]* 2.2 Write tests\r\n  - _Requirements: 1.2_`;
  const project = makeProject({ 'check.sh': 'grep -qx hello greet.txt\n', Makefile: 'test:\n\tsh check.sh\n' });
  const folder = '.kiro/specs/greet';
  const texts = {
    'requirements.md': documents['requirements.md'].replaceAll('\n', '\r\n'),
    'design.md': documents['design.md'],
    'tasks.md': kiroTasks,
  };
  project.write(`${folder}/notes.md`, 'My notes.\n');
  project.write('.kiro/steering/tech.md', 'Use grep.\n');
  await approveByHand(project, { folder, texts });
  const before = userState(project, (path) => path.startsWith(`${folder}/tasks.md`) || path.endsWith('ledger.jsonl'));
  project.useScript([implementer('2.1', [bash('echo hello > greet.txt')], [finish()])]);
  const run = await project.ashlar('run', 'greet');
  expect(run).toMatchObject({ code: 0 });
  expect(project.read(`${folder}/tasks.md`)).toBe(
    kiroTasks.replace('[ ] 2. ', '[x] 2. ').replace('[ ] 2.1', '[x] 2.1'),
  );
  const after = userState(project, (path) => path.startsWith(`${folder}/tasks.md`) || path.endsWith('ledger.jsonl'));
  expect(after).toEqual(before);
  expect(project.git('show', 'ashlar/greet:greet.txt')).toBe('hello');
  expect((await project.ashlar('new', 'Another', '--model', 'scripted:none')).code).toBe(2);
});

test('what the user’s own git ignores everywhere is not committed', async () => {
  const project = makeProject();
  await approveByHand(project);
  for (const folder of [project.home, project.env.XDG_CONFIG_HOME ?? ''])
    mkdirSync(join(folder, 'git'), { recursive: true });
  project.write('../home/config/git/ignore', '*.swp\n');
  const [, ...others] = implementers;
  project.useScript([implementer('1', [bash('echo hello > greet.txt; echo x > .greet.swp')], [finish()]), ...others]);
  expect(await project.ashlar('run', 'greet')).toMatchObject({ code: 0 });
  expect(project.git('ls-tree', '-r', '--name-only', 'ashlar/greet').split('\n')).toEqual(
    Object.keys(builtFiles).sort(),
  );
});
