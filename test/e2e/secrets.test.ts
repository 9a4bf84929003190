import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import { makeProject, type Project } from './support/project.ts';
import { approveByHand, author, bash, call, detector, documents, finish, implementer, write } from './support/specs.ts';

const github = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
const aws = 'AKIAQ3EGXWZ7TLMNOPQR';
const own = 'tulip/Garden+42';
const ownEncoded = Buffer.from(`deploy:${own}`).toString('base64');
const keyLine = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2g';
const secrets = [github, aws, own, ownEncoded.slice(12, 28), keyLine];
const settings = `token: ${github}\naws = ${aws}\nown = ${own} ${ownEncoded}\n-----BEGIN OPENSSH PRIVATE KEY-----\n${keyLine}\n-----END OPENSSH PRIVATE KEY-----\nport = 80\n`;
/** Look-alikes that every agent needs to see. */
const commit = '9fceb02d0ae598e95dc970b74767f19372d61af8';

/** Everything below a folder, by its path. */
function bytesBelow(folder: string): [path: string, bytes: string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => [path, readFileSync(path, 'latin1')]);
}

/** Where secrets must never get: state, ledgers, what the user keeps, messages of commits, the recording. */
function sinks(project: Project): [place: string, text: string][] {
  const worktrees = join(project.root, '.ashlar/state/worktrees');
  return [
    ...bytesBelow(join(project.root, '.ashlar/state')).filter(([path]) => !path.startsWith(worktrees)),
    ...bytesBelow(project.env.XDG_STATE_HOME ?? ''),
    ...bytesBelow(join(project.root, 'specs')),
    ['the recording', readFileSync(join(dirname(project.root), 'tape.jsonl'), 'latin1')],
    ['the messages of commits', project.git('log', '--all', '--format=%B')],
  ];
}

function expectClean(place: string, text: string): void {
  for (const secret of secrets) expect(text.includes(secret), `${place} holds ${secret}`).toBe(false);
}

/** A run in which an agent reads secrets in every way that there is, one of its tasks fails, and all is recorded. */
async function runWithSecrets(): Promise<{ project: Project; printed: string }> {
  const project = makeProject({ 'settings.txt': settings, 'hashes.txt': `${commit}\n` });
  project.env.DEPLOY_TOKEN = own;
  await approveByHand(project);
  const shout = 'for i in $(seq 1 400); do cat settings.txt; done';
  project.useScript([
    implementer(
      '1',
      [call('read', { path: 'settings.txt' }), call('read', { path: 'hashes.txt' })],
      [bash('cat settings.txt; git log -p'), bash(shout), call('grep', { pattern: 'token|aws|own' })],
      [write('greet.txt', 'hello\n')],
      [finish(`It is done with ${github} and ${own}.`)],
    ),
    implementer(
      '2',
      ...['one', 'two', 'three'].map((word) => [
        bash(`{ cat settings.txt; echo ${word}; } > late.txt`),
        finish(`Tried ${aws}.`),
      ]),
    ),
  ]);
  const record = join(dirname(project.root), 'tape.jsonl');
  const ran = await project.ashlar('run', 'greet', '--stream-json', '--record', record);
  const others = ['log', 'status', 'cost'].map((name) => project.ashlar(name, ...(name === 'status' ? [] : ['greet'])));
  const ended = [ran, ...(await Promise.all(others)), await project.ashlar('log', 'greet', '--json')];
  return { project, printed: ended.map(({ stdout, stderr }) => stdout + stderr).join('\n') };
}

test('a secret that an agent reads, prints or writes gets into none of the places where things are kept or shown', async () => {
  const { project, printed } = await runWithSecrets();
  expectClean('what was printed', printed);
  for (const [place, text] of sinks(project)) expectClean(place, text);
  expect(printed).toContain('[redacted:github-token]');
  expect(printed).toContain('[redacted:own-deploy-token]');
  const tape = readFileSync(join(dirname(project.root), 'tape.jsonl'), 'utf8');
  expect(tape).toContain('[redacted:private-key]');
  expect(tape).toContain(commit);
  const patch = bytesBelow(join(project.root, '.ashlar/state/patches'))[0]?.[1] ?? '';
  expect(patch).toContain('Secrets were taken out of this patch');
  expect(patch).toContain('[redacted:aws-key]');
});

test('files of the repository keep their bytes, and what an agent writes is written as it is', async () => {
  const project = makeProject({ 'settings.txt': settings });
  const texts = {
    ...documents,
    'tasks.md': documents['tasks.md'].replace('_Files: greet.txt_', '_Files: greet.txt, settings.txt_'),
  };
  await approveByHand(project, { texts });
  project.useScript([
    implementer(
      '1',
      [call('read', { path: 'settings.txt' })],
      [
        call('edit', {
          path: 'settings.txt',
          old: 'token: [redacted:github-token]',
          new: 'key: [redacted:github-token]',
        }),
        call('edit', { path: 'settings.txt', old: 'port = 80', new: 'port = 81' }),
        write('fixture.txt', `${github}\n`),
        write('greet.txt', 'hello\n'),
      ],
      [finish()],
    ),
    implementer('2', [finish('No.', false)]),
  ]);
  await project.ashlar('run', 'greet');
  expect(project.git('show', 'ashlar/greet:settings.txt')).toBe(settings.replace('port = 80', 'port = 81').trimEnd());
  expect(project.git('show', 'ashlar/greet:fixture.txt')).toBe(github);
});

test('a backlog item with a secret in it reaches neither the model nor what is kept', async () => {
  const project = makeProject();
  const record = join(dirname(project.root), 'tape.jsonl');
  project.useScript([author('requirements.md', documents['requirements.md']), detector]);
  const made = await project.ashlar(
    'new',
    `Add greetings with ${github}`,
    '--name',
    'greet',
    '--record',
    record,
    '--size',
    'M',
  );
  expectDone(made);
  expect(readFileSync(record, 'utf8')).toContain('Add greetings with [redacted:github-token]');
  expectClean('what was printed', made.stdout + made.stderr);
  expectClean('the recording', readFileSync(record, 'utf8'));
  for (const [place, text] of bytesBelow(join(project.root, '.ashlar/state'))) expectClean(place, text);
});

/** What Ashlar itself wrote; git's folders and the worktrees hold the user's files. */
function writtenModes(project: Project): [path: string, mode: string][] {
  const places = [join(project.root, '.ashlar/state'), project.env.XDG_STATE_HOME ?? ''];
  const found = places.flatMap((place) => [
    place,
    ...readdirSync(place, { recursive: true, encoding: 'utf8' }).map((name) => join(place, name)),
  ]);
  const isUsers = (path: string) => /\/worktrees\/.+\/./.test(path);
  return found
    .filter((path) => !isUsers(path) && path !== project.env.XDG_STATE_HOME)
    .map((path) => [path, (lstatSync(path).mode & 0o777).toString(8)]);
}

test.each([0o000, 0o077])(
  'with umask %i all that Ashlar writes beside tracked files is for the user alone',
  async (umask) => {
    const before = process.umask(umask);
    try {
      const { project } = await runWithSecrets();
      const open = writtenModes(project).filter(
        ([path, mode]) => !(lstatSync(path).isDirectory() ? mode === '700' : mode === '600'),
      );
      expect(open).toEqual([]);
      expect((lstatSync(join(dirname(project.root), 'tape.jsonl')).mode & 0o777).toString(8)).toBe('600');
    } finally {
      process.umask(before);
    }
  },
);

test('of an output that is being written when the run is killed, no secret lies on the disk, before and after it goes on', async () => {
  const project = makeProject({ 'settings.txt': settings });
  project.env.DEPLOY_TOKEN = own;
  await approveByHand(project);
  const shout = 'for i in $(seq 1 400); do cat settings.txt; done; touch written; sleep 30';
  project.useScript([
    implementer('1', [bash(shout)], [write('greet.txt', 'hello\n')], [finish()]),
    ...['2', '3'].map((id) => implementer(id, [finish('No.', false)])),
  ]);
  const running = project.start('run', 'greet');
  const state = join(project.root, '.ashlar/state');
  const isWritten = () => existsSync(join(state, 'worktrees/greet/written'));
  for (let tries = 0; tries < 300 && !isWritten(); tries++) await delay(50);
  expect(isWritten()).toBe(true);
  running.child.kill('SIGKILL');
  await running.ended;
  const kept = () => bytesBelow(state).filter(([path]) => !path.startsWith(join(state, 'worktrees')));
  const spooled = kept().filter(([path]) => path.includes('/outputs/'));
  expect(spooled.map(([, text]) => text.includes('[redacted:github-token]'))).toEqual([true]);
  for (const [path, text] of kept()) expectClean(path, text);
  await project.ashlar('resume');
  for (const [path, text] of kept()) expectClean(path, text);
  expect(kept().filter(([path]) => /\.part$/.test(path))).toEqual([]);
});
