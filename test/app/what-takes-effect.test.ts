import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parseGitSettings, whySettingMatters } from '../../src/app/git-settings.ts';
import { whatTakesEffect } from '../../src/app/what-takes-effect.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const named = (root: string) => whatTakesEffect(root).map(({ kind, path }) => `${kind}: ${path}`);

test('a plain repository brings nothing along', () => {
  expect(whatTakesEffect(makeRepository({ 'src/a.ts': '' }).root)).toEqual([]);
});

test.each([
  ['.ashlar/config.yaml', 'configuration'],
  ['.ashlar/policy/team.cedar', 'policy'],
  ['.ashlar/templates/prompts/author.md', 'template'],
  ['.ashlar/steering/style.md', 'steering'],
  ['.kiro/steering/product.md', 'steering'],
  ['.kiro/hooks/on-save.json', 'steering'],
  ['AGENTS.md', 'steering'],
  ['CLAUDE.md', 'steering'],
  ['.mcp.json', 'tool server'],
  ['.kiro/settings/mcp.json', 'tool server'],
  ['.cursor/mcp.json', 'tool server'],
  ['.vscode/mcp.json', 'tool server'],
  ['.amazonq/mcp.json', 'tool server'],
])('%s is told as %s, and its digest is that of its text', (path, kind) => {
  const repository = makeRepository({ [path]: 'one' });
  const [before] = whatTakesEffect(repository.root);
  expect(before).toMatchObject({ kind, path });
  repository.write(path, 'two');
  expect(whatTakesEffect(repository.root)[0]?.digest).not.toBe(before?.digest);
});

test('files with an environment are named, and nobody reads them', () => {
  const { root, write } = makeRepository({ '.env': 'KEY=1', '.env.local': 'KEY=2', 'env.ts': '' });
  const before = whatTakesEffect(root);
  expect(named(root)).toEqual(['environment file: .env', 'environment file: .env.local']);
  write('.env', 'KEY=3');
  expect(whatTakesEffect(root)).toEqual(before);
});

test.each([
  ['core.fsmonitor', 'hooks/watch'],
  ['core.hooksPath', 'hooks'],
  ['core.sshCommand', 'ssh -x'],
  ['core.worktree', '../other'],
  ['include.path', '../shared'],
  ['includeIf.onbranch:main.path', 'x'],
  ['filter.My "own".clean', 'clean'],
  ['diff.external', 'd'],
  ['diff.x.textconv', 't'],
  ['merge.x.driver', 'm'],
  ['alias.st', '!sh'],
  ['remote.origin.uploadpack', 'u'],
  ['remote.origin.url', 'ext::sh'],
  ['url.https://evil.test/.insteadOf', 'https://a.test/'],
  ['credential.https://a.test.helper', 'h'],
  ['gpg.ssh.program', 'g'],
  ['trailer.task.cmd', 't'],
  ['submodule.s.update', '!u'],
])('the setting %s = %s is told', (key, value) => {
  const { root, git } = makeRepository();
  git('config', key, value);
  const [effect, ...more] = whatTakesEffect(root);
  expect(more).toEqual([]);
  expect(effect).toMatchObject({ kind: 'git setting', path: expect.stringContaining(` = ${value}`) as string });
});

test.each([
  ['core.fsmonitor', 'true'],
  ['core.autocrlf', 'input'],
  ['alias.st', 'status --short'],
  ['remote.origin.url', 'https://a.test/b.git'],
  ['branch.main.remote', 'origin'],
  ['user.name', 'Ann'],
])('the setting %s = %s is data', (key, value) => {
  const { root, git } = makeRepository();
  git('config', key, value);
  expect(whatTakesEffect(root)).toEqual([]);
});

test('settings are read as git reads them', () => {
  const text = `; c\n[Core] FsMonitor = a\\\n b\n[filter "A.b \\"q\\""]\n\tclean = "x # y" ; z\n\trequired\n[x]\n  long-key=1 # no\n`;
  const settings = parseGitSettings(text);
  expect(settings).toEqual([
    { key: 'core.fsmonitor', value: 'a  b' },
    { key: 'filter.A.b "q".clean', value: 'x # y' },
    { key: 'filter.A.b "q".required', value: 'true' },
    { key: 'x.long-key', value: '1' },
  ]);
  expect(settings.map((each) => whySettingMatters(each) !== undefined)).toEqual([true, true, false, false]);
});

test('hooks that can run are told, samples are not; so are attributes that name drivers', () => {
  const { root, write } = makeRepository({ '.gitattributes': '*.png binary\n*.bin filter=lfs\n' });
  write('.git/hooks/pre-commit', '#!/bin/sh\n');
  write('.git/hooks/post-commit', '#!/bin/sh\n');
  write('.git/hooks/pre-push.sample', '#!/bin/sh\n');
  for (const name of ['pre-commit', 'pre-push.sample']) chmodSync(join(root, '.git/hooks', name), 0o755);
  chmodSync(join(root, '.git/hooks/post-commit'), 0o644);
  expect(named(root)).toEqual(['attributes: .gitattributes', 'hook: .git/hooks/pre-commit']);
});

test('a repository whose folder of git lies elsewhere says so, and the settings there are told', () => {
  const other = makeRepository();
  other.git('config', 'core.fsmonitor', 'evil');
  const victim = folderBeside(other, 'victim');
  writeFileSync(join(victim, '.git'), `gitdir: ${join(other.root, '.git')}\n`);
  expect(named(victim)).toEqual([
    `git folder: ${join(other.root, '.git')}`,
    `git setting: ${join(other.root, '.git/config')} core.fsmonitor = evil`,
  ]);
});

test('a folder of git that is shared with another is looked at where it is', () => {
  const { root, write } = makeRepository();
  write('evil/config', '[core]\n\tfsmonitor = evil\n');
  write('.git/commondir', '../evil\n');
  expect(named(root)).toContain('git setting: evil/config core.fsmonitor = evil');
});

test('a link is another thing than the file that it leads to, and follows what is there', () => {
  const { root, write } = makeRepository();
  write('../rules.md', 'one');
  symlinkSync('../rules.md', join(root, 'AGENTS.md'));
  const [before] = whatTakesEffect(root);
  write('../rules.md', 'two');
  expect(whatTakesEffect(root)[0]?.digest).not.toBe(before?.digest);
});

function folderBeside({ root }: TemporaryRepository, name: string): string {
  const folder = join(dirname(root), name);
  mkdirSync(folder);
  return folder;
}
