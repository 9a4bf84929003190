import { limits } from '../base/limits.ts';
import type { SessionEnd } from '../domain/event.ts';
import type { SessionState } from '../journal/fold-session.ts';

/**
 * Whether a fresh session goes on because this one is full: not one that was full before it did anything, and not for ever.
 * `sessions` are those that the same work has had, this one included.
 */
export function mustHandOver(session: SessionState, end: SessionEnd, sessions: number): boolean {
  const isFull = end === 'handed_off' || (end === 'context_full' && session.turn > 1);
  return isFull && sessions < limits.sessionsOfTask;
}
