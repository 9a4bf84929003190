import { expect, test } from 'vitest';
import { createRedactor, redactionMark } from '../../src/base/redact.ts';
import { ownSecrets } from '../../src/base/secrets/own-secrets.ts';
import { lookAlikes, secrets } from './secret-samples.ts';

const { redact, redactJson, stream } = createRedactor();

test.each(secrets)('%s is redacted', (_what, text, secret) => {
  const shown = redact(text);
  expect(shown).toMatch(redactionMark);
  expect(shown).not.toContain(secret);
  // Nor most of it: what is left is what says of which kind it was.
  for (let at = 0; at + 12 <= secret.length; at += 6) {
    const piece = secret.slice(at, at + 12);
    if (/[0-9a-z]{3}.*\d/i.test(piece) && !/KEY|PRIVATE|https?:/.test(piece)) expect(shown).not.toContain(piece);
  }
});

test.each(lookAlikes)('%s stays as it is', (_what, text) => {
  expect(redact(text)).toBe(text);
});

test.each(secrets)('%s is redacted once: a second time changes nothing', (_what, text) => {
  expect(redact(redact(text))).toBe(redact(text));
});

test.each(secrets)('%s in a line of JSON leaves JSON', (_what, text, secret) => {
  const shown = redact(JSON.stringify({ before: 1, text, after: [2] }));
  expect(JSON.parse(shown)).toMatchObject({ before: 1, after: [2] });
  expect(shown).not.toContain(JSON.stringify(secret).slice(1, -1));
});

test.each(secrets)('%s is redacted wherever a text of pieces is cut', (_what, text, secret) => {
  const around = `first line\n${text}\nlast line\n`;
  for (const size of [1, 7, 64]) {
    const pieces = stream();
    let shown = '';
    for (let at = 0; at < around.length; at += size) shown += pieces.push(around.slice(at, at + size));
    shown += pieces.end();
    expect(shown).toBe(redact(around));
    expect(shown).not.toContain(secret);
  }
});

test('texts of a value are redacted by themselves, and where the name of a property says so', () => {
  const value = {
    path: 'a.ts',
    input: { apiKey: 'q8Zr31LmT0xP5vKd', lines: ['AKIAQ3EGXWZ7TLMNOPQR', 'plain'] },
    count: 3,
  };
  expect(redactJson(value)).toEqual({
    path: 'a.ts',
    input: { apiKey: '[redacted:secret]', lines: ['[redacted:aws-key]', 'plain'] },
    count: 3,
  });
  const plain = { text: 'nothing here', list: [1, null, { deep: true }] };
  expect(redactJson(plain)).toBe(plain);
});

test('a long line without an end is passed on in parts', () => {
  const pieces = stream();
  const line = 'word '.repeat(80_000);
  const early = pieces.push(line);
  expect(early.length).toBeGreaterThan(300_000);
  expect(early + pieces.end()).toBe(line);
});

test('words of every day, however many, are left as they are', () => {
  const text = 'the quick brown fox jumps over the lazy dog; if (a === b) return { key: value };\n'.repeat(5_000);
  expect(redact(text)).toBe(text);
});

const own = createRedactor([
  { name: 'DEPLOY_TOKEN', value: 'tulip/Garden+42' },
  { name: 'deploy_token', value: 'another one of mine' },
]);

test.each([
  ['as it is', 'it is tulip/Garden+42.', 'it is [redacted:own-deploy-token].'],
  ['in an address', 'https://a.test/?q=tulip%2FGarden%2B42&b', 'https://a.test/?q=[redacted:own-deploy-token]&b'],
  ['within a word', 'xtulip/Garden+42x', 'x[redacted:own-deploy-token]x'],
  ['with spaces', 'say another one of mine!', 'say [redacted:own-deploy-token]!'],
])('a value that the user’s own environment calls a secret is found %s', (_how, text, shown) => {
  expect(own.redact(text)).toBe(shown);
  expect(redact(text)).toBe(text);
});

test.each(['', 'a', 'ab', 'abc', 'user:'])('and in Base64, behind %j', (before) => {
  const encoded = Buffer.from(`${before}tulip/Garden+42 and more`).toString('base64');
  expect(own.redact(`x ${encoded} y`)).toContain('[redacted:own-deploy-token]');
  expect(own.redact(`x ${Buffer.from(before).toString('base64')} y`)).not.toContain('redacted');
});

test('of an environment those values are secret whose names say so, and which tell something', () => {
  const env = {
    ...{
      ANTHROPIC_API_KEY: 'quite-secret-1',
      NPM_TOKEN: 'abcdEFGH1234',
      DB_PASSWORD: 'Zw3lf!Uhr',
      MY_SECRET_2: 'seventeen rabbits',
    },
    ...{ npm_config__authToken: 'abcdEFGH5678', DEPLOY_KEY: '-----BEGIN X-----\nfirstLine0123456\nsecondLine012345' },
    ...{ PATH: '/usr/bin:/bin12345', PWD: '/home/Ann1', SSH_AUTH_SOCK: '/run/Agent1', KEYBOARD: 'qwertz-German1' },
    ...{ PASSWORD: 'short', TOKEN: 'production', SSH_KEY: '/home/Ann/.ssh/id1', API_KEY_FILE: 'Some-File-1234' },
    ...{
      TOKEN_URL: 'https://Auth.test/1',
      STRIPE_PUBLIC_KEY: 'pk-Live-12345678',
      AWS_ACCESS_KEY_ID: 'AKIA-Something-1',
    },
  };
  expect(ownSecrets(env).map(({ value }) => value)).toEqual([
    ...['quite-secret-1', 'abcdEFGH1234', 'Zw3lf!Uhr', 'seventeen rabbits', 'abcdEFGH5678'],
    ...['firstLine0123456', 'secondLine012345'],
  ]);
});
