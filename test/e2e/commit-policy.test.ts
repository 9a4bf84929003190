import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import { makeProject, type Project } from './support/project.ts';
import {
  approveByHand,
  bash,
  type Call,
  documents,
  finish,
  implementer,
  implementers,
  unseen,
  write,
} from './support/specs.ts';

const workflow = '.github/workflows/ci.yml';

/** A project whose first task makes these calls, then its own work, and is asked to finish as often as there are finishes. */
async function projectWith(
  calls: readonly Call[],
  {
    files = {},
    finishes = 2,
    taskFiles = '',
  }: { files?: Record<string, string>; finishes?: number; taskFiles?: string } = {},
): Promise<Project> {
  const project = makeProject(files);
  const texts = { ...documents, 'tasks.md': documents['tasks.md'].replace('_Files: greet.txt_', taskFiles) };
  await approveByHand(project, { texts: { ...texts, 'tasks.md': texts['tasks.md'].replace(/\n {2}- \n/, '\n') } });
  const [, ...others] = implementers;
  const ends = Array.from({ length: finishes }, () => [finish()]);
  project.useScript([implementer('1', [...calls, write('greet.txt', 'hello\n')], ...ends), ...others]);
  return project;
}

const committed = (project: Project) => project.git('diff', '--name-only', 'main', 'ashlar/greet').split('\n');
const log = async (project: Project) => (await project.ashlar('log', 'greet')).stdout.replaceAll(/\s+/g, ' ');

test('what a script leaves that makes other programs run commands gets into no commit, and the task is done', async () => {
  const project = await projectWith([
    unseen(
      'mkdir .vscode; echo "{}" > .vscode/settings.json; echo A=1 > .env.local; ln -s / leads-out; echo x >> .gitattributes',
    ),
  ]);
  expectDone(await project.ashlar('run', 'greet'));
  expect(committed(project)).toEqual(['README.md', 'farewell.txt', 'greet.txt']);
  const said = await log(project);
  expect(said).toContain('told the model: commit denied');
  for (const each of ['.vscode/settings.json (policy tool-settings', '.env.local (policy environment-files'])
    expect(said).toContain(each);
  for (const each of ['leads-out (policy outside', '.gitattributes (policy steering-files'])
    expect(said).toContain(each);
  const tree = join(project.root, '.ashlar/state/worktrees/greet');
  expect(lstatSync(join(tree, 'leads-out'), { throwIfNoEntry: false })).toBeUndefined();
  expect((await project.ashlar('replay', 'greet')).code).toBe(0);
});

const infra = `@id("infra-by-hand")
@why("What lies in infra/ is committed by the platform team.")
forbid (principal, action == Action::"commit", resource in Dir::"infra");
`;

test('a team keeps a folder out of commits; a task that insists is blocked by the name of the policy', async () => {
  const team = { '.ashlar/policy/team.cedar': infra, 'infra/a.tf': 'one\n' };
  const calls = [bash("sed -i 's/one/two/' infra/a.tf"), write('infra/b.tf', 'new\n')];
  const project = await projectWith(calls, { files: team });
  expectDone(await project.ashlar('run', 'greet'));
  expect(committed(project)).toEqual(['README.md', 'farewell.txt', 'greet.txt']);
  expect(await log(project)).toContain('infra/a.tf (policy infra-by-hand: What lies in infra/');

  const stubborn = await projectWith([], { files: team });
  const again = [bash('echo new > infra/b.tf; echo new > infra/c.tf'), write('greet.txt', 'hello\n'), finish()];
  stubborn.useScript([implementer('1', again, again, again), ...implementers.slice(1)]);
  const blocked = await stubborn.ashlar('run', 'greet');
  expect(blocked).toMatchObject({ code: 7, stderr: expect.stringContaining('policy infra-by-hand keeps infra/b.tf') });
  expect((await stubborn.ashlar('replay', 'greet')).code).toBe(0);
});

test('what a policy asks of a commit a person may allow beforehand, and a task that names the file needs nobody', async () => {
  const calls = [unseen(`echo 'on: push' > ${workflow}`)];
  const files = { [workflow]: 'on: tag\n' };
  const denied = await projectWith(calls, { files });
  expectDone(await denied.ashlar('run', 'greet'));
  expect(denied.git('show', `ashlar/greet:${workflow}`)).toBe('on: tag');

  const allowed = await projectWith(calls, { files, finishes: 1 });
  expectDone(await allowed.ashlar('run', 'greet', '--allow', 'ci-settings'));
  expect(allowed.git('show', `ashlar/greet:${workflow}`)).toBe('on: push');

  const named = await projectWith(calls, { files, finishes: 1, taskFiles: `_Files: greet.txt, ${workflow}_` });
  expectDone(await named.ashlar('run', 'greet'));
  expect(named.git('show', `ashlar/greet:${workflow}`)).toBe('on: push');
});

const pausing = `@id("ask-docs") @why("Documents are looked at.") @ask("pause")
forbid (principal, action == Action::"commit", resource in Dir::"docs") unless { context.approved };
`;

test.each([
  ['allow', ['README.md', 'docs/a.md', 'farewell.txt', 'greet.txt']],
  ['deny', ['README.md', 'farewell.txt', 'greet.txt']],
])('a commit that waits for a person goes on with the answer %s', async (answer, expected) => {
  const files = { '.ashlar/policy/team.cedar': pausing };
  const finishes = answer === 'allow' ? 1 : 2;
  const project = await projectWith([write('docs/a.md', 'one\n')], { files, finishes });
  expect((await project.ashlar('run', 'greet')).code).toBe(6);
  expect((await project.ashlar('answer', 'greet')).stdout).toContain('docs/a.md (policy ask-docs');
  expect((await project.ashlar('answer', 'greet', answer)).code).toBe(0);
  expectDone(await project.ashlar('resume'));
  expect(committed(project)).toEqual(expected);
});

test('in place, what is put back is what the user had there', async () => {
  const project = await projectWith([unseen('echo "{}" > .vscode/settings.json')], {
    files: { '.vscode/settings.json': '{"a":1}\n' },
  });
  project.write('.vscode/settings.json', '{"a":2}\n');
  expectDone(await project.ashlar('run', 'greet', '--in-place'));
  expect(project.read('.vscode/settings.json')).toBe('{"a":2}\n');
  expect(committed(project)).toEqual(['README.md', 'farewell.txt', 'greet.txt']);
});

test('a script of the installation and a switched-off test are seen in what is to be committed, however they came there', async () => {
  const files = { 'package.json': '{"scripts":{"test":"true"}}\n', 'test/a.test.js': "test('a', () => {});\n" };
  const calls = [
    bash(`sed -i 's/"test":"true"/"test":"true","postinstall":"node x.js"/' package.json`),
    bash("sed -i 's/^test(/test.skip(/' test/a.test.js"),
  ];
  const project = await projectWith(calls, { files });
  expectDone(await project.ashlar('run', 'greet'));
  expect(committed(project)).toEqual(['README.md', 'farewell.txt', 'greet.txt']);
  const said = await log(project);
  expect(said).toContain('package.json (policy install-scripts');
  expect(said).toContain('test/a.test.js (policy skipped-tests');
});
