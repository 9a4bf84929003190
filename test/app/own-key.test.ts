import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readOrMakeOwnKey, readOwnKey } from '../../src/app/own-key.ts';
import { errorMessage } from '../../src/base/errors.ts';
import { runScript } from '../support/run-script.ts';

function stateFolder(): string {
  const base = mkdtempSync(join(tmpdir(), 'ashlar-key-'));
  onTestFinished(() => rmSync(base, { recursive: true }));
  return join(base, 'state', 'ashlar');
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('looking makes no key; signing makes one that only its owner can read, and then keeps it', () => {
  const folder = stateFolder();
  expect(readOwnKey(folder)).toBeUndefined();
  expect(() => statSync(folder)).toThrow();
  const { key } = readOrMakeOwnKey(folder);
  expect([readOwnKey(folder)?.key, readOrMakeOwnKey(folder).key]).toEqual([key, key]);
  expect([modeOf(folder), modeOf(join(folder, 'signing-key.json'))]).toEqual(['700', '600']);
});

test('processes that make it at once all sign with the same key', async () => {
  const folder = stateFolder();
  const signal = join(dirname(dirname(folder)), 'go');
  const scripts = Array.from({ length: 4 }, () => runScript(new URL('make-key.ts', import.meta.url), [folder, signal]));
  for (const { lines } of scripts) expect((await lines.next()).value).toBe('ready');
  writeFileSync(signal, '');
  const keys = await Promise.all(scripts.map(async ({ lines }) => (await lines.next()).value));
  expect(new Set(keys)).toEqual(new Set([readOwnKey(folder)?.key]));
  expect(readdirSync(folder)).toEqual(['signing-key.json']);
});

test('a key that others may read, and a file that is no key, are refused with what to type', () => {
  const folder = stateFolder();
  readOrMakeOwnKey(folder);
  const path = join(folder, 'signing-key.json');
  chmodSync(path, 0o644);
  expect(() => readOrMakeOwnKey(folder)).toThrow(
    expect.objectContaining({
      kind: 'invalid',
      why: 'its mode is 0644',
      next: expect.stringContaining('chmod 600'),
    }) as Error,
  );
  writeFileSync(path, 'nothing\n');
  chmodSync(path, 0o600);
  expect(() => readOwnKey(folder)).toThrow(`${path} cannot be used: it holds no private key`);
  expect(readFileSync(path, 'utf8')).toBe('nothing\n');
});

test('a folder that cannot be written is said in one sentence, and nothing is signed', () => {
  const folder = stateFolder();
  mkdirSync(dirname(folder));
  writeFileSync(folder, 'in the way\n');
  expect(readOwnKey(folder)).toBeUndefined();
  const refusal = (() => {
    try {
      return readOrMakeOwnKey(folder).key;
    } catch (error) {
      return errorMessage(error);
    }
  })();
  expect(refusal).toMatch(/^\S+signing-key\.json cannot be written: [^\n]+$/);
});
