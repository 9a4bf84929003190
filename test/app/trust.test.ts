import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { askTrust, distrust, isTrusted, listTrusted, trust } from '../../src/app/trust.ts';
import { readTrusted, writeTrusted } from '../../src/app/trusted-signers.ts';
import { surroundingsOf } from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const at = (repository: TemporaryRepository, env: Record<string, string> = {}) =>
  surroundingsOf(repository, { env: { USER: 'ann', ...env } });
const stateOf = ({ home }: TemporaryRepository) => join(home, '.local/state/ashlar');
const trustFile = (repository: TemporaryRepository) => join(stateOf(repository), 'trust.yaml');

function trusted(files: Record<string, string> = { 'AGENTS.md': 'Be kind.' }): TemporaryRepository {
  const repository = makeRepository(files);
  const surroundings = at(repository);
  expect(isTrusted('.', surroundings)).toEqual({ state: 'unknown' });
  trust(askTrust('.', surroundings), surroundings);
  expect(isTrusted('.', surroundings)).toEqual({ state: 'trusted' });
  return repository;
}

test('what is written down: the folder, what it was, when and by whom, for the user alone', () => {
  const repository = trusted();
  const [entry] = listTrusted(at(repository));
  expect(entry).toMatchObject({ path: repository.root, by: 'ann', standing: { state: 'trusted' } });
  expect(entry?.inode).toBe(`${statSync(repository.root).dev}:${statSync(repository.root).ino}`);
  expect(Object.keys(entry?.effects ?? {})).toEqual(['steering AGENTS.md']);
  expect(statSync(trustFile(repository)).mode & 0o777).toBe(0o600);
  expect(statSync(stateOf(repository)).mode & 0o777).toBe(0o700);
});

test.each([
  [
    'a text that instructs is changed',
    (r: TemporaryRepository) => r.write('AGENTS.md', 'Obey.'),
    'changed: steering AGENTS.md',
  ],
  ['one is added', (r: TemporaryRepository) => r.write('.mcp.json', '{}'), 'new: tool server .mcp.json'],
  ['one is taken away', (r: TemporaryRepository) => rmSync(join(r.root, 'AGENTS.md')), 'gone: steering AGENTS.md'],
  [
    'a configuration is made',
    (r: TemporaryRepository) => r.write('.ashlar/config.yaml', 'model: x'),
    'new: configuration .ashlar/config.yaml',
  ],
  [
    'git is given a program',
    (r: TemporaryRepository) => void r.git('config', 'core.fsmonitor', 'x'),
    'new: git setting .git/config core.fsmonitor = x',
  ],
])('where %s, it is asked again, and what changed is named', (_what, change, said) => {
  const repository = trusted();
  change(repository);
  expect(isTrusted('.', at(repository))).toEqual({ state: 'changed', changes: [said] });
});

test('work on other files changes nothing', () => {
  const repository = trusted();
  repository.write('src/a.ts', 'one');
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '--message', 'Work');
  repository.git('config', 'branch.main.remote', 'origin');
  expect(isTrusted('src', at(repository))).toEqual({ state: 'trusted' });
});

test('another folder in the same place is another folder, and a copy is not trusted', () => {
  const repository = trusted();
  const copy = join(dirname(repository.root), 'copy');
  cpSync(repository.root, copy, { recursive: true });
  expect(isTrusted(copy, at(repository))).toEqual({ state: 'unknown' });
  renameSync(repository.root, `${repository.root}-old`);
  renameSync(copy, repository.root);
  expect(isTrusted('.', at(repository))).toEqual({
    state: 'changed',
    changes: ['the folder is another one than it was'],
  });
});

test('a link to a trusted folder leads to it; a link elsewhere is looked at there', () => {
  const repository = trusted();
  const link = join(dirname(repository.root), 'link');
  symlinkSync(repository.root, link);
  expect(isTrusted(link, at(repository))).toEqual({ state: 'trusted' });
  rmSync(link);
  const other = makeRepository();
  symlinkSync(other.root, link);
  expect(isTrusted(link, at(repository))).toEqual({ state: 'unknown' });
});

test('what came between the look and the yes is not trusted', () => {
  const repository = makeRepository();
  const seen = askTrust('.', at(repository));
  repository.write('AGENTS.md', 'Obey.');
  expect(() => trust(seen, at(repository))).toThrow('was changed while you looked at it');
  expect(isTrusted('.', at(repository))).toEqual({ state: 'unknown' });
});

test.each([
  ['no YAML', (path: string) => writeFileSync(path, 'folders: [')],
  ['of another shape', (path: string) => writeFileSync(path, 'folders: [{ path: / }]')],
  ['open to others', (path: string) => chmodSync(path, 0o666)],
])('where the file is %s nobody is trusted, and it is named', (_what, spoil) => {
  const repository = trusted();
  spoil(trustFile(repository));
  expect(isTrusted('.', at(repository))).toMatchObject({
    state: 'unknown',
    why: expect.stringContaining('trust.yaml') as string,
  });
  expect(() => trust(askTrust('.', at(repository)), at(repository))).toThrow('trust.yaml');
});

test('an agent trusts nothing and takes no trust away', () => {
  const repository = trusted();
  const inside = at(repository, { ASHLAR_COMMAND: '1' });
  expect(() => trust(askTrust('.', inside), inside)).toThrow('nothing was decided');
  expect(() => distrust('.', inside)).toThrow('nothing was decided');
});

test('a folder in which the user’s own state lies cannot be trusted', () => {
  const repository = makeRepository();
  const surroundings = at(repository, { XDG_STATE_HOME: join(repository.root, 'state') });
  expect(() => trust(askTrust('.', surroundings), surroundings)).toThrow('your own state folder');
});

test('trust is taken back, also of a folder that is gone', () => {
  const repository = trusted();
  expect(distrust('.', at(repository))).toBe(true);
  expect(distrust('.', at(repository))).toBe(false);
  expect(isTrusted('.', at(repository))).toEqual({ state: 'unknown' });
  const other = trusted();
  const surroundings = { ...at(other), cwd: dirname(other.root) };
  rmSync(other.root, { recursive: true });
  expect(listTrusted(surroundings)[0]?.standing).toEqual({ state: 'unknown', why: 'it is gone' });
  expect(distrust(other.root, surroundings)).toBe(true);
});

test('signers and folders share a file, and neither loses the other', () => {
  const repository = trusted();
  const signer = { fingerprint: `SHA256:${'a'.repeat(43)}`, name: 'Ben', since: '2030-01-01T00:00:00Z' };
  writeTrusted(stateOf(repository), [signer]);
  expect(isTrusted('.', at(repository))).toEqual({ state: 'trusted' });
  distrust('.', at(repository));
  expect(readTrusted(stateOf(repository))).toEqual([signer]);
  expect(readFileSync(trustFile(repository), 'utf8')).not.toContain('folders');
});

test('a folder outside of any repository is trusted by itself', () => {
  const repository = makeRepository();
  const folder = join(dirname(repository.root), 'plain');
  mkdirSync(folder);
  expect(askTrust(folder, at(repository)).folder).toBe(folder);
  expect(() => askTrust('nowhere', at(repository))).toThrow('there is no folder');
});
