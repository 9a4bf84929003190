import type { NamedSymbol } from '../context/anchors/compare-symbols.ts';
import { isForeign } from '../context/anchors/excluded-files.ts';
import { fileSymbol } from '../context/anchors/find-symbols.ts';
import type { Event } from '../domain/event.ts';
import type { Git } from '../git/open-git.ts';
import {
  compareAnchor,
  type Drift,
  foldAnchors,
  isDrift,
  markAccepted,
  type Present,
  type TracedAnchor,
  unanchoredTasks,
} from '../specs/drift.ts';
import { findSpec, listSpecs } from '../specs/list-specs.ts';
import { findSpecAhead } from '../specs/spec-ahead.ts';
import { type DriftScope, findScope, type ScopeRequest } from './drift-scope.ts';
import { changedSince, findMoved } from './find-moved.ts';
import { findPresent } from './find-present.ts';
import { branchOf, type OpenSpec, openSpec } from './open-spec.ts';
import { proveChanged } from './prove-changed.ts';
import { openSourceFiles, type SourceFiles } from './source-files.ts';
import type { Wire } from './wire.ts';

export interface DriftRequest extends ScopeRequest {
  /** Names of specs; all that are not archived where there are none. */
  specs: readonly string[];
  /** Run what proved the tasks of changed code. */
  run: boolean;
}

export interface DriftReport {
  specs: string[];
  /** The commit since which changes were looked at; absent where everything was. */
  since?: string;
  /** All that is not in sync, what is in order although it changed (`moved`, `accepted`, `still_verified`) included. */
  drifts: Drift[];
  /** Anchors that were compared, and those of them that are as they were. */
  anchors: number;
  inSync: number;
}

/** Compares specs with the code of the checkout. Reads only, but for the commands that proved the tasks. */
export async function* checkDrift(request: DriftRequest, wire: Wire): AsyncGenerator<Event, DriftReport> {
  const specs = openSpecs(request.specs, wire);
  const git = await wire.git();
  const scope = await findScope(specs, request, git);
  const files = openSourceFiles(wire.workspace.root, git, await wire.symbols());
  const check: Check = { scope, files, git };
  const found = await checkSpecs(specs, check);
  const compared = found.flatMap(({ drifts }) => drifts);
  const every = request.specs.length === 0 || scope.unrequested === undefined ? specs : openSpecs([], wire);
  const loose = await findUnrequested(check, { specs: every, drifts: compared });
  const lines = specs.flatMap(({ ledger }) => ledger);
  const marked = [
    ...found.flatMap(({ spec, drifts }) => markAccepted(drifts, spec.ledger)),
    ...markAccepted(loose, lines),
  ];
  const drifts = request.run ? yield* proveChanged(marked, specs, wire) : marked;
  const anchors = found.reduce((sum, { anchors: count }) => sum + count, 0);
  const apart = drifts.filter((drift) => drift.class !== 'unrequested' && drift.class !== 'spec_ahead').length;
  return {
    specs: specs.map(({ slug }) => slug),
    ...(scope.compared !== undefined && { since: scope.compared.since }),
    drifts: drifts.sort((a, b) => Number(isDrift(b)) - Number(isDrift(a))),
    anchors,
    inSync: Math.max(0, anchors - apart),
  };
}

export function openSpecs(names: readonly string[], wire: Wire): OpenSpec[] {
  const roots = [...wire.specRoots];
  const entries =
    names.length > 0
      ? names.map((name) => findSpec(roots, name))
      : roots.flatMap(listSpecs).filter(({ archived }) => !archived);
  return entries.map(({ slug }) => openSpec(slug, wire));
}

interface Check {
  scope: DriftScope;
  files: SourceFiles;
  git: Git;
}

interface Checked {
  spec: OpenSpec;
  drifts: Drift[];
  anchors: number;
}

/** The anchors of all specs are compared at once, so that each file is read once and many are read together. */
async function checkSpecs(specs: readonly OpenSpec[], check: Check): Promise<Checked[]> {
  const anchored = specs.map((spec) => ({ spec, all: [...foldAnchors(spec.ledger).values()] }));
  const { scope, files, git } = check;
  const isInScope = ({ path }: TracedAnchor) => scope.compared?.paths.has(path) !== false;
  const present = await findPresent(
    anchored.flatMap(({ all }) => all.filter(isInScope)),
    files,
    git,
  );
  return Promise.all(
    anchored.map(({ spec, all }) => {
      const own = all.flatMap((anchor): [TracedAnchor, Present][] => {
        const state = present.get(anchor);
        return state === undefined ? [] : [[anchor, state]];
      });
      return checkSpec({ spec, all, present: new Map(own) }, check);
    }),
  );
}

interface SpecCheck {
  spec: OpenSpec;
  /** Its anchors, out of scope or not. */
  all: readonly TracedAnchor[];
  present: Map<TracedAnchor, Present>;
}

async function checkSpec({ spec, all, present }: SpecCheck, check: Check): Promise<Checked> {
  const { scope, git } = check;
  const missing = [...present].flatMap(([anchor, { state }]) => (state === 'missing' ? [anchor] : []));
  const fallback =
    scope.compared?.since ?? (spec.yaml?.base === undefined ? undefined : await git.resolve(spec.yaml.base));
  const moved = missing.length === 0 ? [] : await findMoved(missing, check, fallback);
  for (const [anchor, state] of moved) present.set(anchor, state);
  for (const [anchor, state] of await findUnmerged(spec, present, git)) present.set(anchor, state);
  const drifts = [...present].flatMap(([anchor, state]) => compareAnchor(anchor, state, spec.slug) ?? []);
  const unanchored = unanchoredTasks(spec.ledger).map((task) => unanchoredDrift(spec, task));
  return { spec, drifts: [...drifts, ...findSpecAhead(spec, spec.slug, all), ...unanchored], anchors: present.size };
}

function unanchoredDrift({ slug, tasks }: OpenSpec, task: string): Drift {
  const why = `task ${task} was done before symbols were anchored`;
  return {
    class: 'not_checked',
    id: `tasks/${task}`,
    spec: slug,
    path: tasks?.file ?? 'tasks.md',
    symbol: '',
    tasks: [task],
    criteria: [],
    why,
  };
}

/** What lies on a branch that this checkout has nothing of has not drifted from it. */
async function findUnmerged(
  spec: OpenSpec,
  present: ReadonlyMap<TracedAnchor, Present>,
  git: Git,
): Promise<[TracedAnchor, Present][]> {
  if ([...present.values()].every(({ state }) => state === 'same')) return [];
  const branch = branchOf(spec);
  const tip = await git.resolve(`refs/heads/${branch}`);
  if (tip === undefined) return [];
  const commits = new Set((await git.commitsBetween('HEAD', tip)).map(({ commit }) => commit));
  const own = [...present].filter(([{ commit }]) => commits.has(commit));
  if (own.some(([, { state }]) => state === 'same')) return [];
  const why = `it is on ${branch}, which is not merged here`;
  return own.map(([anchor]) => [anchor, { state: 'unchecked', why }]);
}

interface Requested {
  /** All specs: what any of them asked for was asked for. */
  specs: readonly OpenSpec[];
  drifts: readonly Drift[];
}

/** Symbols that are new or changed in the scope and that no task touched. */
async function findUnrequested({ scope, files }: Check, { specs, drifts }: Requested): Promise<Drift[]> {
  if (scope.unrequested === undefined) return [];
  const { since, paths } = scope.unrequested;
  const anchored = specs.flatMap(({ ledger }) => [...foldAnchors(ledger).keys()]);
  const asked = new Set([...anchored, ...drifts.flatMap(({ movedTo }) => movedTo ?? [])]);
  const wanted = [...paths].filter((path) => !isForeign(path));
  const isWanted = ({ id, symbol, path }: NamedSymbol) =>
    !asked.has(id) && symbol !== fileSymbol && !isForeignNow(path, files);
  const changed = await changedSince({ since, paths: wanted, isWanted }, files);
  return changed.map(({ id, path, symbol, line, hash }) => ({
    class: 'unrequested',
    id,
    path,
    symbol,
    line,
    hash,
    tasks: [],
    criteria: [],
    why: 'it changed, and no task touched it',
  }));
}

function isForeignNow(path: string, files: SourceFiles): boolean {
  return isForeign(path, files.bytes(path)?.toString('utf8', 0, 2_000));
}
