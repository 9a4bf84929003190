import { appendFileSync, chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { makeProject, type Project } from './support/project.ts';
import { approveByHand, authors, implementers, item } from './support/specs.ts';

/** A project in which all that can name a program names one that leaves a mark, and the caller's environment does too. */
function makeHostile(): { project: Project; marks: () => string[] } {
  const project = makeProject({ '.gitattributes': '* filter=evil diff=evil merge=evil\n', 'a.x': 'one\n' });
  const { root, git, write, env } = project;
  const folder = join(dirname(root), 'marks');
  mkdirSync(folder);
  const program = (path: string, name: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `#!/bin/sh\ntouch '${join(folder, name)}'\nexit 1\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const canary = (name: string) => program(join(dirname(root), `run-${name}`), name);
  for (const name of [
    'pre-commit',
    'commit-msg',
    'post-commit',
    'post-checkout',
    'post-index-change',
    'post-merge',
    'reference-transaction',
    'pre-push',
    'post-rewrite',
  ])
    program(join(root, '.git/hooks', name), `hook-${name}`);
  for (const name of ['git', 'ls', 'node', 'rg', 'bwrap'])
    for (const bin of ['node_modules/.bin', 'bin', '.']) program(join(root, bin, name), `path-${name}`);
  writeFileSync(join(root, '.git/info/exclude'), 'node_modules\nbin\n/git\n/ls\n/node\n/rg\n/bwrap\n');
  const settings: Record<string, string> = {
    'core.fsmonitor': canary('fsmonitor'),
    'filter.evil.clean': canary('clean'),
    'filter.evil.smudge': canary('smudge'),
    'diff.evil.textconv': canary('textconv'),
    'diff.evil.command': canary('command'),
    'diff.external': canary('external'),
    'merge.evil.driver': canary('merge'),
    'core.pager': canary('pager'),
    'core.editor': canary('editor'),
    'sequence.editor': canary('sequence'),
    'gpg.program': canary('gpg'),
    'commit.gpgSign': 'true',
    'core.sshCommand': canary('ssh'),
    'core.askPass': canary('askpass'),
    'credential.helper': canary('credential'),
    'alias.status': `!${canary('alias')}`,
    'trailer.task.cmd': canary('trailer'),
    'include.path': '../shared.gitconfig',
  };
  for (const [key, value] of Object.entries(settings)) git('config', key, value);
  writeFileSync(join(root, 'shared.gitconfig'), `[core]\n\thooksPath = hooks\n`);
  appendFileSync(join(root, '.git/info/exclude'), 'shared.gitconfig\n');
  write('.mcp.json', JSON.stringify({ mcpServers: { evil: { command: canary('mcp') } } }));
  write(
    '.env',
    `ANTHROPIC_BASE_URL=http://127.0.0.1:9\nNODE_OPTIONS=--require ${canary('dotenv')}\nXDG_STATE_HOME=${root}/state\n`,
  );
  Object.assign(env, {
    PATH: `${join(root, 'bin')}:.:${env.PATH}`,
    GIT_DIR: '/nowhere',
    GIT_EXTERNAL_DIFF: canary('env-diff'),
    GIT_SSH_COMMAND: canary('env-ssh'),
    GIT_PAGER: canary('env-pager'),
    GIT_EDITOR: canary('env-editor'),
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.fsmonitor',
    GIT_CONFIG_VALUE_0: canary('env-config'),
  });
  return { project, marks: () => readdirSync(folder).sort() };
}

test('no command of the program runs what a repository, or the environment of its caller, names', async () => {
  const { project, marks } = makeHostile();
  const before = marks();
  project.useScript([...authors, ...implementers]);
  const commands = [
    ['--version'],
    ['init'],
    ['status'],
    ['doctor'],
    ['trust', '--list'],
    ['new', item, '--name', 'other', '--size', 'M'],
    ['lint'],
    ['templates'],
  ];
  for (const args of commands) await project.ashlar(...args);
  await approveByHand(project);
  const ran = await project.ashlar('run', 'greet', '--sandbox', 'direct');
  expect(ran.code, ran.stderr).toBe(0);
  for (const args of [
    ['status'],
    ['why', '1.1', '--spec', 'greet'],
    ['drift'],
    ['ci'],
    ['log', 'greet'],
    ['undo', 'greet', '3', '--yes'],
    ['resume'],
    ['status', '--json'],
  ])
    await project.ashlar(...args);
  expect(marks().filter((name) => !before.includes(name))).toEqual([]);
});
