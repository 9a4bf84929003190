import { readPolicyFiles } from './policy-sources.ts';
import type { Wire } from './wire.ts';

/**
 * Throws kind `invalid` with file, line and column where a policy of the user's or of the repository's is wrong. Without any
 * nothing is loaded: Cedar takes its time, and is else not needed before a tool is called.
 */
export async function confirmPolicies({ workspace, surroundings }: Pick<Wire, 'workspace' | 'surroundings'>) {
  const { schema, sources } = readPolicyFiles(workspace.root, surroundings);
  const own = sources.filter(({ origin }) => origin !== 'default');
  if (own.length === 0) return;
  const [{ loadCedar }, { readPolicies, wrongPolicy }] = await Promise.all([
    import('../policy/cedar.ts'),
    import('../policy/read-policies.ts'),
  ]);
  const cedar = await loadCedar();
  for (const source of own) {
    const [wrong] = readPolicies(cedar, source, schema).problems;
    if (wrong !== undefined) throw wrongPolicy(wrong);
  }
}
