import { expect, test } from 'vitest';
import { addFact, openSpec } from '../../src/app/open-spec.ts';
import { takeAnchors } from '../../src/app/take-anchors.ts';
import type { Anchor } from '../../src/domain/ledger.ts';
import { planTasks } from '../../src/orchestrator/plan-tasks.ts';
import { openWire, writeSpec } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const lend = 'export function lend(book) {\n  return book.reader;\n}\n';
const shelf = 'export class Shelf {\n  add(book) { return this.books.push(book); }\n  count() { return 0; }\n}\n';

/** A repository with a spec, in which tasks are committed as a run does it. */
function open(files: Record<string, string> = {}) {
  const repository = makeRepository(files);
  writeSpec(repository, 'lend');
  const wire = openWire(repository);
  const commit = (message: string) => {
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--allow-empty', '--message', message);
    return repository.git('rev-parse', 'HEAD');
  };
  const commitTask = (id: string) => commit(`feat: task ${id}\n\nSpec: lend\nTask: ${id}`);
  const take = async (id: string, at: string) => {
    const spec = openSpec('lend', wire);
    const task = planTasks(spec.tasks?.tasks ?? [], false).find((each) => each.id === id);
    if (task === undefined) throw new Error(`there is no task ${id}`);
    return takeAnchors({ spec, task, commit: at }, wire);
  };
  const remember = (task: string, at: string, anchors: Anchor[]) =>
    addFact(openSpec('lend', wire), { type: 'anchored', task, commit: at, anchors }, wire);
  return { ...repository, commit, commitTask, take, remember };
}

const ids = (anchors: readonly Anchor[]) => anchors.map(({ id }) => id).sort();

test('what the task changed is anchored for its criteria, and nothing else of the file', async () => {
  const { write, commitTask, take } = open({ 'shelf.js': shelf, 'other.js': lend });
  write('shelf.js', shelf.replace('return 0', 'return this.books.length'));
  write('lend.js', lend);
  const anchors = await take('1', commitTask('1'));
  expect(ids(anchors)).toEqual(['lend.js#lend', 'shelf.js#Shelf.count']);
  expect(anchors.find(({ id }) => id === 'lend.js#lend')).toEqual({
    id: 'lend.js#lend',
    path: 'lend.js',
    symbol: 'lend',
    language: 'javascript',
    hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    criteria: ['1.1', '1.2'],
  });
});

test('form alone leaves no anchor; specs, foreign and empty files leave none either', async () => {
  const { write, commitTask, take } = open({ 'lend.js': lend });
  write('lend.js', `// Lends.\n${lend.replaceAll('  ', '    ')}`);
  write('specs/lend/notes.js', lend);
  write('vendor/a.js', lend);
  write('made.js', `// @generated\n${lend}`);
  write('empty.js', '');
  expect(await take('1', commitTask('1'))).toEqual([]);
});

test('a file that no grammar reads is anchored by its bytes', async () => {
  const { write, commitTask, take } = open();
  write('lend.txt', 'lent\n');
  const [anchor, ...others] = await take('1', commitTask('1'));
  expect(others).toEqual([]);
  expect(anchor).toMatchObject({
    id: 'lend.txt',
    path: 'lend.txt',
    symbol: '',
    language: '',
    criteria: ['1.1', '1.2'],
  });
});

test('what a task takes away of what is known loses its hash; a file that does not parse whole takes nothing away', async () => {
  const { write, git, commitTask, take, remember } = open();
  write('shelf.js', shelf);
  write('lend.js', lend);
  const first = commitTask('1');
  await remember('1', first, await take('1', first));
  write('shelf.js', shelf.replace('  count() { return 0; }\n', ''));
  git('rm', '--quiet', 'lend.js');
  const removed = (await take('2', commitTask('2'))).filter(({ hash }) => hash === '');
  expect(ids(removed)).toEqual(['lend.js#lend', 'shelf.js#Shelf.count']);
  write('shelf.js', 'export class Shelf {\n  add(book) { return = (\n');
  expect((await take('2', commitTask('2'))).filter(({ hash, path }) => hash === '' && path === 'shelf.js')).toEqual([]);
});

test('tests that name criteria of the task are tied to these, wherever they were written', async () => {
  const tested =
    "test('[lend 1.2] refuses', () => {});\ntest('[lend 2.1] forgets', () => {});\ntest('helps', () => {});\n";
  const { write, commitTask, take } = open({ 'lend.test.js': tested });
  write('lend.js', lend);
  const anchors = await take('1', commitTask('1'));
  expect(ids(anchors)).toEqual(['lend.js#lend', 'lend.test.js#[lend 1.2] refuses']);
  expect(anchors.at(-1)).toMatchObject({ criteria: ['1.2'], test: true });
});

test('the task’s own commit counts, where the checks ran on a later one', async () => {
  const { write, commit, commitTask, take } = open();
  write('lend.js', lend);
  commitTask('1');
  write('other.js', lend);
  expect(ids(await take('1', commit('chore: other work')))).toEqual(['lend.js#lend']);
});

test('the first commit of a repository has nothing before it', async () => {
  const { git, take } = open({ 'lend.js': lend });
  expect(await take('1', git('rev-parse', 'HEAD'))).toEqual([]);
});
