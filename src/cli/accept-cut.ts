import type { ApprovalRequest } from '../app/approve-spec.ts';
import { AshlarError } from '../base/errors.ts';

export const acceptCutHelp =
  'decide although lines of the ledger are gone: what is there now is then all that is known';

/** Without a terminal nobody was shown that lines are gone; the flag says that somebody looked. */
export function refuseUnseenCut({ spec, stage, lost, notes }: ApprovalRequest, isAccepted: boolean): void {
  if (lost.length === 0 || isAccepted) return;
  throw new AshlarError({
    kind: 'needs_human',
    what: `the ledger of ${spec} is not what it was`,
    why: notes.join('; '),
    next: `restore it from git, or decide anew on what is there: ashlar approve ${spec} ${stage} --yes --accept-cut`,
  });
}
