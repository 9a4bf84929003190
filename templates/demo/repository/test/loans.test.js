import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCatalogue } from '../src/catalogue.js';
import { createLoans } from '../src/loans.js';

const catalogue = createCatalogue([{ isbn: '111', title: 'Emma', copies: 1 }]);

test('a loan is due in three weeks', () => {
  const loans = createLoans(catalogue);
  assert.equal(loans.lend('111', 'ada', '2026-03-02').due, '2026-03-23');
});

test('a book of which every copy is out cannot be lent', () => {
  const loans = createLoans(catalogue);
  loans.lend('111', 'ada', '2026-03-02');
  assert.throws(() => loans.lend('111', 'bob', '2026-03-02'), { code: 'none-left' });
});

test('a returned book can be lent again', () => {
  const loans = createLoans(catalogue);
  loans.lend('111', 'ada', '2026-03-02');
  loans.giveBack('111', 'ada');
  assert.equal(loans.available('111'), 1);
  assert.throws(() => loans.giveBack('111', 'ada'), { code: 'not-lent' });
});
