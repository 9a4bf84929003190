import type { DraftOutcome } from '../app/draft-spec.ts';
import type { Event } from '../domain/event.ts';
import { describeDraft } from './describe-draft.ts';
import { isInteractive } from './options.ts';
import type { Finish } from './output.ts';
import type { CommandContext } from './run-use-case.ts';

/** Ends a command that drafted: at a terminal the human is asked at once, elsewhere the next command is said. */
export async function* finishDraft(outcome: DraftOutcome, context: CommandContext): AsyncGenerator<Event, Finish> {
  const waits = outcome.status === 'drafted' || outcome.status === 'waits_for_approval';
  if (waits && isInteractive(context.options)) {
    const { reviewInTerminal } = await import('./review.ts');
    return yield* reviewInTerminal(outcome.spec, context);
  }
  return describeDraft(outcome, context);
}
