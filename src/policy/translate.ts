import { resolve } from 'node:path';
import { shownPath } from '../base/paths.ts';
import { resolveRealPath } from '../base/real-path.ts';
import type { Role } from '../domain/event.ts';
import type { ToolCall } from '../domain/message.ts';
import type { PolicyRequest } from './policy.ts';

type Action = PolicyRequest['action'];

const actions: Readonly<Record<string, { action: Action; argument: string; fallback?: string }>> = {
  read: { action: 'readFile', argument: 'path' },
  grep: { action: 'readFile', argument: 'path', fallback: '.' },
  write: { action: 'writeFile', argument: 'path' },
  edit: { action: 'writeFile', argument: 'path' },
  bash: { action: 'runCommand', argument: 'command' },
};

/**
 * What a tool call asks of the policy, or undefined where it asks for nothing. Links are resolved below `root`, so that
 * no link leads around a rule.
 */
export function toPolicyRequest(call: ToolCall, role: Role, root: string): PolicyRequest | undefined {
  const known = Object.hasOwn(actions, call.name) ? actions[call.name] : undefined;
  if (known === undefined || call.malformed !== undefined) return undefined;
  const { action, argument, fallback } = known;
  const value = call.input[argument] ?? fallback;
  if (typeof value !== 'string') return undefined;
  return { role, action, resource: action === 'runCommand' ? value : realResource(root, value) };
}

/** A path that cannot be resolved (a loop, a NUL) stays as it is written: the tool refuses it in its own words. */
function realResource(root: string, path: string): string {
  const absolute = resolve(root, path);
  try {
    return shownPath(root, resolveRealPath(absolute));
  } catch {
    return shownPath(root, absolute);
  }
}
