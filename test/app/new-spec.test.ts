import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type NewSpec, newSpec } from '../../src/app/new-spec.ts';
import { drain } from '../support/drain.ts';
import { openWire, requirements } from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const bugfix = `# Bugfix Requirements Document

## Introduction

It crashes.

## Bug Analysis

### Current Behavior (Defect)

1.1 WHEN a book is lent twice THEN the system crashes

### Expected Behavior (Correct)

2.1 WHEN a book is lent twice THEN the system SHALL refuse

### Unchanged Behavior (Regression Prevention)

3.1 WHEN a book is lent once THEN the system SHALL CONTINUE TO lend it
`;

const make = (repository: TemporaryRepository, spec: NewSpec, text = requirements) =>
  drain(newSpec(spec, openWire(repository, { play: [{ replies: [{ text }] }] })));

const yamlOf = (repository: TemporaryRepository, slug: string) =>
  parse(repository.read(`specs/${slug}/spec.yaml`)) as Record<string, unknown>;

test('a spec is made of an item: its folder is named for the first line, and the item is kept whole', async () => {
  const repository = makeRepository();
  const item = '\n# Lend books: à la carte!\n\nReaders want to lend more than one book.\n';
  const { end } = await make(repository, { item });
  expect(end).toMatchObject({ status: 'drafted', spec: 'lend-books-a-la-carte', stage: 'requirements' });
  expect(yamlOf(repository, 'lend-books-a-la-carte')).toEqual({
    slug: 'lend-books-a-la-carte',
    title: 'Lend books: à la carte!',
    kind: 'feature',
    size: 'M',
    item: item.trim(),
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    base: repository.git('rev-parse', 'HEAD'),
    branch: 'ashlar/lend-books-a-la-carte',
  });
});

test('a name that is taken is counted on; one that was asked for is refused', async () => {
  const repository = makeRepository();
  for (const slug of ['lend', 'lend-2', 'lend-3'])
    expect((await make(repository, { item: 'Lend' })).end.spec).toBe(slug);
  await expect(make(repository, { item: 'Lend', name: 'lend' })).rejects.toMatchObject({
    kind: 'usage',
    what: 'there is a spec lend already',
  });
});

test('an item without letters still gets a folder, and a name in another script is kept', async () => {
  const repository = makeRepository();
  expect((await make(repository, { item: '図書館' })).end.spec).toBe('spec');
  expect((await make(repository, { item: '図書館', name: '図書館_2' })).end.spec).toBe('図書館_2');
});

test.each([
  ['Fix the crash when a book is lent twice', undefined, 'bugfix'],
  ['Crash on start', undefined, 'bugfix'],
  ['Fixed-width columns', undefined, 'feature'],
  ['Prefix every name', undefined, 'feature'],
  ['Fix the shelf colours', 'feature', 'feature'],
  ['Lending twice is allowed', 'bugfix', 'bugfix'],
] as const)('%j with kind %s is a %s', async (item, kind, wanted) => {
  const repository = makeRepository();
  const { end } = await make(repository, { item, kind }, wanted === 'bugfix' ? bugfix : requirements);
  expect(yamlOf(repository, end.spec).kind).toBe(wanted);
  const document = wanted === 'bugfix' ? 'bugfix.md' : 'requirements.md';
  expect(repository.has(`specs/${end.spec}/${document}`)).toBe(true);
});

test.each(['', '../up', 'a/b', '.hidden', '-flag', '_archived', 'a b', 'x'.repeat(65), 'dot.lock'])(
  'the name %j is refused, and nothing is made',
  async (name) => {
    const repository = makeRepository();
    await expect(make(repository, { item: 'Lend', name })).rejects.toMatchObject({ kind: 'usage' });
    expect(repository.has('specs')).toBe(false);
  },
);

test('an empty item is refused, and without a model nothing is made', async () => {
  const repository = makeRepository();
  await expect(make(repository, { item: ' \n' })).rejects.toMatchObject({ kind: 'usage' });
  await expect(drain(newSpec({ item: 'Lend' }, openWire(repository)))).rejects.toMatchObject({
    kind: 'authentication',
  });
  expect(repository.has('specs')).toBe(false);
});

test('where the repository has specs of Kiro the new one lies beside them', async () => {
  const repository = makeRepository({ '.kiro/specs/old/requirements.md': requirements });
  await make(repository, { item: 'Lend' });
  expect(repository.has('.kiro/specs/lend/requirements.md')).toBe(true);
});
