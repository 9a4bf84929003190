import type { Role } from '../domain/event.ts';
import type { ToolCall } from '../domain/message.ts';
import type { PolicyRequest } from './policy.ts';

type Action = PolicyRequest['action'];

const actions: Readonly<
  Record<string, { action: Action; argument: string; fallback?: string; text?: string; before?: string }>
> = {
  read: { action: 'readFile', argument: 'path' },
  grep: { action: 'readFile', argument: 'path', fallback: '.' },
  write: { action: 'writeFile', argument: 'path', text: 'content' },
  edit: { action: 'writeFile', argument: 'path', text: 'new', before: 'old' },
  bash: { action: 'runCommand', argument: 'command' },
};

/** What a tool call asks of the policy, or undefined where it asks for nothing. */
export function toPolicyRequest(call: ToolCall, role: Role): PolicyRequest | undefined {
  const known = Object.hasOwn(actions, call.name) ? actions[call.name] : undefined;
  if (known === undefined || call.malformed !== undefined) return undefined;
  const given = (name: string | undefined) => (name === undefined ? undefined : call.input[name]);
  const resource = given(known.argument) ?? known.fallback;
  if (typeof resource !== 'string') return undefined;
  const [text, before] = [given(known.text), given(known.before)];
  return {
    role,
    action: known.action,
    resource,
    ...(typeof text === 'string' && { text }),
    ...(typeof before === 'string' && { before }),
  };
}
