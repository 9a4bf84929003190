import { relative } from 'node:path';
import { digest } from '../base/ids.ts';
import { changedSymbols, type NamedSymbol, nameAll } from '../context/anchors/compare-symbols.ts';
import { isForeign } from '../context/anchors/excluded-files.ts';
import type { ReadMany } from '../context/anchors/read-many.ts';
import type { FileSymbols } from '../context/anchors/read-symbols.ts';
import type { Anchor } from '../domain/ledger.ts';
import type { Git } from '../git/open-git.ts';
import type { PlannedTask } from '../orchestrator/plan-tasks.ts';
import { foldAnchors, removedHash } from '../specs/drift.ts';
import type { OpenSpec } from './open-spec.ts';
import type { Wire } from './wire.ts';

export interface AnchorRequest {
  spec: OpenSpec;
  task: PlannedTask;
  /** What the checks ran on. */
  commit: string;
}

/**
 * The symbols that a task's commit changed, as they are in `commit`, and the tests that name its criteria. A symbol of the
 * spec that the task took away is among them without a hash.
 */
export async function takeAnchors(request: AnchorRequest, wire: Wire): Promise<Anchor[]> {
  const [git, read] = await Promise.all([wire.git(), wire.symbols()]);
  const anchoring: Anchoring = { ...request, git, read, known: foldAnchors(request.spec.ledger) };
  const own = await ownCommit(anchoring);
  const parent = await git.resolve(`${own}^`);
  const changed = parent === undefined ? [] : await git.changedPaths(parent, own);
  const specFolders = wire.specRoots.map((folder) => `${relative(wire.workspace.root, folder)}/`);
  const paths = changed.filter((path) => !specFolders.some((folder) => path.startsWith(folder)));
  const anchors = await anchorFiles(paths, parent ?? own, anchoring);
  const tests = await anchorTests(anchoring);
  const ids = new Set(tests.map(({ id }) => id));
  return [...anchors.filter(({ id }) => !ids.has(id)), ...tests];
}

interface Anchoring extends AnchorRequest {
  git: Git;
  read: ReadMany;
  known: ReadonlyMap<string, Anchor>;
}

/** The commit that carries the task's trailers: where it was found on the branch, the checks ran on a later one. */
async function ownCommit({ git, spec, task, commit }: Anchoring): Promise<string> {
  const isOwn = ({ trailers }: { trailers: Record<string, string> }) =>
    trailers.Spec === spec.slug && trailers.Task === task.id;
  const parent = await git.resolve(`${commit}^`);
  const [last] = await git.commitsBetween(parent, commit);
  if (last === undefined || isOwn(last)) return commit;
  const known = spec.yaml?.base === undefined ? undefined : await git.resolve(spec.yaml.base);
  return (await git.commitsBetween(known, commit)).find(isOwn)?.commit ?? commit;
}

async function anchorFiles(paths: readonly string[], parent: string, anchoring: Anchoring): Promise<Anchor[]> {
  const { git, read, commit } = anchoring;
  const [before, after] = await Promise.all([
    git.readFiles(paths.map((path) => ({ commit: parent, path }))),
    git.readFiles(paths.map((path) => ({ commit, path }))),
  ]);
  const gone = paths.filter((_, index) => after[index] === undefined);
  const own = paths.flatMap((path, index): Changed[] => {
    const bytes = after[index];
    const text = bytes?.toString('utf8') ?? '';
    return bytes === undefined || isForeign(path, text)
      ? []
      : [{ path, bytes, text, before: before[index]?.toString('utf8') ?? '' }];
  });
  const now = await read(own);
  const then = await read(own.map(({ path, before: text }) => ({ path, text })));
  return [
    ...gone.flatMap((path) => removedFrom(path, new Set(), anchoring)),
    ...own.flatMap((file, index) => anchorFile(file, { now: now[index], before: then[index] }, anchoring)),
  ];
}

interface Changed {
  path: string;
  bytes: Buffer;
  text: string;
  /** Empty where the file is new. */
  before: string;
}

interface Versions {
  now: FileSymbols | undefined;
  before: FileSymbols | undefined;
}

function anchorFile({ path, bytes }: Changed, { now, before }: Versions, anchoring: Anchoring): Anchor[] {
  if (now === undefined || now.unread !== undefined) return [wholeFile(path, bytes, anchoring)];
  const named = nameAll(path, now.symbols);
  const changed = changedSymbols(before?.symbols ?? [], named);
  const removed = now.isBroken ? [] : removedFrom(path, new Set(named.map(({ id }) => id)), anchoring);
  return [...changed.map((symbol) => toAnchor(symbol, now.language, anchoring)), ...removed];
}

/** The spec's anchors in a file that are none of these, each without a hash. */
function removedFrom(path: string, ids: ReadonlySet<string>, { known }: Anchoring): Anchor[] {
  return [...known.values()]
    .filter((anchor) => anchor.path === path && !ids.has(anchor.id))
    .map((anchor) => ({ ...anchor, hash: removedHash }));
}

/** What no grammar reads is anchored by its bytes. */
function wholeFile(path: string, bytes: Buffer, { task }: Anchoring): Anchor {
  return { id: path, path, symbol: '', language: '', hash: digest(bytes), criteria: task.requirements };
}

function toAnchor(found: NamedSymbol, language: string, anchoring: Anchoring): Anchor {
  const { id, path, symbol, hash, isTest } = found;
  const tied = isTest ? tiedCriteria(found, anchoring) : [];
  const criteria = tied.length > 0 ? tied : anchoring.task.requirements;
  return { id, path, symbol, language, hash, criteria, ...(isTest && { test: true }) };
}

/** The criteria of the task that a test names: `[lockout 1.2]`. */
function tiedCriteria({ tags }: NamedSymbol, { spec, task }: Anchoring): string[] {
  const names = specNames(spec);
  const ids = tags.flatMap((tag) => {
    const [name = '', id = ''] = tag.split(' ');
    return names.includes(name) ? [id] : [];
  });
  return ids.filter((id) => task.requirements.some((own) => id === own || id.startsWith(`${own}.`)));
}

const specNames = ({ slug }: OpenSpec) => [...new Set([slug, slug.split('/').at(-1) ?? slug])];

async function anchorTests(anchoring: Anchoring): Promise<Anchor[]> {
  const { git, read, spec, commit } = anchoring;
  const found = await Promise.all(specNames(spec).map((name) => git.filesWith(`[${name} `, commit)));
  const paths = [...new Set(found.flat())].filter((path) => !isForeign(path));
  const texts = await git.readFiles(paths.map((path) => ({ commit, path })));
  const files = await read(paths.map((path, index) => ({ path, text: texts[index]?.toString('utf8') ?? '' })));
  return files.flatMap(({ symbols, language }, index) =>
    nameAll(paths[index] ?? '', symbols)
      .filter((each) => each.isTest && tiedCriteria(each, anchoring).length > 0)
      .map((test) => toAnchor(test, language, anchoring)),
  );
}
