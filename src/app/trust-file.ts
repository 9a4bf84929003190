import { lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import * as z from 'zod';
import { AshlarError, errorMessage } from '../base/errors.ts';
import { makeFolder, readTextIfThere, writeFileWhole } from '../base/files.ts';
import { isFingerprint } from '../base/signatures.ts';
import { inUserState, unusable } from './user-state.ts';

const signer = z.strictObject({
  fingerprint: z.string().refine(isFingerprint, 'a fingerprint is SHA256: and 43 characters'),
  name: z.string(),
  /** ISO 8601 in UTC. */
  since: z.string(),
});

const folder = z.strictObject({
  /** Absolute, without symbolic links. */
  path: z.string(),
  /** `device:number`: a folder that was put in its place is another one. */
  inode: z.string(),
  /** Of all that would take effect. */
  digest: z.string(),
  /** What takes effect, and the digest of each. */
  effects: z.record(z.string(), z.string()),
  since: z.string(),
  by: z.string(),
});

const trustFile = z.strictObject({ signers: z.array(signer).nullish(), folders: z.array(folder).nullish() });

/** Somebody whose decisions count on this machine, because its user said so. */
export type TrustedSigner = z.infer<typeof signer>;
/** A folder that its user trusts as it was then. */
export type TrustedFolder = z.infer<typeof folder>;

export interface Trusted {
  signers: TrustedSigner[];
  folders: TrustedFolder[];
}

/** What `trust.yaml` says; a file that is wrong, or that others could have written, throws, for nothing in it can be believed. */
export function readTrust(stateFolder: string): Trusted {
  const path = trustPath(stateFolder);
  const text = inUserState(path, 'read', () => readTextIfThere(path));
  if (text === undefined || text.trim() === '') return { signers: [], folders: [] };
  refuseForeign(path);
  const parsed = trustFile.safeParse(parseYaml(path, text));
  if (parsed.success) return { signers: parsed.data.signers ?? [], folders: parsed.data.folders ?? [] };
  const [issue] = parsed.error.issues;
  throw unusable(path, `${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
}

export function writeTrust(stateFolder: string, { signers, folders }: Trusted): void {
  const path = trustPath(stateFolder);
  const content = { signers, ...(folders.length > 0 && { folders }) };
  inUserState(path, 'written', () => {
    makeFolder(dirname(path), 0o700);
    writeFileWhole(path, stringify(content, { lineWidth: 0 }), { mode: 0o600 });
  });
}

function trustPath(stateFolder: string): string {
  return join(stateFolder, 'trust.yaml');
}

function refuseForeign(path: string): void {
  const { uid, mode } = lstatSync(path);
  const me = process.getuid?.() ?? uid;
  const why = uid === me ? `others may write it (mode ${(mode & 0o777).toString(8)})` : `it belongs to user ${uid}`;
  if (uid === me && (mode & 0o022) === 0) return;
  throw new AshlarError({
    kind: 'invalid',
    what: `${path} is not believed`,
    why,
    next: `look at what it says; if it is yours: chmod 600 ${path}`,
  });
}

function parseYaml(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw unusable(path, errorMessage(error).split('\n')[0] ?? 'it is no YAML');
  }
}
