import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createRedactor } from '../../src/base/redact.ts';

const { redact } = createRedactor([{ name: 'DEPLOY_TOKEN', value: 'tulip/Garden+42' }]);

const tokens = [
  ['github-token', 'ghp_0123456789abcdefghijABCDEFGHIJ012345'],
  ['aws-key', 'AKIAQ3EGXWZ7TLMNOPQR'],
  ['npm-token', 'npm_0123456789abcdefghijABCDEFGHIJ012345'],
  ['stripe-key', 'sk_live_0123456789abcdefghijABCD'],
  ['slack-token', 'xoxb-1234567890-abcdefghijklmnop'],
] as const;

test.each(tokens)('a %s is found in Base64 and in hexadecimal, alone and within more', (kind, token) => {
  for (const around of ['', ' ', '::', 'user:', '{"token":"']) {
    const bytes = Buffer.from(`${around}${token}`);
    for (const code of ['base64', 'base64url', 'hex'] as const) {
      const encoded = bytes.toString(code);
      for (const text of [encoded, `KEY=${encoded}`, `say "${encoded}".`, `first\n${encoded}\nlast`]) {
        const shown = redact(text);
        expect(shown, text).toContain(`[redacted:${kind}]`);
        expect(shown).not.toContain(encoded.slice(8, 24));
      }
    }
  }
});

test('the values of the user’s own variables are found in every such form', () => {
  const value = 'tulip/Garden+42';
  const bytes = Buffer.from(value);
  for (const form of [
    bytes.toString('base64'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    encodeURIComponent(value),
    encodeURIComponent(value).replaceAll('%2F', '%2f').replaceAll('%2B', '%2b'),
  ])
    expect(redact(`x ${form} y`)).toBe('x [redacted:own-deploy-token] y');
});

test('what is encoded and no secret stays as it is', () => {
  const image = Buffer.concat([Buffer.from('\x89PNG\r\n'), randomBytes(9_000)]).toString('base64');
  const kept = [
    image,
    Buffer.from('a plain sentence that nobody needs to hide from anyone').toString('base64'),
    Buffer.from('ghp_ is what tokens of a forge begin with').toString('base64'),
    randomBytes(32).toString('hex'),
    randomBytes(2_000).toString('hex'),
    '9fceb02d0ae598e95dc970b74767f19372d61af8',
    'src/app/some-long-folder/another-long-name/with_many_parts/file.test.ts',
    `sha512-${randomBytes(64).toString('base64')}`,
  ];
  for (const text of kept) expect(redact(text)).toBe(text);
  const lock = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
  expect(redact(lock)).toBe(lock);
});

test('redacting again changes nothing, and a code that comes in pieces is found', () => {
  const encoded = Buffer.from(`user:${tokens[0][1]}`).toString('base64');
  const once = redact(`header ${encoded}`);
  expect(redact(once)).toBe(once);
  const stream = createRedactor().stream();
  const pieces = [...`header ${encoded}\nrest\n`].map((char) => stream.push(char)).join('') + stream.end();
  expect(pieces).toBe(`${once}\nrest\n`);
});
