import { basename, join, relative } from 'node:path';
import { makeFolder, writeFileWhole } from '../base/files.ts';
import type { Redactor } from '../base/redact.ts';
import type { Git } from '../git/open-git.ts';
import type { Wire } from './wire.ts';

/**
 * Keeps all that differs from the last commit as a patch in Ashlar's state. Returns its path from the root, if there is
 * anything to keep. Where it had secrets it says so: the parts with them no longer apply.
 */
export async function keepAsPatch(
  git: Git,
  name: string,
  { workspace: { root, stateFolder }, redactor }: Pick<Wire, 'workspace' | 'redactor'>,
): Promise<string | undefined> {
  const patch = await git.patchAgainst('HEAD');
  if (patch.length === 0) return undefined;
  const folder = join(stateFolder, 'patches');
  makeFolder(folder, 0o700);
  const path = join(folder, `${basename(name)}.patch`);
  writeFileWhole(path, withoutSecrets(patch, redactor), { mode: 0o600 });
  return relative(root, path);
}

function withoutSecrets(patch: Buffer, { redact }: Redactor): Buffer {
  // One character a byte: a patch may hold files in any encoding.
  const text = patch.toString('latin1');
  const clean = redact(text);
  if (clean === text) return patch;
  const note = 'Secrets were taken out of this patch; what was around them does not apply as it is.';
  return Buffer.from(`${note}\n\n${clean}`, 'latin1');
}
