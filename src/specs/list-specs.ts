import { type Dirent, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { editDistance } from '../base/edit-distance.ts';
import { AshlarError, errorCode } from '../base/errors.ts';

export interface SpecEntry {
  /** The path below the root, with forward slashes: `billing/refunds`. */
  slug: string;
  folder: string;
  /** It is shown by name only, and not run. */
  archived: boolean;
}

const deepest = 4;
const knownFiles: readonly string[] = ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md', 'spec.yaml'];
const ownFiles: readonly string[] = ['requirements.md', 'bugfix.md', 'spec.yaml'];
const archives: readonly string[] = ['_completed', '_done', '_archived', '_archive'];

/** All spec folders below a root, sorted by slug; nested ones too. A root that does not exist has none. */
export function listSpecs(root: string): SpecEntry[] {
  return walk(root, []).sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

/** The specs of several roots; what lies in a root within another belongs to the inner one. */
export function listAllSpecs(roots: readonly string[]): SpecEntry[] {
  return roots.flatMap((root) => {
    const inner = roots.filter((other) => other !== root && other.startsWith(root + sep));
    return listSpecs(root).filter(({ folder }) => !inner.some((other) => `${folder}${sep}`.startsWith(other + sep)));
  });
}

/** Whether a slug's folder is put away: it lies below `_completed`, `_done`, `_archived` or `_archive`. */
export function isArchived(slug: string): boolean {
  return slug.split('/').some((step) => archives.includes(step));
}

/** The spec with this slug, or with this last part of a slug where only one has it. Throws kind `invalid` otherwise. */
export function findSpec(roots: readonly string[], name: string): SpecEntry {
  const all = listAllSpecs(roots);
  const wanted = name.replace(/\/+$/, '');
  const [exact, twin] = all.filter(({ slug }) => slug === wanted);
  if (exact !== undefined && twin !== undefined) throw namedTwice(wanted, [exact, twin]);
  if (exact !== undefined) return exact;
  const ending = all.filter(({ slug }) => slug.endsWith(`/${wanted}`));
  const [only] = ending;
  if (only !== undefined && ending.length === 1) return only;
  throw unknownSpec(wanted, ending.length > 1 ? ending : nearest(all, wanted), all.length === 0 ? [...roots] : []);
}

function walk(root: string, steps: string[]): SpecEntry[] {
  const folder = join(root, ...steps);
  const entries = readFolder(folder);
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  if (isForeign(names)) return [];
  const isSpec = steps.length > 0 && names.some((name) => knownFiles.includes(name));
  const below = steps.length >= deepest ? [] : entries.filter((entry) => entry.isDirectory() && isSearched(entry.name));
  return [
    ...(isSpec ? [{ slug: steps.join('/'), folder, archived: isArchived(steps.join('/')) }] : []),
    ...below.flatMap((entry) => walk(root, [...steps, entry.name])),
  ];
}

/** A folder of spec-kit or OpenSpec has a `spec.md` in the place of the requirements: `ashlar init --from` brings it in. */
function isForeign(names: readonly string[]): boolean {
  return names.includes('spec.md') && !names.some((name) => ownFiles.includes(name));
}

/** Dot folders are templates and tools' own; links are not followed, so that there is no circle. */
function isSearched(name: string): boolean {
  return name !== 'node_modules' && !name.startsWith('.');
}

function readFolder(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    const next = 'Check that you may read it.';
    throw new AshlarError({ kind: 'failed', what: `The folder ${folder} cannot be read`, next, cause: error });
  }
}

/** Those that may have been meant, the nearest first: a letter or two aside, or the name goes on from what was typed. */
function nearest(all: SpecEntry[], name: string): SpecEntry[] {
  const far = ({ slug }: SpecEntry) => Math.min(...[slug, slug.split('/').at(-1) ?? ''].map((own) => gap(own, name)));
  const ranked = all.map((entry) => ({ entry, far: far(entry) })).filter((each) => each.far <= furthest);
  return ranked
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ entry }) => entry);
}

const furthest = 2;

/** A short name is near only to what shares most of it. */
function gap(own: string, name: string): number {
  if (name !== '' && own.startsWith(name)) return 0;
  const letters = editDistance(own, name);
  return letters < Math.min(own.length, name.length) ? letters : Number.POSITIVE_INFINITY;
}

function unknownSpec(name: string, candidates: SpecEntry[], emptyRoots: string[]): AshlarError {
  const what = `There is no spec named ${name}`;
  const slugs = candidates.map(({ slug }) => slug).join(', ');
  if (slugs !== '') return new AshlarError({ kind: 'invalid', what, next: `The nearest are: ${slugs}` });
  if (emptyRoots.length === 0) return new AshlarError({ kind: 'invalid', what, next: 'ashlar status shows them all' });
  const why = `${emptyRoots.join(', ')} holds none`;
  return new AshlarError({ kind: 'invalid', what, why, next: 'Make one: ashlar new' });
}

/** Runs and ledgers know a spec by its slug, so that two roots must not hold the same one. */
function namedTwice(name: string, [one, other]: [SpecEntry, SpecEntry]): AshlarError {
  return new AshlarError({
    kind: 'invalid',
    what: `Two specs are named ${name}`,
    why: `${one.folder} and ${other.folder} lie in different spec folders`,
    next: 'Rename one of the two folders.',
  });
}
