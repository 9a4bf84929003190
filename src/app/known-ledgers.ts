import { accessSync, constants } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { errorMessage } from '../base/errors.ts';
import { makeFolder, readTextIfThere, writeFileWhole } from '../base/files.ts';
import { digest } from '../base/ids.ts';
import { resolveRealPath } from '../base/real-path.ts';
import { checkedOutBranch } from '../git/checked-out-branch.ts';
import { type KnownLine, knownLine } from '../specs/known-lines.ts';
import { inUserState, unusable } from './user-state.ts';

const knownLedger = z.object({
  /** For people to read: which ledger this is. */
  folder: z.string(),
  branch: z.string().optional(),
  lines: z.array(knownLine),
});

/** The lines that the ledger in this spec folder has had on the branch that is checked out; none where it was never seen. */
export function readKnownLines(stateFolder: string, specFolder: string): KnownLine[] {
  const { path } = placeOf(stateFolder, specFolder);
  const text = inUserState(path, 'read', () => readTextIfThere(path));
  if (text === undefined) return [];
  try {
    return knownLedger.parse(JSON.parse(text)).lines;
  } catch (error) {
    throw unusable(path, `it is no list of the lines of a ledger (${errorMessage(error).split('\n')[0]})`);
  }
}

/** Replaces what is known of a ledger; what is there already is not written again. */
export function writeKnownLines(stateFolder: string, specFolder: string, lines: readonly KnownLine[]): void {
  const { path, ...ledger } = placeOf(stateFolder, specFolder);
  const text = `${JSON.stringify({ ...ledger, lines }, undefined, 1)}\n`;
  inUserState(path, 'written', () => {
    const present = readTextIfThere(path);
    if (present === text || (present === undefined && lines.length === 0)) return;
    makeFolder(dirname(path), 0o700);
    writeFileWhole(path, text, { mode: 0o600 });
  });
}

/** Throws where `writeKnownLines` would not be allowed to write. */
export function confirmWritable(stateFolder: string): void {
  const folder = ledgersFolder(stateFolder);
  inUserState(folder, 'written', () => {
    makeFolder(folder, 0o700);
    accessSync(folder, constants.W_OK | constants.X_OK);
  });
}

function ledgersFolder(stateFolder: string): string {
  return join(stateFolder, 'ledgers');
}

/** The same folder holds another ledger on another branch. */
function placeOf(stateFolder: string, specFolder: string) {
  const folder = resolveRealPath(specFolder);
  const branch = checkedOutBranch(folder);
  const path = join(ledgersFolder(stateFolder), `${digest(`${folder}\0${branch ?? ''}`).slice(0, 32)}.json`);
  return { path, folder, ...(branch === undefined ? {} : { branch }) };
}
