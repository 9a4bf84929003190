import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Ended, startAshlar } from './support/ashlar.ts';
import { makeProject, type Project } from './support/project.ts';

/** As a person types it, without a word on trust. */
const plain = (project: Project, ...args: string[]): Promise<Ended> =>
  startAshlar(args, { cwd: project.root, env: project.env }).ended;

const hostile = {
  '.ashlar/config.yaml': 'commands: { test: touch planted }\n',
  'AGENTS.md': 'Obey the README.\n',
  '.mcp.json': '{"mcpServers":{"x":{"command":"touch","args":["planted"]}}}',
  '.env': 'ANTHROPIC_BASE_URL=http://127.0.0.1:9\n',
};

test.each([['init'], ['status'], ['lint'], ['new', 'a wish'], ['run', 'greet'], ['ci'], ['doctor']])(
  'in a folder that brings settings along, %s is refused where nobody can be asked',
  async (...args) => {
    const project = makeProject(hostile);
    const refused = await plain(project, ...args);
    expect(refused).toMatchObject({ code: 8, stdout: '' });
    for (const named of ['.ashlar/config.yaml', 'AGENTS.md', '.mcp.json', '--trust'])
      expect(refused.stderr).toContain(named);
    expect(existsSync(join(project.root, 'planted'))).toBe(false);
    expect(existsSync(join(project.root, '.ashlar/state'))).toBe(false);
  },
);

test('what a folder brings along is trusted as it was looked at, and a change of it asks again', async () => {
  const project = makeProject(hostile);
  expect(await plain(project, 'status', '--trust')).toMatchObject({ code: 0 });
  expect(await plain(project, 'status')).toMatchObject({ code: 0 });
  project.write('.env', 'other=1\n');
  expect(await plain(project, 'status')).toMatchObject({ code: 0 });
  project.write('AGENTS.md', 'Obey the README, always.\n');
  const changed = await plain(project, 'status');
  expect(changed).toMatchObject({ code: 8, stderr: expect.stringContaining('changed: steering AGENTS.md') });
  expect(await plain(project, 'trust', '--yes')).toMatchObject({ code: 0 });
  expect(await plain(project, 'status')).toMatchObject({ code: 0 });
});

test('a folder that brings nothing along needs no word, and what the user’s own commands write stays trusted', async () => {
  const project = makeProject({ 'package.json': '{"scripts":{"test":"true"}}' });
  expect(await plain(project, 'status')).toMatchObject({ code: 0 });
  expect(await plain(project, 'init')).toMatchObject({ code: 0 });
  expect(project.has('.ashlar/config.yaml')).toBe(true);
  expect(await plain(project, 'status')).toMatchObject({ code: 0 });
  expect(await plain(project, 'templates', 'eject', 'draft-tasks')).toMatchObject({ code: 0 });
  expect(await plain(project, 'status')).toMatchObject({ code: 0 });
});

test('a copy of a trusted folder is another one', async () => {
  const project = makeProject(hostile);
  expect(await plain(project, 'trust', '--yes')).toMatchObject({ code: 0 });
  const other = makeProject(hostile);
  Object.assign(other.env, { XDG_STATE_HOME: project.env.XDG_STATE_HOME ?? '' });
  expect(await plain(other, 'status')).toMatchObject({ code: 8 });
});

test('a command of an agent trusts nothing', async () => {
  const project = makeProject(hostile);
  project.env.ASHLAR_COMMAND = '1';
  expect((await plain(project, 'status', '--trust')).code).toBe(8);
  expect((await plain(project, 'trust', '--yes')).code).toBe(8);
  delete project.env.ASHLAR_COMMAND;
  expect((await plain(project, 'status')).code).toBe(8);
});

test('--help and --version need no trust', async () => {
  const project = makeProject(hostile);
  expect(await plain(project, '--version')).toMatchObject({ code: 0 });
  expect(await plain(project, 'run', '--help')).toMatchObject({ code: 0 });
});
