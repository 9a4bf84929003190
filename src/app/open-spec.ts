import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isoTime } from '../base/clock.ts';
import { AshlarError } from '../base/errors.ts';
import type { LedgerFact, LedgerLine } from '../domain/ledger.ts';
import { type SpecDocument, type SpecStage, specStages } from '../domain/spec.ts';
import { isStageApproved } from '../specs/approval.ts';
import { appendFact } from '../specs/ledger.ts';
import { findSpec, type SpecEntry } from '../specs/list-specs.ts';
import { ledgerFile, readSpec, type Spec } from '../specs/spec-folder.ts';
import { documentOf } from './read-document.ts';
import type { Wire } from './wire.ts';

/** A spec with its name. */
export interface OpenSpec extends Spec {
  slug: string;
  title: string;
  kind: 'feature' | 'bugfix';
}

/** Reads the spec of that name as it is on disk now; a damaged ledger throws, for nothing in it can be believed. */
export function openSpec(name: string, wire: Pick<Wire, 'specRoots'>): OpenSpec {
  const spec = readEntry(findSpec([...wire.specRoots], name));
  const damage = spec.problems.find(({ file, code }) => file === ledgerFile && code !== 'ledger-cut');
  if (damage === undefined) return spec;
  throw new AshlarError({
    kind: 'invalid',
    what: `the ledger of ${spec.slug} was tampered with or is damaged`,
    why: damage.message,
    next: `see what changed with: git log -p -- ${join(spec.folder, ledgerFile)} , and restore it`,
  });
}

export function readEntry({ slug, folder }: SpecEntry): OpenSpec {
  const spec = readSpec(folder);
  const kind = spec.yaml?.kind ?? (spec.requirements?.kind === 'bugfix' ? 'bugfix' : 'feature');
  return { ...spec, slug, title: spec.yaml?.title ?? slug, kind };
}

export type StageState = 'missing' | 'drafted' | 'approved';

export function stageState(spec: OpenSpec, stage: SpecStage): StageState {
  const document = spec[stage];
  if (document === undefined) return 'missing';
  return isStageApproved(document, stage, spec.ledger) ? 'approved' : 'drafted';
}

/** The first stage that no human has approved as it stands; undefined where all are approved. */
export function openStage(spec: OpenSpec): SpecStage | undefined {
  return specStages.find((stage) => stageState(spec, stage) !== 'approved');
}

export function stagePath(spec: OpenSpec, stage: SpecStage): string {
  return join(spec.folder, spec[stage]?.file ?? documentOf(stage, spec.kind).file);
}

/** The document of a stage; throws where it was not written yet. */
export function requireDocument(spec: OpenSpec, stage: SpecStage): SpecDocument {
  const document = spec[stage];
  if (document !== undefined) return document;
  throw new AshlarError({
    kind: 'invalid',
    what: `${spec.slug} has no ${documentOf(stage, spec.kind).file} yet`,
    next: `ashlar draft ${spec.slug}`,
  });
}

/** Adds a fact to the spec's ledger; only use cases that a person called do this. */
export async function addFact(spec: OpenSpec, fact: LedgerFact, wire: Wire, by?: string): Promise<LedgerLine> {
  const at = isoTime(wire.surroundings.clock.now());
  return appendFact(join(spec.folder, ledgerFile), fact, { at, by: by ?? (await wire.person()) });
}

export function readText(path: string): string {
  return readFileSync(path, 'utf8');
}
