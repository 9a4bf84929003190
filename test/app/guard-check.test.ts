import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findSwap, type GuardedCheck } from '../../src/app/guard-check.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const manifest = (scripts: object) => JSON.stringify({ name: 'library', scripts });

async function swap(now: Record<string, string>, more: Partial<GuardedCheck> & { old?: Record<string, string> } = {}) {
  const { old = {}, ...check } = more;
  const [checkout, worktree] = [makeRepository(old), makeRepository({ ...old, ...now })];
  for (const path of Object.keys(now).filter((name) => name.includes('bin/')))
    chmodSync(join(worktree.root, path), 0o755);
  return findSwap({
    command: 'npm test',
    root: worktree.root,
    checkout: checkout.root,
    path: `${join(checkout.root, 'bin')}:/usr/bin`,
    files: [],
    before: async (file) => old[file],
    ...check,
  });
}

const old = { 'package.json': manifest({ test: 'node --test' }), Makefile: 'check:\n\ttrue\n' };

test('a script that is there stays; others may be added', async () => {
  expect(await swap({}, { old })).toBeUndefined();
  expect(await swap({ 'package.json': manifest({ test: 'node --test', lint: 'x' }) }, { old })).toBeUndefined();
  expect(await swap({ 'package.json': manifest({ test: 'true' }) }, { old })).toMatch(
    /^the script "test" of package\.json/,
  );
  expect(await swap({ 'package.json': manifest({}) }, { old })).toMatch(/"test"/);
  expect(await swap({ 'package.json': 'no JSON' }, { old })).toMatch(/"test"/);
  expect(await swap({ 'package.json': manifest({ test: 'node --test', pretest: 'x' }) }, { old })).toMatch(/"pretest"/);
});

test('a file that a human let the task change, or that was not there before, may say what it wants', async () => {
  const now = { 'package.json': manifest({ test: 'true' }) };
  expect(await swap(now, { old, files: ['package.json'] })).toBeUndefined();
  expect(await swap(now)).toBeUndefined();
});

test('only what the command reads counts', async () => {
  expect(await swap({ Makefile: 'check:\n' }, { old })).toBeUndefined();
  expect(await swap({ Makefile: 'check:\n' }, { old, command: 'make check' })).toMatch(/^Makefile was changed/);
});

test('a program of the worktree that stands before one of the system is named, unless the checkout has it too', async () => {
  expect(await swap({ 'bin/grep': '#!/bin/sh\n' })).toMatch(/^bin\/grep would run in place/);
  expect(await swap({ 'bin/our-tool': '#!/bin/sh\n' })).toBeUndefined();
  expect(await swap({}, { old: { 'bin/grep': '#!/bin/sh\n' } })).toBeUndefined();
});

test('a test that the command names stays as it was, unless a human let the task change it or said nothing of files', async () => {
  const tests = { 'test/lock.test.js': 'assert(isLocked());\n', 'src/lock.js': '' };
  const now = { 'test/lock.test.js': '' };
  const check = { old: tests, command: 'node ./test/lock.test.js && npx jest other.test.js', files: ['src/lock.js'] };
  expect(await swap(now, check)).toMatch(/^test\/lock\.test\.js is what `node .*it was there before this task/);
  expect(await swap(now, { ...check, files: ['src/lock.js', 'test/*.js'] })).toBeUndefined();
  expect(await swap(now, { ...check, files: [] })).toBeUndefined();
  expect(await swap({}, check)).toBeUndefined();
  expect(await swap({ 'test/new.test.js': '' }, { ...check, command: 'node test/new.test.js' })).toBeUndefined();
  expect(await swap({ 'src/lock.js': 'x' }, { ...check, files: ['a'], command: 'node src/lock.js' })).toBeUndefined();
});
