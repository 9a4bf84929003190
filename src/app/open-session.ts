import type { Event } from '../domain/event.ts';
import { userText } from '../domain/message.ts';
import type { Agent } from './converse.ts';
import type { Wire } from './wire.ts';

export interface SessionOpening {
  /** What the agent is told first. */
  brief: string;
  /** The id of the task that the session works on, where it works on one. */
  task?: string;
}

/** The event that opens an agent's session: a fresh context with the instructions and the tools of its role. */
export function openSession(
  { role, model, tools }: Agent,
  { brief, task }: SessionOpening,
  { prompts, surroundings }: Pick<Wire, 'prompts' | 'surroundings'>,
): Event & { type: 'session_opened' } {
  return {
    type: 'session_opened',
    session: surroundings.newId('session'),
    role,
    ...(task === undefined ? {} : { task }),
    model: model.id,
    system: prompts(role),
    tools: tools.map(({ spec }) => spec.name),
    first: userText(brief),
  };
}
