import type { TestTag } from '../domain/trace.ts';
import { sameSpec } from '../specs/same-spec.ts';
import { type TaskTrace, type Trace, traceSpec as traceTree } from '../specs/trace.ts';
import { describeStrange } from './describe-strange.ts';
import { type OpenSpec, openSpec } from './open-spec.ts';
import { openTraceSources, type TraceSources } from './trace-sources.ts';
import type { Wire } from './wire.ts';

export interface SpecTrace extends Trace {
  spec: string;
  title: string;
  tasks: TracedTask[];
  /** History was cut off when this clone was made. */
  shallow: boolean;
  /** What cannot be known here, and what does not count. */
  notes: string[];
}

export interface TracedTask extends TaskTrace {
  /** The files that its commits changed; empty where there is none yet. */
  changed: string[];
}

/** Follows each criterion of a spec to its evidence. Asks no model and writes nothing. Throws where the ledger is damaged. */
export async function traceSpec(name: string, wire: Wire): Promise<SpecTrace> {
  return traceOpenSpec(openSpec(name, wire), openTraceSources(wire));
}

/** The same for a spec that was read. */
export async function traceOpenSpec(spec: OpenSpec, sources: TraceSources): Promise<SpecTrace> {
  const commits = sources.commits(spec);
  const named = async () =>
    (await commits).filter(({ trails }) => trails.some((trail) => sameSpec(trail.spec, spec.slug)));
  const changes = async () => sources.filesOf((await named()).map(({ commit }) => commit));
  const reads = [changes(), sources.tests(), sources.drifted(spec), sources.isShallow()] as const;
  const [changed, tests, drifted, shallow] = await Promise.all(reads);
  const own = tests.filter((tag) => tag.spec === spec.slug);
  const trace = traceTree({ ...spec, commits: await commits, tests: own, drifted });
  const tasks = trace.tasks.map((task) => ({
    ...task,
    changed: [...new Set(task.commits.flatMap((commit) => changed.get(commit) ?? []))].sort(),
  }));
  const { slug, title } = spec;
  return { spec: slug, title, ...trace, tasks, shallow, notes: notesOn(spec, trace, shallow) };
}

/** Whether a task has evidence that is for a commit which this clone may only lack. */
export function isCutOff(task: TaskTrace, shallow: boolean): boolean {
  return shallow && task.outcome === 'elsewhere';
}

function notesOn(spec: OpenSpec, { tasks, unknownTags }: Trace, shallow: boolean): string[] {
  const cut = tasks.filter((task) => isCutOff(task, shallow)).map(({ id }) => id);
  const unknown = cut.length === 0 ? '' : `; whether these tasks were proved cannot be known here: ${cut.join(', ')}`;
  return [
    ...(shallow ? [`this clone is shallow${unknown}. git fetch --unshallow brings the rest`] : []),
    ...unknownTags.map(
      (tag) => `${placeOf(tag)} is tied to ${tag.unknown.join(', ')}, which ${spec.slug} does not have`,
    ),
    ...describeStrange(spec.strange),
  ];
}

export function placeOf({ path, line }: TestTag): string {
  return `${path}:${line}`;
}
