import { textPlaces } from '../../base/text-places.ts';
import type { SpecDocument, SpecTask } from '../../domain/spec.ts';
import { checkCitations } from '../check-citations.ts';
import { checkCoverage } from '../check-coverage.ts';
import type { Remark } from './finding.ts';
import { remarkOf } from './known-problems.ts';

/** Tasks against criteria. A task that is a chore, and one whose parent says what it is for, need to name none. */
export function checkTrace(requirements: SpecDocument, tasks: SpecDocument): Remark[] {
  if (requirements.requirements.length === 0 || tasks.tasks.length === 0) return [];
  const places = { [requirements.file]: textPlaces(requirements.text), [tasks.file]: textPlaces(tasks.text) };
  const byStart = new Map(tasks.tasks.map((task) => [task.span.start, task]));
  return checkCoverage(requirements, tasks).flatMap((problem) => {
    const document = problem.file === tasks.file ? tasks : requirements;
    const remark = remarkOf(document, problem, places[problem.file] ?? textPlaces(document.text));
    const task = problem.code === 'task-untraced' ? byStart.get(remark.span.start) : undefined;
    return task !== undefined && needsNone(task, tasks) ? [] : [remark];
  });
}

/** What a design says it serves: `_Requirements: 1.2_`, `**Validates: Requirements 2.3**`. */
export function checkDesignReferences(requirements: SpecDocument, design: SpecDocument): Remark[] {
  if (requirements.requirements.length === 0) return [];
  const places = textPlaces(design.text);
  return checkCitations(requirements, design).map((problem) => remarkOf(design, problem, places));
}

function needsNone(task: SpecTask, { text, tasks }: SpecDocument): boolean {
  return isChore(text.slice(task.span.start, task.span.end), task.title) || isPartOfTraced(task, tasks);
}

/** `[chore]`, `(chore)`, `chore:` or `_Requirements: chore_`; a checkpoint builds nothing of its own. */
function isChore(text: string, title: string): boolean {
  return (
    /[[(]chore[\])]|_chore_|_requirements?:\s*chore(?![a-z])/i.test(text) ||
    /^\W*(?:chore\b.{0,30}:|(?:final |\p{L}+ )?checkpoint\b)/iu.test(title)
  );
}

function isPartOfTraced(task: SpecTask, tasks: readonly SpecTask[]): boolean {
  const parent = tasks.find(({ id }) => id === task.parent);
  return parent !== undefined && (parent.requirements.length > 0 || isPartOfTraced(parent, tasks));
}
