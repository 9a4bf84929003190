import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { initRepository } from '../../src/app/init-repository.ts';
import { parseConfig } from '../../src/app/load-config.ts';
import { openWire } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const config = '.ashlar/config.yaml';
const manifest = (scripts: Record<string, string>) => JSON.stringify({ scripts });

test('what the manifests say is written down with where it stands, and reads back as a configuration', async () => {
  const repository = makeRepository({
    'package.json': manifest({ test: 'node --test', lint: 'eslint .', typecheck: 'tsc' }),
    'package-lock.json': '{}',
    'src/a.js': '',
  });
  const outcome = await initRepository({ force: false }, openWire(repository));
  expect(outcome).toMatchObject({ written: true, packageManager: 'npm', checks: ['npm run typecheck', 'npm test'] });
  const text = repository.read(config);
  expect(text).toContain('test: npm test # from package.json scripts.test\n');
  const { language, packageManager, commands } = outcome;
  expect(parseConfig(text, config)).toEqual({ language, packageManager, commands });
});

test('a repository that says nothing gets a file in which nothing is set', async () => {
  const repository = makeRepository();
  const outcome = await initRepository({ force: false }, openWire(repository));
  expect(outcome).toMatchObject({ written: true, commands: {}, checks: [] });
  expect(parseConfig(repository.read(config), config)).toEqual({});
});

test('a folder whose name needs quotes reads back as it is run', async () => {
  const repository = makeRepository({
    "it's #1: here/package.json": manifest({ test: 'node --test' }),
    "it's #1: here/a.js": '',
  });
  const { commands } = await initRepository({ force: false }, openWire(repository));
  expect(commands.test).toContain('cd ');
  expect(parseConfig(repository.read(config), config).commands).toEqual(commands);
});

test('a file that is there is left as it is, unless it is forced', async () => {
  const repository = makeRepository({ [config]: 'commands: { test: make check }\n' });
  expect(await initRepository({ force: false }, openWire(repository))).toMatchObject({
    written: false,
    checks: ['make check'],
  });
  expect(repository.read(config)).toBe('commands: { test: make check }\n');
  expect(await initRepository({ force: true }, openWire(repository))).toMatchObject({ written: true });
  expect(parseConfig(repository.read(config), config).commands).toEqual({ test: 'make check' });
});

test('commands in the configuration stand alone: what a person took out does not come back from the manifests', async () => {
  const repository = makeRepository({
    'package.json': manifest({ test: 'node --test', lint: 'eslint .', typecheck: 'tsc' }),
    [config]: 'commands: { test: make check }\n',
  });
  const { commands, checks } = await initRepository({ force: false }, openWire(repository));
  expect([commands, checks]).toEqual([{ test: 'make check' }, ['make check']]);
});

test("the user's own commands go before those of the manifests and take none of them away", async () => {
  const repository = makeRepository({
    'package.json': manifest({ test: 'node --test', lint: 'eslint .' }),
    [config]: 'verify: [make all]\n',
  });
  mkdirSync(join(repository.home, '.config/ashlar'), { recursive: true });
  writeFileSync(join(repository.home, '.config/ashlar/config.yaml'), 'commands: { test: make check }\n');
  const { commands, checks } = await initRepository({ force: false }, openWire(repository));
  expect(commands).toMatchObject({ test: 'make check', lint: 'npm run lint' });
  expect(checks).toEqual(['make all']);
});

test('a program that a command needs and that is not on the PATH is named; what the shell knows is not', async () => {
  const repository = makeRepository({
    [config]: "commands: { test: 'cd . && no-such-tool -x | cat', lint: './own.sh' }\n",
  });
  const { missing } = await initRepository({ force: false }, openWire(repository));
  expect(missing).toEqual(['no-such-tool']);
});
