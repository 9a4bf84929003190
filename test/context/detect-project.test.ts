import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { detectProject } from '../../src/context/detect-project.ts';
import { compiledProjects } from './ecosystems/compiled-projects.ts';
import { nodeProjects } from './ecosystems/node-projects.ts';
import { placedProjects } from './ecosystems/placed-projects.ts';
import { pythonProjects } from './ecosystems/python-projects.ts';
import { runnerProjects } from './ecosystems/runner-projects.ts';
import { scriptedProjects } from './ecosystems/scripted-projects.ts';
import { writeRepository } from './temporary-repository.ts';

const ecosystems = [
  ...nodeProjects,
  ...pythonProjects,
  ...compiledProjects,
  ...scriptedProjects,
  ...runnerProjects,
  ...placedProjects,
];

describe('detects', () => {
  for (const { name, files, commands, language, packageManager } of ecosystems) {
    test(name, async () => {
      const repository = writeRepository(files);
      const facts = await detectProject(repository.root, repository.files);
      expect(facts.commands).toEqual(commands);
      expect({ language: facts.language, packageManager: facts.packageManager }).toEqual({ language, packageManager });
      expect(new Set(facts.evidence.map(({ command }) => command))).toEqual(new Set(Object.keys(commands)));
    });
  }
});

test('every command names what in the repository says so', async () => {
  const { root, files } = writeRepository({
    'app/package.json': JSON.stringify({ scripts: { test: 'vitest' }, devDependencies: { typescript: '5' } }),
    'app/package-lock.json': '{}',
    'app/tsconfig.json': '{}',
    Makefile: 'lint:\n\ttrue\n',
  });
  const { evidence } = await detectProject(root, files);
  expect(evidence).toEqual([
    { command: 'setup', from: 'app/package-lock.json' },
    { command: 'test', from: 'app/package.json scripts.test' },
    { command: 'lint', from: 'Makefile target lint' },
    { command: 'typecheck', from: 'app/tsconfig.json' },
  ]);
});

test('languages are listed with the main one first and then by number of files', async () => {
  const { root, files } = writeRepository({
    'go.mod': '',
    'a.go': '',
    'web/a.js': '',
    'web/b.js': '',
    'tool/c.py': '',
    'node_modules/x/y.rb': '',
  });
  expect((await detectProject(root, files)).languages).toEqual(['go', 'javascript', 'python']);
});

test('the order of the files does not matter', async () => {
  for (const { files } of ecosystems) {
    const repository = writeRepository(files);
    const forwards = await detectProject(repository.root, repository.files);
    expect(await detectProject(repository.root, repository.files.toReversed())).toEqual(forwards);
  }
});

test('manifests that are malformed, binary or of the wrong shape leave their facts out', async () => {
  const { root, files } = writeRepository({
    'package.json': '{ "scripts": ',
    'composer.json': '{"scripts": "none", "require-dev": [1]}',
    'pyproject.toml': '[[[\0',
    'go.work': 'use (',
    'Cargo.toml': ']',
    Gemfile: '\0',
    Makefile: ':::\n\t:',
  });
  const facts = await detectProject(root, files);
  expect(facts.evidence.map(({ from }) => from).filter((from) => from.startsWith('package.json'))).toEqual([]);
  for (const shape of ['null', '[]', '"a"', '{"scripts":{"test":["x"]},"packageManager":{"a":1}}']) {
    writeFileSync(join(root, 'package.json'), shape);
    expect((await detectProject(root, ['package.json'])).commands).toEqual({});
  }
});

test('a manifest that is gone, a folder, or a link out of the repository is not read', async () => {
  const outside = writeRepository({ 'package.json': '{"scripts":{"test":"x"}}' });
  const { root } = writeRepository({ 'package.json/a.txt': '' });
  expect((await detectProject(root, ['package.json'])).commands).toEqual({});
  rmSync(join(root, 'package.json'), { recursive: true });
  expect((await detectProject(root, ['package.json'])).commands).toEqual({});
  symlinkSync(join(outside.root, 'package.json'), join(root, 'package.json'));
  expect((await detectProject(root, ['package.json'])).commands).toEqual({});
});

test('an empty repository has no facts', async () => {
  const { root } = writeRepository({});
  expect(await detectProject(root, [])).toEqual({ languages: [], commands: {}, evidence: [] });
});
