import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import * as z from 'zod';

/** Signs in the name of one ed25519 key. */
export interface Signer {
  /** The public key: its 32 bytes in base64url. */
  key: string;
  /** The signature of a text, in base64url. */
  sign(text: string): string;
}

const privateKeyFile = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), d: z.string() });

/** `jwk` is an ed25519 private key as a JSON Web Key; anything else throws. The private half is used when it signs only. */
export function openSigner(jwk: string): Signer {
  const file = privateKeyFile.parse(JSON.parse(jwk));
  if (!isKey(file.x)) throw new Error('its public half is none');
  return {
    key: file.x,
    sign: (text) => {
      const privateKey = createPrivateKey({ key: file, format: 'jwk' });
      return sign(null, Buffer.from(text), privateKey).toString('base64url');
    },
  };
}

export interface Signature {
  key: string;
  sig: string;
}

/** Whether the signature is that of the key over the text; a key or signature that is none is not. */
export function isSignedBy({ key, sig }: Signature, text: string): boolean {
  if (!isKey(key)) return false;
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
  return verify(null, Buffer.from(text), publicKey, Buffer.from(sig, 'base64url'));
}

/** What people compare keys by, as ssh prints it: `SHA256:` and the digest of the key's wire form. */
export function fingerprintOf(key: string): string {
  const wireForm = Buffer.concat([sized(Buffer.from('ssh-ed25519')), sized(Buffer.from(key, 'base64url'))]);
  return `SHA256:${createHash('sha256').update(wireForm).digest('base64').replace(/=+$/, '')}`;
}

export function isFingerprint(text: string): boolean {
  return /^SHA256:[A-Za-z0-9+/]{43}$/.test(text);
}

/** Only the one spelling of a key is a key, so that no two of them have one fingerprint. */
function isKey(key: string): boolean {
  const bytes = Buffer.from(key, 'base64url');
  return bytes.length === 32 && bytes.toString('base64url') === key;
}

function sized(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
