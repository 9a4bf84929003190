import { expect, test } from 'vitest';
import { program, startProgram } from './support/ashlar.ts';
import { makeProject, parseLines } from './support/project.ts';
import { approveByHand, authors, documents, implementers, item } from './support/specs.ts';

interface Line {
  schemaVersion: number;
  type: string;
  ok?: boolean;
  exitCode?: number;
}

test('with --json every command prints one object with its schema version, and nothing else', async () => {
  const project = makeProject();
  project.useScript([...authors, ...implementers]);
  const steps: [args: string[], code: number][] = [
    [['init'], 0],
    [['new', item, '--name', 'greet'], 0],
    [['run', 'greet'], 3],
    [['approve', 'greet'], 6],
    [['approve', 'greet', 'requirements', '--yes'], 0],
    [['reject', 'greet', 'design', '--comment', 'Shorter.', '--no-draft'], 0],
    [['answer', 'greet'], 0],
    [['status'], 0],
    [['log', 'greet'], 0],
    [['resume'], 2],
    [['status', 'no-such-spec'], 3],
    [['run'], 2],
    [['walk'], 2],
    [['run', 'greet', '--fast'], 2],
  ];
  for (const [args, code] of steps) {
    const ended = await project.ashlar(...args, '--json');
    expect(ended.code, args.join(' ')).toBe(code);
    const [line, ...more] = parseLines<Line>(ended.stdout);
    expect(more).toEqual([]);
    expect(line).toMatchObject({ schemaVersion: 1, type: 'result', ok: code === 0, exitCode: code });
    expect(ended.stdout.endsWith('}\n')).toBe(true);
    if (code === 0) expect(ended.stderr).toBe('');
  }
});

test('with --stream-json every line is an event and the last one the result', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(implementers);
  const { stdout, stderr } = await project.ashlar('run', 'greet', '--stream-json');
  const lines = parseLines<Line>(stdout);
  expect(lines.every(({ schemaVersion, type }) => schemaVersion === 1 && typeof type === 'string')).toBe(true);
  expect(lines.map(({ type }) => type).filter((type) => type === 'result')).toHaveLength(1);
  expect(lines.at(-1)).toMatchObject({ type: 'result', ok: true, exitCode: 0 });
  expect(lines.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['task_started', 'model_replied', 'tool_finished', 'checks_finished']),
  );
  expect(stderr).toBe('');
});

test('data goes to standard output and progress to standard error; --quiet leaves the progress out', async () => {
  const project = makeProject();
  project.useScript(authors);
  const made = await project.ashlar('new', item, '--name', 'greet');
  expect(made.stdout).toMatch(/^specs\/greet\/requirements\.md waits for you: .*\nNext: ashlar approve greet .*\n$/);
  expect(made.stderr).toContain('✓ requirements.md drafted');
  const quiet = await project.ashlar('approve', 'greet', '--yes', '--quiet');
  expect(quiet).toMatchObject({ code: 0, stderr: '' });
});

test('nothing that is printed to a file or a pipe holds a control sequence', async () => {
  const project = makeProject();
  project.useScript([...authors, ...implementers]);
  const made = await project.ashlar('new', item, '--name', 'greet');
  const run = await project.ashlar('run', 'greet');
  for (const { stdout, stderr } of [made, run]) expect(stdout + stderr).not.toContain('\u001b');
});

test.each([
  ['/dev/null', '< /dev/null'],
  ['closed', '<&-'],
])('nothing waits when standard input is %s', async (_, redirect) => {
  const project = makeProject();
  for (const [file, text] of Object.entries(documents)) project.write(`specs/greet/${file}`, text);
  project.useScript(authors);
  const shell = (args: string) =>
    startProgram('bash', ['-c', `exec "$0" "$1" ${args} ${redirect}`, process.execPath, program], {
      cwd: project.root,
      env: project.env,
    }).ended;
  expect(await shell('approve greet')).toMatchObject({ code: 6 });
  expect(await shell('new -')).toMatchObject({ code: 2 });
  expect(await shell('new "Another one" --name another')).toMatchObject({ code: 0 });
  expect(await shell('status')).toMatchObject({ code: 0 });
});

test('a backlog item is read from standard input and from a file', async () => {
  const project = makeProject({ 'item.md': '# Add greetings\n' });
  project.useScript(authors);
  const piped = startProgram(process.execPath, [program, 'new', '-'], {
    cwd: project.root,
    env: project.env,
    input: item,
  });
  expect(await piped.ended).toMatchObject({ code: 0 });
  expect(project.read('specs/add-greetings/spec.yaml')).toContain('take its leave');
  expect(await project.ashlar('new', '--from', 'item.md')).toMatchObject({ code: 0 });
  expect(project.has('specs/add-greetings-2/requirements.md')).toBe(true);
});

test('a reader that goes away, as in `| head -1`, is no error', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript([...authors, ...implementers]);
  const pipe = (args: string) =>
    startProgram('bash', ['-c', `set -o pipefail; "$0" "$1" ${args} | head -1`, process.execPath, program], {
      cwd: project.root,
      env: project.env,
    }).ended;
  expect(await pipe('run greet 2>&1')).toMatchObject({ code: 0, stderr: '', stdout: '\n' });
  expect(project.git('log', '--format=%s', 'main..ashlar/greet').split('\n')).toHaveLength(3);
  const log = await pipe('new "Another one" --name another --stream-json');
  expect(log).toMatchObject({ code: 0, stderr: '' });
  expect(parseLines<Line>(log.stdout)).toHaveLength(1);
  expect(await pipe('--help')).toMatchObject({ code: 0, stderr: '' });
  expect(await pipe('log greet --json')).toMatchObject({ code: 0, stderr: '' });
});
