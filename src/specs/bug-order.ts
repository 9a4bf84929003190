import { positionAt } from '../base/text-places.ts';
import type { Problem, SpecDocument, SpecTask } from '../domain/spec.ts';
import { isTestPath } from './test-paths.ts';

/**
 * What a task of a bug is for: the test that fails on the old code, a test that passes on the old code and must go on doing
 * so, or the mending and all that follows it.
 */
export type BugPart = 'reproduce' | 'preserve' | 'fix';

/**
 * The part of each task that is worked on, by its id. The first one reproduces; those after it that say `_Expect: pass_` or
 * name unchanged behaviour (3.x) only preserve, up to the first that does neither.
 */
export function bugParts(tasks: readonly SpecTask[]): Map<string, BugPart> {
  const [first, ...rest] = leavesOf(tasks);
  const begun = rest.findIndex((task) => !preserves(task));
  const isFix = (at: number) => begun >= 0 && at >= begun;
  return new Map([
    ...(first === undefined ? [] : [[first.id, 'reproduce'] as const]),
    ...rest.map(({ id }, at) => [id, isFix(at) ? 'fix' : 'preserve'] as const),
  ]);
}

/** The behaviours that a `bugfix.md` does not describe (`behaviour-missing`): the tests of its tasks are made of all three. */
export function checkBugBehaviours({ kind, file, requirements }: SpecDocument): Problem[] {
  if (kind !== 'bugfix' || requirements.length === 0) return [];
  const known = new Set(requirements.map(({ id }) => id));
  return Object.entries(behaviours)
    .filter(([id]) => !known.has(id))
    .map(([id, title]) => {
      const message = `the ${title} is not described: write criteria ${id}.1 … under a heading \`### ${title}\``;
      return { code: 'behaviour-missing', severity: 'error', message, file, line: 1, column: 1 };
    });
}

const behaviours = { 1: 'Current Behavior', 2: 'Expected Behavior', 3: 'Unchanged Behavior' } as const;

/**
 * What keeps the tasks of a bug from being proved (`bug-order`): the test that shows the defect comes first, then tests of
 * what must not change, each with a command of its own, then the fix. Nothing for a document that is no `bugfix.md`.
 */
export function checkBugOrder(requirements: SpecDocument, document: SpecDocument): Problem[] {
  if (requirements.kind !== 'bugfix' || document.tasks.length === 0) return [];
  const parts = bugParts(document.tasks);
  const of = (part: BugPart) => leavesOf(document.tasks).filter(({ id }) => parts.get(id) === part);
  const [first] = of('reproduce');
  if (first === undefined) return [];
  const said = [
    ...wrongWithFirst(first).map((message) => ({ task: first, message })),
    ...[...of('reproduce'), ...of('preserve')].flatMap((task) =>
      wrongWithTest(task).map((message) => ({ task, message })),
    ),
    ...of('preserve').flatMap((task) => (task.expect === 'fail' ? [{ task, message: onlyFirstFails(task) }] : [])),
    ...of('fix').flatMap((task) => wrongWithFix(task).map((message) => ({ task, message }))),
    ...uncovered('3', requirements, of('preserve')).map((id) => ({ task: of('fix')[0] ?? first, message: unkept(id) })),
    ...uncovered('2', requirements, of('fix')).map((id) => ({ task: of('fix')[0] ?? first, message: unmended(id) })),
  ];
  return said.map(({ task, message }) => {
    const at = positionAt(document.text, task.span.start);
    return { code: 'bug-order', severity: 'error', message, file: document.file, ...at };
  });
}

function leavesOf(tasks: readonly SpecTask[]): SpecTask[] {
  const parents = new Set(tasks.map(({ parent }) => parent));
  return tasks.filter(({ id }) => !parents.has(id));
}

function preserves({ expect, requirements }: SpecTask): boolean {
  return expect === 'pass' || (requirements.length > 0 && requirements.every((id) => isUnder(id, '3')));
}

const isUnder = (id: string, section: string) => id === section || id.startsWith(`${section}.`);

function wrongWithFirst(task: SpecTask): string[] {
  const { id, optional, expect, requirements } = task;
  const namesDefect = requirements.some((name) => isUnder(name, '1') || isUnder(name, '2'));
  return [
    ...(optional ? [`task ${id} is the test that shows the defect, so it cannot be optional`] : []),
    ...(expect === 'pass'
      ? [`task ${id} comes first in a bug, so its test must fail on the old code: write \`_Expect: fail_\``]
      : []),
    ...(namesDefect
      ? []
      : [`task ${id} comes first in a bug, so it writes the test that shows the defect: let it name a criterion 1.x`]),
  ];
}

/** Without a command of its own the whole suite would decide, and that is red as long as the defect is there. */
function wrongWithTest({ id, verify, files }: SpecTask): string[] {
  const stray = files.filter((file) => !isTestPath(file));
  return [
    ...(verify === undefined ? [`task ${id} needs a \`_Verify:_\` that runs only the tests which it writes`] : []),
    ...(stray.length > 0
      ? [`task ${id} only writes tests on the old code, and ${stray.join(', ')} is no test: move it to the fix`]
      : []),
  ];
}

function wrongWithFix({ id, expect }: SpecTask): string[] {
  if (expect === undefined) return [];
  if (expect === 'fail') return [onlyFirstFails({ id })];
  return [
    `task ${id} says \`_Expect: pass_\`: tests of what must not change come before the fix, or leave that line out`,
  ];
}

const onlyFirstFails = ({ id }: Pick<SpecTask, 'id'>) =>
  `task ${id} says \`_Expect: fail_\`, but only the first task of a bug may: put all tests that show the defect there`;

function uncovered(section: string, requirements: SpecDocument, tasks: readonly SpecTask[]): string[] {
  const named = new Set(tasks.filter(({ optional }) => !optional).flatMap((task) => task.requirements));
  const criteria = requirements.requirements.filter(({ id }) => id === section).flatMap((each) => each.criteria);
  return named.has(section) ? [] : criteria.map(({ id }) => id).filter((id) => !named.has(id));
}

const unkept = (id: string) =>
  `no test holds ${id} before the fix: after the first task, write one that names it and says \`_Expect: pass_\``;
const unmended = (id: string) => `no task after the tests mends ${id}: let the fix name it`;
