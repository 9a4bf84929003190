import { type TextPlaces, textPlaces } from '../base/text-places.ts';
import type { Criterion, Problem, SpecDocument, SpecTask } from '../domain/spec.ts';
import { checkBugOrder } from './bug-order.ts';
import { knownIds } from './check-citations.ts';

/**
 * Compares the criteria with the tasks that name them: `criterion-uncovered` where no required task does,
 * `reference-unknown` where a task names what does not exist, `task-untraced` for a leaf task that names nothing. A task that
 * names requirement `2` covers all of 2.x. Of a bugfix only the expected (2.x) and the unchanged behaviour (3.x) count, and
 * its tasks must come in the order that proves it (`bug-order`).
 */
export function checkCoverage(requirements: SpecDocument, tasks: SpecDocument): Problem[] {
  const covered = new Set(tasks.tasks.filter((task) => !task.optional).flatMap((task) => task.requirements));
  const uncovered = requirements.requirements
    .filter((requirement) => requirements.kind !== 'bugfix' || requirement.id !== '1')
    .flatMap((requirement) =>
      covered.has(requirement.id) ? [] : requirement.criteria.filter((criterion) => !covered.has(criterion.id)),
    );
  const known = knownIds(requirements);
  const parents = new Set(tasks.tasks.map((task) => task.parent));
  const placed = { ...tasks, places: textPlaces(tasks.text) };
  return [
    ...placeCriteria(requirements, uncovered),
    ...tasks.tasks.flatMap((task) => unknownReferences(placed, task, known)),
    ...tasks.tasks
      .filter((task) => task.requirements.length === 0 && !parents.has(task.id))
      .map((task) => untracedTask(placed, task)),
    ...checkBugOrder(requirements, tasks),
  ];
}

/** A document with the places of its text, worked out once for all problems. */
interface PlacedDocument extends SpecDocument {
  places: TextPlaces;
}

function placeCriteria({ file, text }: SpecDocument, uncovered: readonly Criterion[]): Problem[] {
  const places = textPlaces(text);
  return uncovered.map(({ id, span }) => {
    const message = `no required task covers criterion ${id}: name it in the \`_Requirements: ${id}_\` of one`;
    return { code: 'criterion-uncovered', severity: 'error', message, file, ...places.placeOf(span.start) };
  });
}

function unknownReferences(
  { file, text, places }: PlacedDocument,
  task: SpecTask,
  known: ReadonlySet<string>,
): Problem[] {
  return task.requirements
    .filter((id) => !known.has(id))
    .map((id) => {
      const message = `task ${task.id} names ${id}, which is no criterion and no requirement: correct the number or take it out`;
      const at = places.placeOf(placeOf(text, task, id));
      return { code: 'reference-unknown', severity: 'error', message, file, ...at };
    });
}

function untracedTask({ file, places }: PlacedDocument, task: SpecTask): Problem {
  const message = `task ${task.id} names no requirement: write what it is for, \`_Requirements: 1.2_\`, or put [chore] behind its title`;
  return { code: 'task-untraced', severity: 'warning', message, file, ...places.placeOf(task.span.start) };
}

/** The last place in the task that spells the id out; a number within a range is shown at the task. */
function placeOf(text: string, task: SpecTask, id: string): number {
  const own = text.slice(task.span.start, task.span.end);
  const spelled = own.matchAll(new RegExp(`(?<![\\d.])${id.replaceAll('.', '\\.')}(?![\\d]|\\.\\d)`, 'g'));
  return task.span.start + ([...spelled].at(-1)?.index ?? 0);
}
