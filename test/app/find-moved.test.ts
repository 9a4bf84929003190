import { expect, test } from 'vitest';
import { changedSince, findMoved } from '../../src/app/find-moved.ts';
import { findPresent } from '../../src/app/find-present.ts';
import { openSourceFiles } from '../../src/app/source-files.ts';
import { nameAll } from '../../src/context/anchors/compare-symbols.ts';
import type { TracedAnchor } from '../../src/specs/drift.ts';
import { openWire } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const lend =
  'export function lend(book, reader) {\n  if (book.reader) throw new Error("out since " + book.day);\n  book.reader = reader;\n  return book;\n}\n';
const fine =
  'export function fine(days) {\n  const late = Math.max(0, days - 28);\n  return late * 20 + (late > 10 ? 500 : 0);\n}\n';
const tiny = 'export const limit = 3;\n';

/** A repository whose symbols are all anchored at its first commit. */
async function open(files: Record<string, string>) {
  const repository = makeRepository(files);
  const wire = openWire(repository);
  const [git, read] = [await wire.git(), await wire.symbols()];
  const commit = repository.git('rev-parse', 'HEAD');
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  const found = await read(sources);
  const anchors = found.flatMap(({ symbols, language }, index) =>
    nameAll(sources[index]?.path ?? '', symbols).map(
      ({ id, path, symbol, hash, isTest }): TracedAnchor => ({
        ...{ id, path, symbol, language, hash, criteria: [], tasks: ['1'], commit },
        ...(isTest && { test: true }),
      }),
    ),
  );
  /** What became of the symbols that are not where they were. */
  const moved = async (own = anchors, fallback?: string) => {
    const files = openSourceFiles(repository.root, git, read);
    const present = await findPresent(own, files, git);
    const missing = own.filter((anchor) => present.get(anchor)?.state === 'missing');
    const states = await findMoved(missing, { files, git }, fallback);
    return Object.fromEntries(missing.map((anchor) => [anchor.id, states.get(anchor)]));
  };
  const changed = async (paths: string[], isWanted: (id: string) => boolean = () => true) => {
    const files = openSourceFiles(repository.root, git, read);
    const symbols = await changedSince({ since: commit, paths, isWanted: ({ id }) => isWanted(id) }, files);
    return symbols.map(({ id }) => id).sort();
  };
  return { ...repository, anchors, moved, changed, commit };
}

const to = (id: string) => expect.objectContaining({ state: 'moved', to: id }) as unknown;

test('a file that was renamed takes its symbols with it', async () => {
  const { git, moved } = await open({ 'lend.js': lend + fine });
  git('mv', 'lend.js', 'loans.js');
  expect(await moved()).toEqual({ 'lend.js#lend': to('loans.js#lend'), 'lend.js#fine': to('loans.js#fine') });
});

test('a symbol that went to another file or got another name is found by its tokens', async () => {
  const { write, moved } = await open({ 'a.js': lend + fine, 'b.js': tiny });
  write('a.js', lend.replace('function lend', 'function lendOut'));
  write('b.js', tiny + fine);
  expect(await moved()).toEqual({ 'a.js#lend': to('a.js#lendOut'), 'a.js#fine': to('b.js#fine') });
});

test('one that changed a little on its way is found too, one that changed a lot is not', async () => {
  const { write, git, moved } = await open({ 'a.js': lend + fine });
  git('rm', '--quiet', 'a.js');
  write('b.js', lend.replace('out since', 'gone since') + fine.replace(/\n {2}const.*\}/s, '\n  return days;\n}'));
  expect(await moved()).toEqual({ 'a.js#lend': to('b.js#lend'), 'a.js#fine': undefined });
});

test('what was there before is not where anything moved to, and what is short is not taken for what it looks like', async () => {
  const same = lend.replace('function lend', 'function copy');
  const { write, moved } = await open({ 'a.js': lend + tiny, 'b.js': same });
  write('a.js', 'export const other = 3;\nexport const another = 3;\n');
  expect(await moved()).toEqual({ 'a.js#lend': undefined, 'a.js#limit': undefined });
});

test('each new symbol is taken once', async () => {
  const { write, git, moved } = await open({ 'a.js': lend, 'b.js': lend.replace('function lend', 'function give') });
  for (const path of ['a.js', 'b.js']) git('rm', '--quiet', path);
  write('c.js', lend);
  const found = await moved();
  expect(Object.values(found).filter((state) => state !== undefined)).toEqual([to('c.js#lend')]);
});

test('a test that no longer names its criterion has not moved as a test', async () => {
  const body = "() => {\n  if (lend({}, 'ann').reader !== 'ann') throw new Error('not noted at all');\n}";
  const { write, moved } = await open({ 'a.test.js': `test('[lend 1.1] notes', ${body});\n` });
  write('a.test.js', `test('notes the reader', ${body});\n`);
  expect(await moved()).toEqual({
    'a.test.js#[lend 1.1] notes': expect.objectContaining({ state: 'moved', isTest: false }) as unknown,
  });
});

test('an anchor whose commit is gone is looked for since the fallback, and without one not at all', async () => {
  const { git, anchors, moved, commit } = await open({ 'a.js': lend });
  git('mv', 'a.js', 'b.js');
  const lost = anchors.map((anchor) => ({ ...anchor, commit: 'f'.repeat(40) }));
  expect(await moved(lost, commit)).toEqual({ 'a.js#lend': to('b.js#lend') });
  expect(await moved(lost)).toEqual({ 'a.js#lend': undefined });
});

test('what changed since a commit is new or different; what only moved, or is not wanted, is left out', async () => {
  const { write, git, changed } = await open({ 'a.js': lend + fine, 'c.md': 'text' });
  git('mv', 'a.js', 'b.js');
  write('b.js', `${lend.replace('book.reader = reader', 'book.reader = null')}${fine}export function fresh() {}\n`);
  const paths = ['a.js', 'b.js', 'c.md'];
  expect(await changed(paths)).toEqual(['b.js#fresh', 'b.js#lend']);
  expect(await changed(paths, (id) => id.endsWith('fresh'))).toEqual(['b.js#fresh']);
  expect(await changed(paths, () => false)).toEqual([]);
});
