import { expect, test } from 'vitest';
import { rewriteResponse } from '../../../src/specs/contradictions/rewrite-response.ts';

test.each([
  ['stop sending newsletters', 'not sending newsletters'],
  ['NOT write passwords to the log', 'NOT log passwords'],
  ['email the receipt to the customer', 'send by email the receipt to the customer'],
  ['wait 5 minutes before it alerts the owner', 'alert the owner after at least 5 minutes'],
  ['give up after 5 attempts', 'retry at most 5 times'],
  ['move the file to the trash', 'bin the file'],
  ['under no circumstances show salaries', 'never show salaries'],
  ['show no error', 'not show error'],
  ['call the meeting off', 'cancel the meeting '],
  ['instruct the driver to return', 'return'],
  ['limit each client to 100 requests', 'allow the client to acquire at most 100 requests'],
  ['keep backups forever', 'keep backups for at least 1000 years'],
])('%s is %s', (said, plain) => {
  expect(rewriteResponse(said)).toBe(plain);
});

test.each(['limit transfers to 1000 EUR', 'start the spring sale', 'give the order a number', 'hold the door'])(
  '%s stays as it is',
  (said) => {
    expect(rewriteResponse(said)).toBe(said);
  },
);
