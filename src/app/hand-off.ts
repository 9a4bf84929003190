import { limits } from '../base/limits.ts';
import { cutMiddle } from '../base/text.ts';
import { textOf } from '../domain/message.ts';
import type { SessionState } from '../journal/fold-session.ts';
import type { RenderPrompt } from './prompts.ts';

/** What the session wrote when it was asked to hand over; one that was full before had no room for it. */
export function handOffOf({ fed, messages }: SessionState): string {
  const last = messages.at(-1);
  const said = fed.has('hand_off') && last?.role === 'assistant' ? textOf(last).trim() : '';
  return said === '' ? 'It left no report.' : cutMiddle(said, limits.handOffChars);
}

/** What an author is told who takes over from another one. */
export function takingOver(brief: string, before: SessionState | undefined, prompts: RenderPrompt): string {
  return before === undefined ? brief : `${brief}\n\n${prompts('draft-handed-over', { handOff: handOffOf(before) })}`;
}
