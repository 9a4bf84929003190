import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compilePathRules } from '../policy/protected-paths.ts';
import { repositoryZones } from '../policy/zone-rules.ts';
import { dependencyFolders } from './bring-dependencies.ts';

export interface SecretsRequest {
  /** The user's checkout. */
  root: string;
  /** Relative to the root: what the user has brought into every worktree. */
  brought: readonly string[];
  /** Relative to the root. Only asked where something was found. */
  trackedFiles(): Promise<readonly string[]>;
}

/**
 * Absolute paths of files in the user's checkout that hold secrets and that no worktree would have: `.env` and its like, keys,
 * and settings of package managers with a credential in them, where git does not track them.
 */
export async function findSecretFiles({ root, brought, trackedFiles }: SecretsRequest): Promise<string[]> {
  const found = filesBelow(root).filter((path) => isSecret(path, root));
  if (found.length === 0) return [];
  const tracked = new Set(await trackedFiles());
  const isWanted = (name: string) => brought.some((each) => name === each || name.startsWith(`${each}/`));
  return found.filter((path) => !tracked.has(relative(root, path)) && !isWanted(relative(root, path)));
}

const rules = compilePathRules(repositoryZones.filter(({ rule }) => rule === 'environment' || rule === 'keys'));
const settings = /(?:^|\/)\.(?:npmrc|yarnrc|yarnrc\.yml|pypirc)$/;
const credential =
  /(?:_authToken|_auth|_password|npmAuthToken|npmAuthIdent|password)["']?\s*[=:]\s*["']?(?![\s"']*\$\{)\S/i;

function isSecret(path: string, root: string): boolean {
  const name = relative(root, path);
  if (settings.test(name)) return credential.test(readFileSync(path, 'utf8'));
  return rules.of(name).length > 0;
}

const passedOver = new Set([...dependencyFolders, '.git', '.ashlar', 'site-packages', 'bower_components', 'target']);

/** Files only: what a link leads to is hidden where it lies, or lies outside. */
function filesBelow(root: string): string[] {
  const found: string[] = [];
  const open = [root];
  for (let folder = open.shift(); folder !== undefined && found.length < mostFiles; folder = open.shift()) {
    for (const entry of entriesOf(folder)) {
      if (entry.isFile()) found.push(join(folder, entry.name));
      else if (entry.isDirectory() && !passedOver.has(entry.name)) open.push(join(folder, entry.name));
    }
  }
  return found;
}

const mostFiles = 100_000;

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
