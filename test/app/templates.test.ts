import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { diffTemplates, ejectTemplates, listTemplates } from '../../src/app/templates.ts';
import { upgradeTemplates } from '../../src/app/upgrade-templates.ts';
import { wire } from '../../src/app/wire.ts';
import { surroundingsOf } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const name = 'redraft-problems';
const own = `.ashlar/templates/prompts/${name}.md`;
const keptBase = `.ashlar/templates/.base/prompts/${name}.md`;

/** A repository and a product whose templates can be changed as a new version would. */
function makeTeam() {
  const repository = makeRepository();
  const surroundings = surroundingsOf(repository);
  const packageRoot = join(dirname(repository.root), 'product');
  mkdirSync(packageRoot);
  cpSync(join(surroundings.packageRoot, 'templates/prompts'), join(packageRoot, 'templates/prompts'), {
    recursive: true,
  });
  const shippedPath = join(packageRoot, `templates/prompts/${name}.md`);
  const opened = wire({ ...surroundings, packageRoot }, {});
  return {
    ...repository,
    wire: opened,
    shipped: () => readFileSync(shippedPath, 'utf8'),
    ship: (text: string) => writeFileSync(shippedPath, text),
    edit: (change: (text: string) => string) => repository.write(own, change(repository.read(own))),
    status: () => listTemplates(opened).templates.find((each) => each.name === name),
    upgrade: (resolved = false) => upgradeTemplates({ names: resolved ? [name] : [], resolved }, opened)[0],
    render: () => opened.prompts(name, { problems: 'line 3 is wrong' }),
  };
}

const first = 'Ashlar checked the document and cannot use it yet:';
const last = 'Reply with the complete corrected document and nothing else.';

test('an ejected template is the shipped text, its base beside it, and is never written over', () => {
  const team = makeTeam();
  expect(team.status()).toEqual({ name, state: 'shipped', outdated: false });
  expect(ejectTemplates([name, name], team.wire)).toEqual([{ name, path: own }]);
  expect([team.read(own), team.read(keptBase)]).toEqual([team.shipped(), team.shipped()]);
  expect(team.status()).toEqual({ name, state: 'same', outdated: false, path: own });
  team.edit((text) => `${text}More.\n`);
  expect(() => ejectTemplates([name], team.wire)).toThrow(/is there already/);
  expect(team.read(own)).toBe(`${team.shipped()}More.\n`);
  expect(() => ejectTemplates(['author', 'nothing'], team.wire)).toThrow(/there is no template nothing/);
  expect(team.has('.ashlar/templates/prompts/author.md')).toBe(false);
});

test('what a model is told is the team’s text where there is one', () => {
  const team = makeTeam();
  ejectTemplates([name], team.wire);
  team.edit((text) => text.replace(first, 'Look again:').replaceAll('\n', '\r\n'));
  expect(team.render()).toBe(`Look again:\n\nline 3 is wrong\n\n${last}`);
});

test.each([
  ['without a variable that it must name', 'Look again.\n', 'it must name {{problems}}, and does not'],
  ['with a variable that has no value', '{{problems}} {{other}}\n', 'it names {{other}}, which has no value here'],
  ['that is empty', ' \n', 'it is empty'],
  ['with the marks of a merge', '{{problems}}\n<<<<<<< a\n=======\n>>>>>>> b\n', 'it holds the marks of a merge'],
])('a template %s is refused in words, and the list says so', (_what, text, says) => {
  const team = makeTeam();
  team.write(own, text);
  expect(team.render).toThrow(says);
  expect(team.render).toThrow(expect.objectContaining({ kind: 'invalid', next: expect.stringContaining('diff') }));
  expect(team.status()?.fault).toContain(says);
});

test('the difference is shown from the shipped text to the team’s', () => {
  const team = makeTeam();
  ejectTemplates([name, 'author'], team.wire);
  team.edit((text) => text.replace(first, 'Look again:'));
  const [author, changed] = diffTemplates([], team.wire);
  expect(author).toEqual({ name: 'author', diff: '' });
  expect(changed?.diff).toContain(`--- shipped/${name}.md\n+++ ${own}\n@@ -1,5 +1,5 @@\n-${first}\n+Look again:\n`);
  expect(() => diffTemplates(['no-change'], team.wire)).toThrow(/is the shipped template/);
});

test('a file that is named for no template is told of', () => {
  const team = makeTeam();
  team.write('.ashlar/templates/prompts/autor.md', 'Write well.\n');
  expect(listTemplates(team.wire).unknown).toEqual(['.ashlar/templates/prompts/autor.md']);
});

test('an upgrade takes the new text where the team changed nothing', () => {
  const team = makeTeam();
  ejectTemplates([name], team.wire);
  expect(team.upgrade()).toEqual({ name, outcome: 'current', path: own });
  team.ship(team.shipped().replace(last, 'Reply with the document.'));
  expect(team.status()).toMatchObject({ state: 'same', outdated: true });
  expect(team.upgrade()).toEqual({ name, outcome: 'updated', path: own });
  expect([team.read(own), team.read(keptBase)]).toEqual([team.shipped(), team.shipped()]);
  expect(team.status()).toMatchObject({ state: 'same', outdated: false });
});

test('an upgrade merges changes in different places, and keeps the line breaks of the team', () => {
  const team = makeTeam();
  ejectTemplates([name], team.wire);
  team.edit((text) => text.replace(first, 'Look again:').replaceAll('\n', '\r\n'));
  team.ship(team.shipped().replace(last, 'Reply with the document.'));
  expect(team.upgrade()).toEqual({ name, outcome: 'merged', path: own });
  expect(team.read(own)).toBe('Look again:\r\n\r\n{{problems}}\r\n\r\nReply with the document.\r\n');
  expect(team.status()).toMatchObject({ state: 'edited', outdated: false });
  expect(team.upgrade()).toMatchObject({ outcome: 'current' });
});

test('on a conflict the edited file stays, both versions lie beside it, and a person says when it is resolved', () => {
  const team = makeTeam();
  ejectTemplates([name], team.wire);
  team.edit((text) => text.replace(last, 'Ours.'));
  const [edited, base] = [team.read(own), team.read(keptBase)];
  team.ship(team.shipped().replace(last, 'Theirs.'));
  expect(team.upgrade()).toMatchObject({
    outcome: 'conflict',
    newPath: `${own}.new`,
    why: expect.stringContaining('same lines'),
  });
  expect([team.read(own), team.read(keptBase)]).toEqual([edited, base]);
  expect(team.read(`${own}.new`)).toContain(`<<<<<<< ${own}\nOurs.\n=======\nTheirs.\n>>>>>>> shipped\n`);
  expect(() => team.upgrade(true)).toThrow(/is still there/);
  team.write(own, team.read(`${own}.new`));
  team.git('clean', '--quiet', '--force', '--', `${own}.new`);
  expect(() => team.upgrade(true)).toThrow(/marks of a merge/);
  team.write(own, edited.replace('Ours.', 'Ours and theirs.'));
  expect(team.upgrade(true)).toEqual({ name, outcome: 'resolved', path: own });
  expect(team.upgrade()).toMatchObject({ outcome: 'current' });
  expect(team.read(own)).toContain('Ours and theirs.');
});

test('a merge that would lack a variable is left to a person', () => {
  const team = makeTeam();
  ejectTemplates([name], team.wire);
  team.edit((text) => text.replace('{{problems}}', 'nothing'));
  team.ship(team.shipped().replace(last, 'Reply with the document.'));
  expect(team.upgrade()).toMatchObject({ outcome: 'conflict', why: expect.stringContaining('{{problems}}') });
  expect(team.read(own)).toContain(last);
});

test('without the text that it began from, or where that was changed, nothing is merged', () => {
  const team = makeTeam();
  ejectTemplates([name], team.wire);
  team.edit((text) => text.replace(first, 'Look again:'));
  team.write(keptBase, `${team.shipped()}changed\n`);
  expect(team.upgrade()).toMatchObject({ outcome: 'conflict', why: expect.stringContaining('.base') });
  expect(team.read(`${own}.new`)).toBe(team.shipped());
  expect(team.read(own)).toContain('Look again:');
});
