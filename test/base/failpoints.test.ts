import { expect, test } from 'vitest';
import { parseFailpoint } from '../../src/base/failpoints.ts';

test.each([
  ['git:committed:2=kill', { name: 'git:committed', hit: 2, action: 'kill' }],
  ['file:tmp:1=throw', { name: 'file:tmp', hit: 1, action: 'throw' }],
  ['task:done:10=sleep', { name: 'task:done', hit: 10, action: 'sleep', ms: 1_000 }],
  ['task:done:1=sleep:20', { name: 'task:done', hit: 1, action: 'sleep', ms: 20 }],
])('%s is an order', (text, order) => {
  expect(parseFailpoint(text)).toMatchObject(order);
});

test.each([
  '',
  'git:committed',
  'git:committed=kill',
  'git:committed:0=kill',
  'git:pushed:1=kill',
  'git:committed:1=stop',
  'git:committed:1=kill:20',
  'to:string:1=kill',
])('"%s" is none', (text) => {
  expect(parseFailpoint(text)).toBeUndefined();
});
