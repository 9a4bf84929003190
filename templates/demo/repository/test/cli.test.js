import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run } from '../src/cli.js';

const newState = () => ({ books: [{ isbn: '111', title: 'Emma', copies: 1 }], loans: [] });

test('lend says until when, and list counts what is left', () => {
  const state = newState();
  assert.equal(run(['lend', '111', 'ada'], state, '2026-03-02'), 'Lent until 2026-03-23.');
  assert.equal(run(['list'], state, '2026-03-02'), '111 Emma: 0 left');
});

test('an unknown command explains the usage', () => {
  assert.throws(() => run(['burn'], newState(), '2026-03-02'), { code: 'usage' });
});
