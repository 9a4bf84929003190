import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readCode } from '../../src/cli/compiled-code.ts';
import { program, startProgram } from './support/ashlar.ts';
import { makeProject } from './support/project.ts';

test('the built file is a program of its own, as npm links it', async () => {
  const { root, env } = makeProject();
  chmodSync(program, 0o755);
  const { code, stdout } = await startProgram(program, ['--version'], { cwd: root, env }).ended;
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${version}\n` });
});

test('without a word it prints its help, and help of a command is help of the command', async () => {
  const project = makeProject();
  const bare = await project.ashlar();
  expect(bare).toMatchObject({ code: 0, stderr: '' });
  expect(bare.stdout).toContain('Exit codes:');
  expect((await project.ashlar('help', 'run')).stdout).toContain('--in-place');
});

test.each([
  ['bedrock:any', { AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' }, /AWS/],
  ['anthropic:any', {}, /ANTHROPIC_API_KEY/],
  ['anthropic:any', { ANTHROPIC_API_KEY: '  ' }, /ANTHROPIC_API_KEY/],
  ['openai:any', {}, /OPENAI_API_KEY/],
])('the bundled provider of %s says that %j is no credential', async (model, variables, wanted) => {
  const project = makeProject();
  Object.assign(project.env, variables);
  const { code, stderr } = await project.ashlar('new', 'Greet', '--model', model);
  expect(stderr).toMatch(wanted);
  expect(code).toBe(4);
});

test('an item that is no text, or too long to read, is refused before anything is made', async () => {
  const project = makeProject();
  project.useScript([{ replies: [{ text: '# R' }] }]);
  project.write('item.bin', 'a\0b');
  project.write('item.txt', 'long '.repeat(20_000));
  expect(await project.ashlar('new', '--from', 'item.bin')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('not text'),
  });
  expect(await project.ashlar('new', '--from', 'item.txt')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('99999 characters'),
  });
  expect(project.has('specs')).toBe(false);
});

test('what every command loads at once is small: schemas, SDKs and databases come when they are needed', () => {
  const folder = resolve(import.meta.dirname, '../../dist');
  const sizes = new Map<string, number>();
  const open = ['ashlar.js', 'run-program.js'];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (sizes.has(name)) continue;
    const code = readFileSync(join(folder, name), 'utf8');
    sizes.set(name, code.length);
    // What is loaded on first use stands in a function.
    for (const [, next = ''] of code.matchAll(/[=,;}]require\("\.\/([^"]+)"\)/g)) open.push(next);
  }
  expect(sizes.size).toBeGreaterThan(3);
  expect([...sizes.values()].reduce((sum, size) => sum + size, 0)).toBeLessThan(160_000);
});

test('code that was compiled once is used by the next process, and whatever lies in its place does no harm', async () => {
  const project = makeProject();
  project.env.XDG_CACHE_HOME = join(project.home, 'cache');
  const asked = () => project.ashlar('status', '--help');
  const first = await asked();
  const codes = () =>
    readdirSync(project.home, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('/status'));
  const [file = ''] = codes();
  const kept = join(project.home, file);
  const { ino, size } = statSync(kept);
  const names = [...readCode(kept).files.keys()];
  expect(names).toContain('run-program.js');
  expect(await asked()).toEqual(first);
  expect(statSync(kept).ino).toBe(ino);

  const half = readFileSync(kept).subarray(0, size / 2);
  for (const damage of [half, Buffer.alloc(size), Buffer.from('x')]) {
    writeFileSync(kept, damage);
    expect(await asked()).toEqual(first);
    expect([...readCode(kept).files.keys()]).toEqual(names);
  }
  rmSync(kept);
  mkdirSync(kept);
  expect(await asked()).toEqual(first);
  project.env.XDG_CACHE_HOME = '/proc/none';
  expect(await asked()).toEqual(first);
});
