import type { ToolContext } from '../domain/tool.ts';
import { Refusal } from './refusal.ts';

/** Refuses to write a file that this session has not read, or that changed since; `digest` is '' for one that is not there. */
export function requireSeen(context: ToolContext, path: string, digest: string): void {
  const known = context.seen.get(path);
  if (known === digest || (known === undefined && digest === '')) return;
  if (known === undefined) throw new Refusal(`${path} was not read in this session. Read it first.`);
  if (digest === '') throw new Refusal(`${path} was removed since it was read. Read it again to see that it is gone.`);
  throw new Refusal(`${path} changed since it was read. Read it again.`);
}
