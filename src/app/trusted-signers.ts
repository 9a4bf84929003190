import { readTrust, type TrustedSigner, writeTrust } from './trust-file.ts';

export type { TrustedSigner };

/** Those of `trust.yaml`; a file that is wrong throws kind `invalid`, for nothing in it can be believed. */
export function readTrusted(stateFolder: string): TrustedSigner[] {
  return readTrust(stateFolder).signers;
}

export function writeTrusted(stateFolder: string, signers: readonly TrustedSigner[]): void {
  writeTrust(stateFolder, { ...readTrust(stateFolder), signers: [...signers] });
}
