import { join } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { readTextIfThere } from '../base/files.ts';
import { isStageApproved } from '../specs/approval.ts';
import { listSpecs } from '../specs/list-specs.ts';
import { type RoadmapEntry, readRoadmap } from '../specs/parse-roadmap.ts';
import { parseSpecYaml, specYamlFile } from '../specs/spec-yaml.ts';
import { type OpenSpec, openSpec, requireDocument } from './open-spec.ts';
import type { Wire } from './wire.ts';

export interface PlannedSpec extends RoadmapEntry {
  /** The spec that was made of it. */
  made?: string;
}

/** The specs that a roadmap plans, with those that were made of it. */
export function plannedSpecs(roadmap: OpenSpec, { specRoots }: Pick<Wire, 'specRoots'>): PlannedSpec[] {
  const made = new Map<string, string>();
  for (const { slug, folder } of specRoots.flatMap((root) => listSpecs(root))) {
    const path = join(folder, specYamlFile);
    const text = readTextIfThere(path);
    const origin = text === undefined ? undefined : parseSpecYaml(text, path).roadmap;
    if (origin?.spec === roadmap.slug) made.set(origin.entry, slug);
  }
  return readRoadmap(requireDocument(roadmap, 'requirements').text).map((entry) => {
    const slug = made.get(entry.id);
    return slug === undefined ? entry : { ...entry, made: slug };
  });
}

/** The command that makes the next spec of a roadmap; undefined where all are made. */
export function nextOfRoadmap(roadmap: OpenSpec, wire: Pick<Wire, 'specRoots'>): string | undefined {
  const entry = plannedSpecs(roadmap, wire).find(({ made }) => made === undefined);
  return entry === undefined ? undefined : `ashlar new --roadmap ${roadmap.slug} ${entry.id}`;
}

export interface RoadmapItem {
  item: string;
  title: string;
  size: RoadmapEntry['size'];
  roadmap: { spec: string; entry: string };
  /** Specs that should be built before and were not even made. */
  missing: string[];
}

/** The backlog item of one entry of an approved roadmap. */
export function itemOfRoadmap(name: string, id: string, wire: Wire): RoadmapItem {
  const spec = openSpec(name, wire);
  if (spec.size !== 'L') {
    throw new AshlarError({ kind: 'usage', what: `${spec.slug} is no roadmap`, next: `ashlar status ${spec.slug}` });
  }
  if (!isStageApproved(requireDocument(spec, 'requirements'), 'requirements', spec.ledger)) {
    throw new AshlarError({
      kind: 'needs_human',
      what: `the roadmap ${spec.slug} is not approved as it stands`,
      next: `ashlar approve ${spec.slug}`,
    });
  }
  const planned = plannedSpecs(spec, wire);
  const entry = planned.find((each) => each.id === id);
  if (entry === undefined) {
    const ids = planned.map((each) => each.id).join(', ');
    throw new AshlarError({ kind: 'usage', what: `${spec.slug} plans no spec ${id}`, next: `it plans ${ids}` });
  }
  if (entry.made !== undefined) {
    const what = `spec ${id} of ${spec.slug} was made already: ${entry.made}`;
    throw new AshlarError({ kind: 'usage', what, next: `ashlar draft ${entry.made}` });
  }
  const missing = planned.filter((each) => entry.depends.includes(each.id) && each.made === undefined);
  return {
    item: `${entry.title}\n\n${entry.text}`,
    title: entry.title,
    size: entry.size,
    roadmap: { spec: spec.slug, entry: entry.id },
    missing: missing.map((each) => `${each.id} ${each.title}`),
  };
}

/** Throws for a roadmap, of which nothing can be run. */
export function refuseRoadmap(spec: OpenSpec, wire: Pick<Wire, 'specRoots'>): void {
  if (spec.size !== 'L') return;
  throw new AshlarError({
    kind: 'usage',
    what: `${spec.slug} is a roadmap of specs, which are run one by one`,
    next: nextOfRoadmap(spec, wire) ?? 'ashlar status',
  });
}
