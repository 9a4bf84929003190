import { expect, test } from 'vitest';
import { mayReach, readHostRule } from '../../src/sandbox/host-rules.ts';

const rules = ['packages.example', '*.mirror.example', 'own.example:8443', '127.0.0.1:4873', '[::1]:9000'].map(
  readHostRule,
);

test.each([
  ['packages.example', 443],
  ['packages.example', 80],
  ['PACKAGES.example', 443],
  ['packages.example.', 443],
  ['a.mirror.example', 443],
  ['b.a.mirror.example', 443],
  ['own.example', 8443],
  ['127.0.0.1', 4873],
  ['::1', 9000],
])('%s:%i may be reached', (host, port) => {
  expect(mayReach(rules, host, port)).toBe(true);
});

test.each([
  ['evil.example', 443],
  ['evilpackages.example', 443],
  ['packages.example.evil.example', 443],
  ['evil.example\0.mirror.example', 443],
  ['evil.example%00.mirror.example', 443],
  ['evil.example#.mirror.example', 443],
  ['evil.example/.mirror.example', 443],
  ['mirror.example', 443],
  ['xmirror.example', 443],
  ['-.mirror.example', 443],
  ['packages.example', 22],
  ['own.example', 443],
  ['127.0.0.1', 80],
  ['127.0.0.2', 4873],
  ['0x7f000001', 4873],
  ['', 443],
])('%j:%i may not', (host, port) => {
  expect(mayReach(rules, host, port)).toBe(false);
});

test.each(['', '*', '*.', 'a b', 'http://packages.example', 'a.example:port', '.example', 'a/b'])(
  '%j is no host',
  (text) => {
    expect(() => readHostRule(text)).toThrow('is no host');
  },
);
