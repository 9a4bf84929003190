import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Ended, startAshlar } from './support/ashlar.ts';
import { makeProject, userState } from './support/project.ts';
import { approveByHand, authors, documents, implementers, item } from './support/specs.ts';

/** One clear sentence on standard error, what to do next, and neither a stack nor a word on standard output. */
function expectRefusal(ended: Ended, code: number, says: RegExp): void {
  expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(says) });
  expect(ended.stderr).toMatch(/^ashlar: .+\n( {2}→ .+\n)?$/);
  expect(ended.stderr).not.toMatch(/should not happen|\bat .*:\d+:\d+\)|undefined|\[object/);
}

test('outside of a git repository', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-nowhere-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { env } = makeProject();
  for (const args of [['status'], ['new', item], ['run', 'greet'], ['init']]) {
    expectRefusal(
      await startAshlar(args, { cwd: folder, env }).ended,
      2,
      /is not inside a git repository[\s\S]*git init/,
    );
  }
  expectRefusal(
    await startAshlar(['status', '--cwd', '/no/such/folder'], { cwd: folder, env }).ended,
    2,
    /there is no folder/,
  );
});

test('in a repository without commits a spec can be made, and run says what to do', async () => {
  const project = makeProject();
  rmSync(join(project.root, '.git'), { recursive: true });
  project.git('init', '--quiet', '--initial-branch=main');
  project.useScript([...authors, ...implementers]);
  expect(await project.ashlar('new', item, '--name', 'greet')).toMatchObject({ code: 0 });
  for (let n = 0; n < 3; n++) expect(await project.ashlar('approve', 'greet', '--yes')).toMatchObject({ code: 0 });
  expectRefusal(await project.ashlar('run', 'greet'), 3, /no commits yet[\s\S]*git commit/);
  project.git('add', 'README.md');
  project.git('-c', 'user.name=Ann', '-c', 'user.email=a@b.test', 'commit', '--quiet', '--message', 'Begin');
  expect(await project.ashlar('run', 'greet')).toMatchObject({ code: 0 });
});

test('without a key, or with a model that nobody knows, nothing is made', async () => {
  const project = makeProject();
  const make = (...args: string[]) => project.ashlar('new', item, '--name', 'greet', ...args);
  expectRefusal(await make(), 4, /no model is configured: .*ANTHROPIC_API_KEY/);
  expectRefusal(
    await make('--model', 'anthropic:claude-sonnet-5-5'),
    4,
    /no key for anthropic: .*ANTHROPIC_API_KEY is not set/,
  );
  expectRefusal(await make('--model', 'openai:gpt'), 4, /no key for openai/);
  expectRefusal(
    await make('--model', 'nobody:model'),
    2,
    /there is no model "nobody:model": .*providers are anthropic/,
  );
  expectRefusal(await make('--model', 'claude'), 2, /there is no model "claude"/);
  expectRefusal(await make('--model', 'replay:no-such-file.jsonl'), 2, /no-such-file\.jsonl of --model cannot be read/);
  expect(project.has('specs')).toBe(false);
  project.write('broken.yaml', 'sessions:\n  - replies: [{ txt: hello }]\n');
  expectRefusal(await make('--model', 'scripted:broken.yaml'), 3, /broken\.yaml:2:\d+ is no script/);
  expect(project.has('specs')).toBe(false);
});

test('an address of the model at which nothing can be reached is a mistake in the settings and is not tried again', async () => {
  const project = makeProject();
  for (const address of ['ftp://127.0.0.1/v1', 'http://127.0.0.1:99999/v1', `http://${'x'.repeat(64)}.test/v1`]) {
    project.env.OPENAI_BASE_URL = address;
    const { code, stderr } = await project.ashlar('new', item, '--model', 'openai:qwen3-coder');
    expect(code, stderr).toBe(3);
    expect(stderr).toMatch(/\nashlar: openai:qwen3-coder has an address at .*\n {2}→ correct OPENAI_BASE_URL/);
    expect(stderr).not.toContain('trying again');
  }
});

test.each([
  ['modle: x\n', '1:1', 'there is no setting "modle"'],
  ['limits:\n  rounds: many\n', '2:11', 'limits.rounds'],
  ['model: [\n', '2:1', ''],
  ['- a list\n', '1:1', 'expected a mapping'],
])('a malformed configuration (%j) is named with line and column', async (text, place, why) => {
  const project = makeProject({ '.ashlar/config.yaml': text });
  const status = await project.ashlar('status');
  expectRefusal(status, 3, /is not a valid configuration/);
  expect(status.stderr).toContain(`.ashlar/config.yaml:${place} `);
  expect(status.stderr).toContain(why);
});

test('a spec that is not there is answered with the nearest names, an unknown command or option with a suggestion', async () => {
  const project = makeProject();
  for (const name of ['greet', 'greetings', 'far-away'])
    project.write(`specs/${name}/requirements.md`, documents['requirements.md']);
  expectRefusal(await project.ashlar('run', 'gret'), 3, /no spec named gret\n.*The nearest are: greet\n/);
  expectRefusal(await project.ashlar('resum'), 2, /unknown command 'resum'[\s\S]*Did you mean resume\?/);
  expectRefusal(
    await project.ashlar('run', 'greet', '--in-plac'),
    2,
    /unknown option '--in-plac'[\s\S]*Did you mean --in-place\?/,
  );
  expectRefusal(await project.ashlar('approve', 'greet', 'plan'), 2, /plan/);
  expectRefusal(await project.ashlar('run'), 2, /missing required argument 'spec'/);
  expectRefusal(await project.ashlar('new'), 2, /the backlog item is missing/);
  expectRefusal(await project.ashlar('new', '  '), 2, /the backlog item is empty/);
  const fromNowhere = /no-such-file cannot be read: there is no such file\n.*ashlar new --from FILE/;
  expectRefusal(await project.ashlar('new', '--from', 'no-such-file'), 2, fromNowhere);
  expectRefusal(
    await project.ashlar('new', '--from', 'specs'),
    2,
    /specs cannot be read: it is a folder\n.*--from FILE/,
  );
  expectRefusal(await project.ashlar('new', '--from', 'README.md/x'), 2, /a part of the path is no folder/);
  expectRefusal(await project.ashlar('resume'), 2, /no unfinished run/);
  expectRefusal(await project.ashlar('answer', 'greet', 'yes'), 2, /no open question/);
  expectRefusal(await project.ashlar('log'), 2, /nothing has run here yet/);
});

const noNames = ['../x', '--allow=*', '$(touch x)', '/etc', 'a/../../x', '.git', 'a b', '-x', 'x'.repeat(65), ''];

test('what is no name is refused as one for a new spec, and is found nowhere', async () => {
  const project = makeProject();
  project.useScript(authors);
  const before = userState(project);
  for (const name of noNames) {
    expectRefusal(await project.ashlar('new', item, `--name=${name}`), 2, /cannot be the name of a spec/);
    expectRefusal(await project.ashlar('run', '--', name), 3, /no spec named/);
  }
  for (const command of ['status', 'approve', 'answer', 'draft', 'resume']) {
    expectRefusal(await project.ashlar(command, '--', '../x'), 3, /no spec named/);
  }
  expect(userState(project)).toEqual(before);
});

test('a backlog item of any characters becomes a spec with a harmless name', async () => {
  const project = makeProject();
  project.useScript(authors);
  const odd = [
    '../../etc/passwd',
    '$(touch x) `touch y`',
    '--model=x',
    '🪨',
    'Übergrößenträger bauen',
    'x'.repeat(5_000),
  ];
  for (const text of odd) expect(await project.ashlar('new', '--', text), text).toMatchObject({ code: 0 });
  const { stdout } = await project.ashlar('status', '--json');
  const { specs } = JSON.parse(stdout) as { specs: { spec: string }[] };
  expect(specs).toHaveLength(odd.length);
  for (const { spec } of specs) expect(spec).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,63}$/u);
  expect(project.git('status', '--porcelain')).toBe('?? specs/');
});

test('a folder that is left of a spec whose making was cut off is taken up', async () => {
  const project = makeProject();
  project.useScript(authors);
  mkdirSync(join(project.root, 'specs/greet'), { recursive: true });
  project.write('specs/greet/.spec.yaml_0123456789.tmp', 'slug: gr');
  expect(await project.ashlar('new', item, '--name', 'greet')).toMatchObject({ code: 0 });
  expect(readdirSync(join(project.root, 'specs/greet')).sort()).toEqual(['requirements.md', 'spec.yaml']);
  expectRefusal(await project.ashlar('new', item, '--name', 'greet'), 2, /there is a spec greet already/);
});

test('a spec whose files are no text, or of which one is a folder, is named', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(implementers);
  rmSync(join(project.root, 'specs/greet/design.md'));
  mkdirSync(join(project.root, 'specs/greet/design.md'));
  expect(await project.ashlar('run', 'greet')).toMatchObject({
    stdout: '',
    stderr: expect.stringMatching(/design\.md/),
  });
  rmSync(join(project.root, 'specs/greet/design.md'), { recursive: true });
  expectRefusal(await project.ashlar('run', 'greet'), 3, /greet has no design\.md yet[\s\S]*ashlar draft greet/);
});
