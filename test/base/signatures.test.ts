import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { newPrivateKey } from '../../src/base/ids.ts';
import { fingerprintOf, isFingerprint, isSignedBy, openSigner } from '../../src/base/signatures.ts';

const [ann, bob] = [openSigner(newPrivateKey()), openSigner(newPrivateKey())];

test('a signature is of one text by one key', () => {
  const sig = ann.sign('text');
  expect(isSignedBy({ key: ann.key, sig }, 'text')).toBe(true);
  expect(isSignedBy({ key: ann.key, sig }, 'texts')).toBe(false);
  expect(isSignedBy({ key: bob.key, sig }, 'text')).toBe(false);
  expect(isSignedBy({ key: ann.key, sig: bob.sign('text') }, 'text')).toBe(false);
});

test.each(['', 'x', 'A'.repeat(42), 'A'.repeat(44), '!'.repeat(43), `${ann.key}=`, ann.key.replace(/.$/, '+')])(
  'the key %j is none, and signs nothing',
  (key) => {
    expect(isSignedBy({ key, sig: ann.sign('text') }, 'text')).toBe(false);
  },
);

test.each(['', 'x', '====', 'A'.repeat(86)])('the signature %j is none', (sig) => {
  expect(isSignedBy({ key: ann.key, sig }, 'text')).toBe(false);
});

test('the same private key gives the same public key, and another kind of key is refused', () => {
  const jwk = newPrivateKey();
  expect(openSigner(jwk).key).toBe(openSigner(jwk).key);
  expect(newPrivateKey()).not.toBe(jwk);
  const x25519 = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  expect(() => openSigner(JSON.stringify(x25519))).toThrow('Ed25519');
  expect(() => openSigner(jwk.replace(/"x":"[^"]+"/, '"x":"short"'))).toThrow('its public half is none');
  expect(() => openSigner('nothing')).toThrow();
});

test('a fingerprint is the one that ssh-keygen prints', () => {
  const fingerprint = fingerprintOf('eMvYT5zy5z3-urM8s5tjZERluA3BL11hu1qpdrMSFwo');
  expect(fingerprint).toBe('SHA256:eZNZcLPWUnvxFIiZdVGdqR4lGEkDofGHtrhm3PpA6gk');
  expect(isFingerprint(fingerprint)).toBe(true);
  for (const wrong of ['', fingerprint.slice(7), `${fingerprint}=`, fingerprint.toLowerCase(), ` ${fingerprint}`]) {
    expect(isFingerprint(wrong)).toBe(false);
  }
});
