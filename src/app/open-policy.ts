import { dirname } from 'node:path';
import { userFolders } from '../base/paths.ts';
import { resolveRealPath } from '../base/real-path.ts';
import type { HiddenFolders } from '../policy/hidden-folders.ts';
import type { Policy } from '../policy/policy.ts';
import type { PolicySource } from '../policy/read-policies.ts';
import { readPolicyFiles } from './policy-sources.ts';
import type { Surroundings } from './surroundings.ts';

export interface PolicyPlace {
  /** Absolute: what the agent sees as its repository. */
  root: string;
  /** Absolute: the user's checkout, whose policies count. */
  checkout: string;
  /** Relative to the root. */
  specFolders: readonly string[];
  /** Whether what the repository permits counts. What it forbids always does. */
  trusted: boolean;
  /** Policies beside those that are in force. */
  more?: readonly PolicySource[];
}

/** Loads Cedar, the grammar of the shell and all policies that are in force. */
export async function openPolicy(place: PolicyPlace, surroundings: Surroundings): Promise<Policy> {
  const { createPolicy } = await import('../policy/create-policy.ts');
  const { schema, sources } = readPolicyFiles(place.checkout, surroundings);
  const { root, specFolders, trusted, more = [] } = place;
  const places = { root, home: surroundings.home, specFolders, hidden: hiddenFolders(surroundings) };
  return createPolicy({ places, schema, sources: [...sources, ...more], trusted });
}

/** Where the key lies, and where it would lie for a command, whose environment has no XDG_STATE_HOME. */
function hiddenFolders({ env, home }: Surroundings): HiddenFolders {
  const [state, usual] = [userFolders(env, home).state, userFolders({}, home).state];
  const folders = new Set([state, usual].flatMap((folder) => [folder, resolveRealPath(folder)]));
  return { folders: [...folders], home, variables: { XDG_STATE_HOME: dirname(state) } };
}
