import { expect, test } from 'vitest';
import { findContradictions } from '../../../src/specs/contradictions/find-contradictions.ts';
import { coexisting, contradicting, repeated, ruledOut } from './criterion-pairs.ts';

function compare(...texts: string[]) {
  return findContradictions(texts.map((text, at) => ({ id: `${at + 1}.1`, text })));
}

test.each(contradicting)('%s — against — %s', (one, other) => {
  const found = compare(one, other);
  expect(found).toMatchObject([{ severity: 'error', ids: ['1.1', '2.1'] }]);
  expect(['opposing', 'bounds']).toContain(found[0]?.kind);
  expect(compare(other, one)).toMatchObject([{ severity: 'error' }]);
});

test.each(coexisting)('%s — goes together with — %s', (one, other) => {
  expect(compare(one, other)).toEqual([]);
  expect(compare(other, one)).toEqual([]);
});

test.each(repeated)('%s — is said again by — %s', (one, other) => {
  expect(compare(one, other)).toMatchObject([{ kind: 'duplicate', severity: 'advice', ids: ['1.1', '2.1'] }]);
});

test.each(ruledOut)('%s — rules out — %s', (rule, other) => {
  expect(compare(rule, other)).toMatchObject([{ kind: 'unreachable', severity: 'advice', ids: ['1.1', '2.1'] }]);
});

test.each([
  'WHEN the amount is greater than 100 and less than 50 THE System SHALL ask for approval',
  'WHILE the account is locked and the account is unlocked, THE System SHALL show a banner',
  'WHILE the device is online, WHILE the device is offline, THE System SHALL sync',
  'WHEN the order is paid and the order is not paid THE System SHALL ship',
  'IF the password has more than 20 characters and fewer than 8 characters THEN THE System SHALL warn the user',
  'WHILE the cart is empty and the cart is not empty, THE Shop SHALL show a hint',
  'WHILE the user is authenticated AND the user is unauthenticated, THE App SHALL show the menu',
])('%s — can never be', (text) => {
  expect(compare(text)).toMatchObject([{ kind: 'unreachable', ids: ['1.1'] }]);
});

test('a contradiction is told as a scenario, with what each criterion says then', () => {
  const found = compare(
    'WHEN the password is right, THE System SHALL grant access',
    'WHILE the account is locked, THE System SHALL refuse access',
  );
  expect(found).toEqual([
    {
      kind: 'opposing',
      severity: 'error',
      ids: ['1.1', '2.1'],
      scenario: 'when the password is right and the account is locked: 1.1 says grant access, 2.1 says refuse access',
      conditions: ['the password is right', 'the account is locked'],
      claims: [
        { id: '1.1', says: 'grant access' },
        { id: '2.1', says: 'refuse access' },
      ],
    },
  ]);
});

test('numbers are compared in one unit, and told as they are written', () => {
  const say = (span: string) => `WHEN five sign-ins fail, THE System SHALL lock the account for ${span}`;
  expect(compare(say('15 minutes'), say('900 seconds'))).toMatchObject([{ kind: 'duplicate' }]);
  expect(compare(say('15 minutes'), say('900 minutes'))).toMatchObject([
    { kind: 'bounds', scenario: expect.stringMatching(/2\.1 says lock the account for 900 minutes$/) },
  ]);
});

test('sentences without a duty, in other languages or empty give nothing', () => {
  const texts = [
    '',
    'The log is written',
    '系统必须记录日志',
    'Hệ thống SHALL từ chối truy cập',
    'constructor SHALL',
    'SHALL',
  ];
  expect(compare(...texts)).toEqual([]);
});
