import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';

/** The only source of randomness. */
export type NewId = (prefix: string) => string;

/** `run_9f2c1b7a4e`: sortable by nothing, unique in practice, short enough to type. */
export const randomId: NewId = (prefix) => `${prefix}_${randomBytes(5).toString('hex')}`;

/** A new ed25519 private key as a JSON Web Key, its public half included. */
export function newPrivateKey(): string {
  return JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }));
}

/** The SHA-256 of a text or bytes, in hex. */
export function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** JSON with its keys sorted at every depth, so that equal values have equal digests. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
