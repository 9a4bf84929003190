import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import { makeProject, type Project } from './support/project.ts';
import {
  author,
  bash,
  builtFiles,
  call,
  documents,
  finish,
  implementer,
  implementers,
  item,
  write,
} from './support/specs.ts';

const [, ...others] = implementers;
/** The agent sees the repository's own path, a long output and a red check: none may differ in a replay. */
const first = implementer(
  '1',
  [bash('pwd; ls'), bash('seq 1 5000'), call('grep', { pattern: 'Library' }), bash('cat "$PWD/no-such-file"')],
  [write('greeting.txt', 'hello\n')],
  [finish('greeting.txt says hello.')],
  [bash('mv greeting.txt greet.txt')],
  [finish('greet.txt says hello.')],
);
const texts = {
  ...documents,
  'tasks.md': documents['tasks.md'].replace('_Verify: grep -qx hello greet.txt_', '_Verify: ls "$PWD/greet.txt"_'),
};
const authors = Object.entries(texts).map(([file, text]) => author(file, text));

const drafting = [['new', item, '--name', 'greet'], ...Array.from({ length: 3 }, () => ['approve', 'greet', '--yes'])];

async function walk(project: Project, model: readonly string[]): Promise<void> {
  for (const step of [...drafting, ['run', 'greet']]) expectDone(await project.ashlar(...step, ...model));
}

async function record(): Promise<string> {
  const project = makeProject();
  project.useScript([...authors, first, ...others]);
  const recording = join(project.home, 'session.jsonl');
  await walk(project, ['--record', recording]);
  return recording;
}

test('a recorded session is replayed in another repository to the same tree', async () => {
  const recording = await record();
  const project = makeProject({}, 'elsewhere');
  await walk(project, ['--model', `replay:${recording}`]);
  for (const [path, text] of Object.entries(builtFiles))
    expect(`${project.git('show', `ashlar/greet:${path}`)}\n`).toBe(text);
  expect(project.read('specs/greet/requirements.md')).toBe(texts['requirements.md']);
  expect(project.read('specs/greet/tasks.md')).toBe(texts['tasks.md'].replaceAll('[ ]', '[x]'));
});

test('a replayed run that is killed goes on with the recording', async () => {
  const recording = await record();
  const project = makeProject({}, 'elsewhere');
  const model = ['--model', `replay:${recording}`];
  for (const step of drafting) expectDone(await project.ashlar(...step, ...model));
  project.env.ASHLAR_REPLAY_PACE_MS = '300';
  const running = project.start('run', 'greet', '--stream-json', ...model);
  await running.printed(/"turn_started".*"turn":2/);
  running.child.kill('SIGKILL');
  await running.ended;
  delete project.env.ASHLAR_REPLAY_PACE_MS;
  expectDone(await project.ashlar('resume', ...model));
  expect(project.git('log', '--format=%s', 'main..ashlar/greet').split('\n')).toHaveLength(3);
});

test('a replay against a changed repository stops and says where it departs', async () => {
  const recording = await record();
  const project = makeProject({ 'README.md': '# Another library\n' });
  const stopped = await project.ashlar('new', item, '--name', 'greet', '--model', `replay:${recording}`);
  expect(stopped).toMatchObject({ code: 1, stdout: '' });
  expect(stopped.stderr).toMatch(
    /ashlar: replay:session\.jsonl has no reply for this request: message 1 of \d+ \(user\) differs: recorded ".*# Library.*", now ".*# Another library.*"/,
  );
  expect(stopped.stderr).not.toMatch(/^\s+at /m);
});
