import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isoTime } from '../base/clock.ts';
import { AshlarError } from '../base/errors.ts';
import { makeFolder, writeFileWhole, writeNewFileWhole } from '../base/files.ts';
import { shownPath } from '../base/paths.ts';
import { detectLayouts } from '../specs/import/detect-layouts.ts';
import type { ForeignSpec, ForeignSteering, ImportNote, Layout } from '../specs/import/foreign-spec.ts';
import { readLayout } from '../specs/import/read-layout.ts';
import { writeSpecYaml } from '../specs/spec-yaml.ts';
import { readSourceTree } from './read-source-tree.ts';
import type { Wire } from './wire.ts';

export interface ImportRequest {
  /** Found out where it is not given. */
  layout?: Layout | undefined;
  /** The repository to bring specs from; this one where it is not given. */
  path?: string | undefined;
}

/** `present`: something of that name is there and was left as it is. `in_place`: Ashlar works on the original itself. */
export type Placed = 'imported' | 'present' | 'in_place';

export interface ImportedSpec extends Pick<ForeignSpec, 'from' | 'slug' | 'title' | 'ticked' | 'notes'> {
  layout: Layout;
  outcome: Placed;
  /** Relative to the root where it lies in it. */
  folder: string;
}

export interface ImportOutcome {
  specs: ImportedSpec[];
  steering: { from: string; path: string; outcome: Placed }[];
  notes: ImportNote[];
}

/**
 * Brings specs of other tools into Ashlar's own format. The originals stay as they are, nothing is written over, and nothing that
 * comes in is approved or done.
 */
export async function importSpecs({ layout, path }: ImportRequest, wire: Wire): Promise<ImportOutcome> {
  const source = path === undefined ? wire.workspace.root : resolve(wire.surroundings.cwd, path);
  const tree = readSourceTree(source);
  const found = detectLayouts(tree);
  const wanted = layout === undefined ? found : [layout];
  const foreign = wanted.map((each) => readLayout(each, tree)).filter(({ specs }) => specs.length > 0);
  if (foreign.length === 0) throw nothingFound(source, layout, found);
  const { commit } = await (await wire.git()).head();
  const used = new Set<string>();
  const specs = foreign.flatMap((each) =>
    each.specs.map((spec) => placeSpec(spec, { layout: each.layout, source, commit, used }, wire)),
  );
  const steering = foreign.flatMap((each) => each.steering.map((rule) => placeSteering(rule, source, wire)));
  return { specs, steering, notes: [...tree.notes, ...foreign.flatMap(({ notes }) => notes)] };
}

/** The layouts whose folders lie in this repository and that Ashlar does not work on as they are. */
export function findForeign({ workspace }: Wire): Layout[] {
  const marks = { 'spec-kit': '.specify', openspec: 'openspec' } as const;
  return (['spec-kit', 'openspec'] as const).filter((layout) => existsSync(join(workspace.root, marks[layout])));
}

interface Placing {
  layout: Layout;
  source: string;
  commit: string | undefined;
  /** Folders that this import has taken. */
  used: Set<string>;
}

function placeSpec(spec: ForeignSpec, { layout, source, commit, used }: Placing, wire: Wire): ImportedSpec {
  const { from, slug, title, ticked, notes, documents } = spec;
  const { root } = wire.workspace;
  const wanted = join(wire.specRoots[0] ?? join(root, 'specs'), slug);
  const target = join(source, from) === wanted ? wanted : freeFolder(wanted, layout, used);
  const placed = { layout, from, slug, title, ticked, notes, folder: shownPath(root, target) };
  if (target === join(source, from)) return { ...placed, outcome: 'in_place' };
  if (existsSync(target)) return { ...placed, outcome: 'present' };
  const temporary = join(dirname(target), `.${wire.surroundings.newId('import')}.tmp`);
  try {
    makeFolder(temporary);
    for (const [name, text] of Object.entries(documents)) writeFileWhole(join(temporary, name), text);
    writeSpecYaml(temporary, {
      slug,
      title,
      kind: spec.kind,
      size: 'M',
      item: spec.item,
      createdAt: isoTime(wire.surroundings.clock.now()),
      ...(commit === undefined ? {} : { base: commit }),
      branch: `ashlar/${slug}`,
      importedFrom: from,
    });
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  wire.ledgers.forget(target);
  return { ...placed, outcome: 'imported' };
}

/** Two layouts may have a spec of the same name. */
function freeFolder(folder: string, layout: Layout, used: Set<string>): string {
  const free = used.has(folder) ? `${folder}-${layout}` : folder;
  used.add(free);
  return free;
}

function placeSteering({ name, from, text }: ForeignSteering, source: string, wire: Wire) {
  const { root } = wire.workspace;
  if (source === root && from.startsWith('.kiro/')) return { from, path: from, outcome: 'in_place' as const };
  const target = join(root, '.ashlar', 'steering', name);
  const path = shownPath(root, target);
  if (existsSync(target)) return { from, path, outcome: 'present' as const };
  makeFolder(dirname(target));
  writeNewFileWhole(target, text);
  return { from, path, outcome: 'imported' as const };
}

function nothingFound(source: string, layout: Layout | undefined, found: readonly Layout[]): AshlarError {
  const isFolder = statSync(source, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) {
    const next = 'name the folder of the repository that the specs lie in: ashlar init --from LAYOUT PATH';
    return new AshlarError({ kind: 'usage', what: `there is no folder ${source}`, next });
  }
  const what = layout === undefined ? `${source} holds no specs of another tool` : `${source} holds no ${layout} specs`;
  const hint = found.length > 0 ? `it holds those of ${found.join(' and ')}` : undefined;
  const next =
    'looked for specs/*/spec.md, openspec/specs, openspec/changes and .kiro/specs; give the PATH of a repository';
  return new AshlarError({ kind: 'invalid', what, ...(hint && { why: hint }), next });
}
