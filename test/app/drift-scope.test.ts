import { expect, test } from 'vitest';
import { type DriftScope, findScope, type ScopeRequest } from '../../src/app/drift-scope.ts';
import { addFact, openSpec } from '../../src/app/open-spec.ts';
import { openWire, writeSpec } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

/** A spec that was made on the first commit. */
function open({ base }: { base: boolean }) {
  const repository = makeRepository({ 'a.js': '1', 'b.js': '1' });
  writeSpec(repository, 'lend');
  const first = repository.git('rev-parse', 'HEAD');
  const about = 'slug: lend\ntitle: Lend\nkind: feature\nsize: M\nitem: Lend books\ncreatedAt: 2026-03-01T09:30:00Z\n';
  if (base) repository.write('specs/lend/spec.yaml', `${about}base: ${first}\n`);
  repository.write('.git/info/exclude', 'specs/\n');
  const wire = openWire(repository);
  const commit = (files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) repository.write(path, text);
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--message', 'change');
    return repository.git('rev-parse', 'HEAD');
  };
  const scope = async (request: Partial<ScopeRequest> = {}) =>
    shorten(await findScope([openSpec('lend', wire)], { all: false, ...request }, await wire.git()));
  return { ...repository, first, commit, scope, wire };
}

const shorten = ({ compared, unrequested }: DriftScope) => ({
  ...(compared && { compared: [compared.since, ...[...compared.paths].sort()] }),
  ...(unrequested && { unrequested: [unrequested.since, ...[...unrequested.paths].sort()] }),
});

test('with --all, and before the first commit, everything is looked at', async () => {
  const { scope, commit } = open({ base: true });
  commit({ 'a.js': '2' });
  expect(await scope({ all: true })).toEqual({});
  const empty = makeRepository();
  empty.git('update-ref', '-d', 'HEAD');
  expect(await findScope([], { all: false }, await openWire(empty).git())).toEqual({});
});

test('on a branch it is what changed since it left the default branch, what is not committed included', async () => {
  const { scope, commit, git, write, first } = open({ base: true });
  git('switch', '--quiet', '--create', 'work');
  commit({ 'a.js': '2' });
  git('switch', '--quiet', 'main');
  commit({ 'b.js': 'of others' });
  git('switch', '--quiet', 'work');
  write('new.js', '1');
  expect(await scope()).toEqual({
    compared: [first, 'a.js', 'new.js'],
    unrequested: [first, 'a.js', 'new.js'],
  });
});

test('--since takes a commit, a branch or a tag, and refuses what is none', async () => {
  const { scope, commit, git, first } = open({ base: true });
  const second = commit({ 'a.js': '2' });
  git('tag', 'v1');
  commit({ 'b.js': '2' });
  for (const since of [second, 'v1']) expect((await scope({ since })).compared).toEqual([second, 'b.js']);
  expect((await scope({ since: first })).compared).toEqual([first, 'a.js', 'b.js']);
  await expect(scope({ since: 'nowhere' })).rejects.toMatchObject({ kind: 'usage' });
  await expect(scope({ since: '--all' })).rejects.toMatchObject({ kind: 'usage' });
});

test('on the default branch others’ work counts only in files of the spec, or where it is not committed', async () => {
  const { scope, commit, write, wire, first } = open({ base: true });
  const at = commit({ 'a.js': '2', 'b.js': '2' });
  write('c.js', '1');
  const own = { path: 'a.js', symbol: 'f', language: 'javascript', hash: 'h', criteria: [] };
  await addFact(
    openSpec('lend', wire),
    { type: 'anchored', task: '1', commit: at, anchors: [{ id: 'a.js#f', ...own }] },
    wire,
  );
  expect(await scope()).toEqual({
    compared: [first, 'a.js', 'b.js', 'c.js'],
    unrequested: [first, 'a.js', 'c.js'],
  });
});

test('a spec that does not say what it was made on is compared whole', async () => {
  const { scope, commit, write } = open({ base: false });
  const head = commit({ 'a.js': '2' });
  write('b.js', '2');
  expect(await scope()).toEqual({ unrequested: [head, 'b.js'] });
});
