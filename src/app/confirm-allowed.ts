import { AshlarError } from '../base/errors.ts';
import type { Wire } from './wire.ts';

/** Throws where one of the names is no policy that asks: what a policy denies no flag allows. */
export async function confirmAllowed(names: readonly string[], wire: Wire): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  const { rules } = await wire.policy(wire.workspace.root);
  const asking = rules.filter(({ effect }) => effect === 'ask').map(({ id }) => id);
  const unknown = names.find((name) => !asking.includes(name));
  if (unknown === undefined) return new Set(names);
  throw new AshlarError({
    kind: 'usage',
    what: `--allow ${unknown} names no policy that asks`,
    why: rules.some(({ id }) => id === unknown) ? 'what it forbids no flag allows' : 'there is none of that name',
    next: `name one of ${asking.join(', ')}`,
  });
}
