import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AshlarError } from '../../src/base/errors.ts';
import { findSpec, isArchived, listAllSpecs, listSpecs } from '../../src/specs/list-specs.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'specs-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const make = (slug: string, file = 'tasks.md') => {
  mkdirSync(join(root, slug), { recursive: true });
  writeFileSync(join(root, slug, file), '');
};
const slugs = () => listSpecs(root).map(({ slug }) => slug);

function errorOf(name: string, roots = [root]): AshlarError {
  try {
    findSpec(roots, name);
  } catch (error) {
    if (error instanceof AshlarError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('every folder with a known file is a spec, nested ones too', () => {
  make('lock');
  make('billing/refunds', 'requirements.md');
  make('billing/refunds/partial', 'bugfix.md');
  make('early', 'spec.yaml');
  make('notes', 'README.md');
  expect(slugs()).toEqual(['billing/refunds', 'billing/refunds/partial', 'early', 'lock']);
  expect(listSpecs(root)[3]).toEqual({ slug: 'lock', folder: join(root, 'lock'), archived: false });
});

test('folders are searched four deep', () => {
  make('a/b/c/d');
  make('a/b/c/d/e');
  expect(slugs()).toEqual(['a/b/c/d']);
});

test('templates, dependencies, links and the root itself are no specs', () => {
  make('.template/feature');
  make('node_modules/lock');
  make('real');
  make('.', 'tasks.md');
  symlinkSync(root, join(root, 'circle'));
  expect(slugs()).toEqual(['real']);
});

test('what lies below _completed or _archived is archived', () => {
  make('_completed/lock');
  make('billing/_archived/old');
  make('completed');
  expect(listSpecs(root).map(({ slug, archived }) => [slug, archived])).toEqual([
    ['_completed/lock', true],
    ['billing/_archived/old', true],
    ['completed', false],
  ]);
});

test.each(['_done/a', 'x/_archive/a'])('%s is archived', (slug) => expect(isArchived(slug)).toBe(true));

test('of several roots, each lists its own; what lies in the inner one of two is its', () => {
  make('lock');
  make('team/specs/pay');
  make('team/notes');
  const roots = [root, join(root, 'team', 'specs')];
  expect(listAllSpecs(roots).map(({ slug }) => slug)).toEqual(['lock', 'team/notes', 'pay']);
  expect(listAllSpecs([...roots].reverse()).map(({ slug }) => slug)).toEqual(['pay', 'lock', 'team/notes']);
});

test('a name that two roots hold is refused with both folders', () => {
  make('a/lock');
  make('b/lock');
  expect(errorOf('lock', [join(root, 'a'), join(root, 'b')])).toMatchObject({
    kind: 'invalid',
    what: 'Two specs are named lock',
    why: expect.stringContaining(join(root, 'b', 'lock')),
  });
});

test('a root that does not exist has no specs', () => {
  expect(listSpecs(join(root, 'nowhere'))).toEqual([]);
});

test('a spec is found by its slug, or by the last part of it', () => {
  make('billing/refunds');
  make('refunds-2');
  expect(findSpec([root], 'billing/refunds').slug).toBe('billing/refunds');
  expect(findSpec([root], 'refunds/').slug).toBe('billing/refunds');
  expect(findSpec([join(root, 'nowhere'), root], 'refunds-2').slug).toBe('refunds-2');
});

test('the slug goes before the last part of another', () => {
  make('lock');
  make('_completed/lock');
  expect(findSpec([root], 'lock').slug).toBe('lock');
});

test('a name that two specs end with is refused with both', () => {
  make('a/lock');
  make('b/lock');
  expect(errorOf('lock')).toMatchObject({ kind: 'invalid', next: 'The nearest are: a/lock, b/lock' });
});

test('an unknown name is refused with those that are near: two letters aside, or beginning with it', () => {
  for (const slug of ['checkout', 'refunds', 'billing/lock-file', 'search', 'profile', 'profile-page']) make(slug);
  expect(errorOf('chekout')).toMatchObject({
    kind: 'invalid',
    what: 'There is no spec named chekout',
    next: 'The nearest are: checkout',
  });
  expect(errorOf('chekcout').next).toBe('The nearest are: checkout');
  expect(errorOf('lok-file').next).toBe('The nearest are: billing/lock-file');
  expect(errorOf('pro').next).toBe('The nearest are: profile, profile-page');
});

test('nothing is suggested where nothing is near, and at most three names where much is', () => {
  for (const slug of ['ab', 'search', 'lock-1', 'lock-2', 'lock-3', 'lock-4']) make(slug);
  expect(errorOf('export').next).toBe('ashlar status shows them all');
  for (const name of ['sxxxch', 'x', 'xy', 'ache', '']) expect(errorOf(name).next).toBe('ashlar status shows them all');
  expect(errorOf('lock').next).toBe('The nearest are: lock-1, lock-2, lock-3');
});

test('where there are no specs at all, the error says where it looked and how to make one', () => {
  expect(errorOf('lock')).toMatchObject({ why: `${root} holds none`, next: 'Make one: ashlar new' });
});
