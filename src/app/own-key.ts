import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AshlarError, errorCode, errorMessage } from '../base/errors.ts';
import { makeFolder, readTextIfThere, writeNewFileWhole } from '../base/files.ts';
import { newPrivateKey } from '../base/ids.ts';
import { openSigner, type Signer } from '../base/signatures.ts';
import { inUserState, unusable } from './user-state.ts';

/** The signer of this machine's user, or undefined where nothing was decided here yet. */
export function readOwnKey(stateFolder: string): Signer | undefined {
  const path = keyPath(stateFolder);
  const text = inUserState(path, 'read', () => readTextIfThere(path));
  if (text === undefined) return undefined;
  refuseOpen(path);
  try {
    return openSigner(text);
  } catch (error) {
    throw unusable(path, `it holds no private key (${errorMessage(error).split('\n')[0]})`);
  }
}

/** The same; the key is made where there is none. Of two processes that make it at once, one is first and both use that. */
export function readOrMakeOwnKey(stateFolder: string): Signer {
  const present = readOwnKey(stateFolder);
  if (present !== undefined) return present;
  const path = keyPath(stateFolder);
  inUserState(path, 'written', () => {
    makeFolder(dirname(path), 0o700);
    writeUnlessThere(path, newPrivateKey());
  });
  const made = readOwnKey(stateFolder);
  if (made === undefined) throw unusable(path, 'it was taken away while it was made');
  return made;
}

function keyPath(stateFolder: string): string {
  return join(stateFolder, 'signing-key.json');
}

function writeUnlessThere(path: string, text: string): void {
  try {
    writeNewFileWhole(path, text, { mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** A key that others can read proves nothing. */
function refuseOpen(path: string): void {
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  throw new AshlarError({
    kind: 'invalid',
    what: `others may read the key ${path}`,
    why: `its mode is ${mode.toString(8).padStart(4, '0')}`,
    next: `chmod 600 ${path} ; if somebody may have read it, take it away and approve anew`,
  });
}
