import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** Signs in the name of one ed25519 key. */
export interface Signer {
  /** The public key: its 32 bytes in base64url. */
  key: string;
  /** The signature of a text, in base64url. */
  sign(text: string): string;
}

/** `pem` is a private key in PKCS #8; anything else throws. */
export function openSigner(pem: string): Signer {
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('it is no ed25519 key');
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { key: x, sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url') };
}

export interface Signature {
  key: string;
  sig: string;
}

/** Whether the signature is that of the key over the text; a key or signature that is none is not. */
export function isSignedBy({ key, sig }: Signature, text: string): boolean {
  const publicKey = readKey(key);
  return publicKey !== undefined && verify(null, Buffer.from(text), publicKey, Buffer.from(sig, 'base64url'));
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
function readKey(key: string): KeyObject | undefined {
  const bytes = Buffer.from(key, 'base64url');
  if (bytes.length !== 32 || bytes.toString('base64url') !== key) return undefined;
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
}

function sized(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
