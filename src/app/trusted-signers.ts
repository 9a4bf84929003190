import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import * as z from 'zod';
import { errorMessage } from '../base/errors.ts';
import { makeFolder, readTextIfThere, writeFileWhole } from '../base/files.ts';
import { isFingerprint } from '../base/signatures.ts';
import { inUserState, unusable } from './user-state.ts';

const signer = z.strictObject({
  fingerprint: z.string().refine(isFingerprint, 'a fingerprint is SHA256: and 43 characters'),
  name: z.string(),
  /** ISO 8601 in UTC. */
  since: z.string(),
});

const trustFile = z.strictObject({ signers: z.array(signer).nullish() });

/** Somebody whose decisions count on this machine, because its user said so. */
export type TrustedSigner = z.infer<typeof signer>;

/** Those of `trust.yaml`; a file that is wrong throws kind `invalid`, for nothing in it can be believed. */
export function readTrusted(stateFolder: string): TrustedSigner[] {
  const path = trustPath(stateFolder);
  const text = inUserState(path, 'read', () => readTextIfThere(path));
  if (text === undefined || text.trim() === '') return [];
  const parsed = trustFile.safeParse(parseYaml(path, text));
  if (parsed.success) return parsed.data.signers ?? [];
  const [issue] = parsed.error.issues;
  throw unusable(path, `${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
}

export function writeTrusted(stateFolder: string, signers: readonly TrustedSigner[]): void {
  const path = trustPath(stateFolder);
  inUserState(path, 'written', () => {
    makeFolder(dirname(path), 0o700);
    writeFileWhole(path, stringify({ signers }, { lineWidth: 0 }), { mode: 0o600 });
  });
}

function trustPath(stateFolder: string): string {
  return join(stateFolder, 'trust.yaml');
}

function parseYaml(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw unusable(path, errorMessage(error).split('\n')[0] ?? 'it is no YAML');
  }
}
