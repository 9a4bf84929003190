import { realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { isInside } from '../base/paths.ts';
import type { Trail } from '../domain/trace.ts';
import type { BlamedLine, CommitAbout } from '../git/blame.ts';
import type { Git } from '../git/open-git.ts';
import { readTrails } from '../git/read-trails.ts';
import { listSpecs } from '../specs/list-specs.ts';
import { sameSpec } from '../specs/same-spec.ts';
import { explainTask, type TaskReason } from './explain-task.ts';
import { openShortened } from './open-spec.ts';
import type { Wire } from './wire.ts';

/** Why a line is as it is: the commit that wrote it, and the tasks that the commit was made for. */
export interface LineReason {
  /** Relative to the repository's root. */
  path: string;
  line: number;
  /** Absent where the line is in no commit. */
  commit?: Omit<CommitAbout, 'message'> & { commit: string };
  /** Where the line stood in that commit, if it was moved or its file renamed since. */
  from?: { path: string; line: number };
  tasks: TaskReason[];
  /** What could not be followed, and why. */
  notes: string[];
}

/** Follows `file:line` through blame, trailers, task and criteria to approvals and evidence. Writes nothing. */
export async function explainLine(place: string, wire: Wire): Promise<LineReason> {
  const git = await wire.git();
  const { path, line } = readPlace(place, git.root, wire.surroundings.cwd);
  const blamed = await git.blame(path, line);
  if (blamed === undefined) {
    return { path, line, tasks: [], notes: ['this line is not committed yet, so nothing says what it is for'] };
  }
  const { message, ...about } = await git.readCommit(blamed.commit);
  const trails = readTrails(message);
  const moved = blamed.path !== path || blamed.line !== line;
  const found = trails.map((trail) => ({ trail, slug: findSlug(trail, wire) }));
  const tasks = found.flatMap(({ trail, slug }) => (slug === undefined ? [] : tasksOf(slug, trail, wire)));
  return {
    path,
    line,
    commit: { commit: blamed.commit, ...about },
    ...(moved ? { from: { path: blamed.path, line: blamed.line } } : {}),
    tasks: nearestFirst(tasks, [path, blamed.path]),
    notes: notesOn({ blamed, about, trails, tasks, missing: found.flatMap(missingSpec) }, git),
  };
}

function readPlace(place: string, root: string, cwd: string): { path: string; line: number } {
  const [, file = '', digits = ''] = /^(.+):(\d+)$/s.exec(place) ?? [];
  const line = Number(digits);
  if (file === '' || line < 1) {
    const next = 'ashlar why src/login.ts:42';
    throw new AshlarError({ kind: 'usage', what: `"${place}" is no place in a file`, next });
  }
  const given = resolve(cwd, file);
  const path = statSync(given, { throwIfNoEntry: false })?.isFile() === true ? realpathSync(given) : undefined;
  if (path === undefined || !isInside(root, path)) {
    const what = `there is no file ${file} in ${root}`;
    throw new AshlarError({
      kind: 'usage',
      what,
      next: 'give the path from the folder you are in, and a line: FILE:LINE',
    });
  }
  return { path: relative(root, path).split(sep).join('/'), line };
}

function findSlug({ spec }: Trail, { specRoots }: Wire): string | undefined {
  const slugs = specRoots.flatMap((root) => listSpecs(root)).map(({ slug }) => slug);
  return slugs.find((slug) => slug === spec) ?? slugs.find((slug) => sameSpec(slug, spec));
}

function tasksOf(slug: string, trail: Trail, wire: Wire): TaskReason[] {
  const spec = openShortened(slug, wire);
  return (trail.tasks.length > 0 ? trail.tasks : [undefined]).map((task) =>
    explainTask(spec, task, trail.requirements),
  );
}

/** Of several tasks those first that say that they touch the file. */
function nearestFirst(tasks: readonly TaskReason[], paths: readonly string[]): TaskReason[] {
  const names = ({ files }: TaskReason) => files.some((file) => paths.includes(file));
  return [...tasks.filter(names), ...tasks.filter((task) => !names(task))];
}

function missingSpec({ trail, slug }: { trail: Trail; slug: string | undefined }): string[] {
  return slug === undefined ? [trail.spec] : [];
}

interface Followed {
  blamed: BlamedLine;
  about: Pick<CommitAbout, 'parents'>;
  trails: readonly Trail[];
  tasks: readonly TaskReason[];
  missing: readonly string[];
}

function notesOn({ blamed, about, trails, tasks, missing }: Followed, git: Git): string[] {
  const here = git.isShallow() ? 'this clone is shallow' : '';
  return [
    ...(blamed.boundary
      ? [`${here}, and its history ends at this commit: an older one may have written the line`]
      : []),
    ...(trails.length === 0 ? ['the commit names no spec: it was not made for a task'] : []),
    ...(trails.length === 0 && about.parents.length > 1 ? ['it is a merge: the line was written while merging'] : []),
    ...(tasks.length > 1
      ? [`the commit was made for ${tasks.length} tasks (a squash?); git cannot say which wrote this line`]
      : []),
    ...missing.map((spec) => `the spec ${spec} that the commit names is not here: removed, or renamed`),
    ...tasks.flatMap((task) => task.notes),
  ];
}
