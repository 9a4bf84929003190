import { AshlarError } from '../base/errors.ts';
import { positionAt } from '../base/text-places.ts';
import { specStages } from '../domain/spec.ts';
import { planTasks } from '../orchestrator/plan-tasks.ts';
import { approvalState, describeChange, removedBlocks } from '../specs/approval.ts';
import { isArchived } from '../specs/list-specs.ts';
import { describeStrange } from './describe-strange.ts';
import { describeSuspect } from './describe-suspect.ts';
import { approveCommandOf, humanSuspects, type OpenSpec, requireDocument } from './open-spec.ts';
import { defaultChecks, type Project } from './project.ts';
import type { Wire } from './wire.ts';

/** Throws unless a human approved every block as it stands and the tasks can be ordered. */
export function confirmRunnable(spec: OpenSpec): void {
  if (isArchived(spec.slug)) throw putAway(spec);
  for (const stage of specStages) requireDocument(spec, stage);
  confirmApproved(spec);
  const wrong = spec.tasks?.problems.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) {
    throw new AshlarError({
      kind: 'invalid',
      what: `${wrong.file}:${wrong.line}:${wrong.column} cannot be worked through`,
      why: wrong.message,
      next: `correct it, then: ${approveCommandOf(spec, 'tasks')}`,
    });
  }
}

function putAway({ slug, folder }: OpenSpec): AshlarError {
  return new AshlarError({
    kind: 'invalid',
    what: `${slug} is put away and is not run`,
    why: 'its folder lies among those of finished specs',
    next: `move ${folder} out of there to work on it again`,
  });
}

/** Throws, naming the block and showing the difference, where a text is not the one that a human approved, or is suspect. */
export function confirmApproved(spec: OpenSpec): void {
  const suspects = humanSuspects(spec);
  for (const stage of specStages) {
    const document = requireDocument(spec, stage);
    const command = approveCommandOf(spec, stage);
    const [removed] = removedBlocks(document, stage, spec.ledger);
    if (removed !== undefined) {
      const why = describeChange(removed.approvedText, '');
      throw new AshlarError({
        kind: 'needs_human',
        what: `${removed.id} was approved and is gone`,
        why,
        next: command,
      });
    }
    for (const { block, state, approvedText } of approvalState(document, stage, spec.ledger)) {
      if (state === 'approved') continue;
      const at = `${document.file}:${positionAt(document.text, block.span.start).line}`;
      const changed = { what: `${block.id} (${at}) was changed after it was approved` };
      const fresh = { what: `${block.id} (${at}) was never approved`, ...whyNot(spec) };
      throw new AshlarError({
        kind: 'needs_human',
        ...(state === 'stale' ? { ...changed, why: `\n${describeChange(approvedText ?? '', block.text)}\n` } : fresh),
        next: command,
      });
    }
    const open = suspects.filter((each) => each.stage === stage);
    const [suspect] = open;
    if (suspect !== undefined) {
      throw new AshlarError({
        kind: 'needs_human',
        what: `${suspect.block} (${suspect.title}) is suspect`,
        why: describeSuspect(suspect),
        next: `read whether it still holds, then: ${command} ${open.map(({ block }) => `--block ${block}`).join(' ')}`,
      });
    }
  }
}

/** Lines that do not count may be the approval that is missed. */
function whyNot({ strange }: OpenSpec): { why?: string } {
  return strange.length === 0 ? {} : { why: `\n${describeStrange(strange).join('\n')}\n` };
}

/** Throws unless there is a command that can prove each task. */
export function confirmProvable(spec: OpenSpec, { commands }: Project, { workspace }: Wire): void {
  if (defaultChecks(workspace.config, commands).length > 0) return;
  const unproved = planTasks(requireDocument(spec, 'tasks').tasks, true).find(({ verify }) => verify === undefined);
  if (unproved === undefined) return;
  throw new AshlarError({
    kind: 'invalid',
    what: `nothing proves task ${unproved.id}`,
    why: 'it has no _Verify: line, and no test command of this repository is known',
    next: 'add "_Verify: <command>_" to the task, or set commands.test in .ashlar/config.yaml (ashlar init writes one)',
  });
}
