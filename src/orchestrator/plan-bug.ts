import { type BugPart, bugParts } from '../specs/bug-order.ts';
import type { PlannedTask } from './plan-tasks.ts';

/**
 * The same tasks in the order that proves a bug mended: the failing test waits for nothing, the tests of what must not
 * change for it, and everything else for all of them. Whatever follows a test must keep it as it was committed; whatever
 * mends must pass them all.
 */
export function planBug(planned: readonly PlannedTask[]): PlannedTask[] {
  const parts = bugParts(planned);
  return planned.map((task, index) => {
    const part: BugPart = parts.get(task.id) ?? 'fix';
    const earlier = part === 'fix' ? planned : planned.slice(0, index);
    const proofs = earlier.filter(({ id }) => id !== task.id && parts.get(id) !== 'fix').map(({ id }) => id);
    const named = part === 'fix' ? task.needs : [];
    return { ...task, needs: [...new Set([...proofs, ...named])], part, proofs, ...expectOf(part, task) };
  });
}

function expectOf(part: BugPart, { expect }: PlannedTask): Pick<PlannedTask, 'expect'> {
  if (part === 'reproduce') return { expect: 'fail' };
  return expect === undefined ? {} : { expect: 'pass' };
}

/** The commands that must pass for a task: those of the tests before it, the very same that were run then, and its own. */
export function commandsOf(task: PlannedTask, planned: readonly PlannedTask[], own: readonly string[]): string[] {
  if (task.part !== 'fix') return [...own];
  const proofs = planned.filter(({ id }) => task.proofs?.includes(id)).flatMap(({ verify }) => verify ?? []);
  return [...new Set([...proofs, ...own])];
}
