import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isoInstant } from '../base/clock.ts';
import { AshlarError } from '../base/errors.ts';
import type { LedgerFact } from '../domain/ledger.ts';
import type { Problem, SpecDocument, SpecStage } from '../domain/spec.ts';
import { appendFact } from '../specs/append-fact.ts';
import { isStageApproved } from '../specs/approval.ts';
import type { KnownLine } from '../specs/known-lines.ts';
import { findSpec, type SpecEntry } from '../specs/list-specs.ts';
import { sameSpec } from '../specs/same-spec.ts';
import { ledgerFile, readSpec, type Spec } from '../specs/spec-folder.ts';
import { approvedTogether, stagesOf } from '../specs/spec-stages.ts';
import { findSuspects, type Suspect } from '../specs/suspects.ts';
import { documentOf } from './read-document.ts';
import { refuseAgents } from './refuse-agents.ts';
import type { Wire } from './wire.ts';

/** A spec with its name. */
export interface OpenSpec extends Spec {
  slug: string;
  title: string;
  kind: 'feature' | 'bugfix';
}

/**
 * Reads the spec of that name as it is on disk now; a damaged ledger throws, for nothing in it can be believed. So does one
 * of which lines are gone.
 */
export function openSpec(name: string, wire: Pick<Wire, 'specRoots' | 'ledgers' | 'parse'>): OpenSpec {
  const spec = openShortened(name, wire);
  refuseShortened(spec, []);
  return spec;
}

/** The same for a person who is to be told which lines are gone (`lost`), and who may decide in spite of it. */
export function openShortened(name: string, wire: Pick<Wire, 'specRoots' | 'ledgers' | 'parse'>): OpenSpec {
  const spec = readEntry(findSpec(wire.specRoots, name), wire);
  const damage = ledgerDamage(spec).find(({ code }) => code !== 'ledger-shortened');
  if (damage === undefined) return spec;
  throw new AshlarError({
    kind: 'invalid',
    what: `the ledger of ${spec.slug} was tampered with or is damaged`,
    why: damage.message,
    next: mendLedger(spec, damage),
  });
}

function mendLedger({ folder, slug }: OpenSpec, { code }: Problem): string {
  const path = join(folder, ledgerFile);
  if (code !== 'ledger-foreign') return `see what changed with: git log -p -- ${path} , and restore it`;
  return `give the folder its old name back, or take ${path} away and decide anew: ashlar approve ${slug}`;
}

/** Throws unless all lines that are gone are among those of which a person was told. */
export function refuseShortened(spec: OpenSpec, missed: readonly KnownLine[]): void {
  const told = new Set(missed.map(({ hash }) => hash));
  const damage = ledgerDamage(spec).find(({ code }) => code === 'ledger-shortened');
  if (damage === undefined || spec.lost.every(({ hash }) => told.has(hash))) return;
  throw new AshlarError({
    kind: 'needs_human',
    what: `the ledger of ${spec.slug} is not what it was`,
    why: damage.message,
    next: `restore it: git log -p -- ${join(spec.folder, ledgerFile)} shows what was committed (a git reset to an older commit loses lines too). Or look at what is there and decide anew: ashlar approve ${spec.slug} --accept-cut`,
  });
}

/** All that is wrong with the ledger, but for a last line that a crash cut off: the next one mends that. */
export function ledgerDamage({ problems }: OpenSpec): Problem[] {
  return problems.filter(({ file, code }) => file === ledgerFile && code !== 'ledger-cut');
}

export function readEntry({ slug, folder }: SpecEntry, { ledgers, parse }: Pick<Wire, 'ledgers' | 'parse'>): OpenSpec {
  const spec = readSpec(folder, ledgers.standing(folder), parse);
  const written = spec.requirements?.kind === 'bugfix' ? 'bugfix' : 'feature';
  const kind = spec.yaml?.kind ?? (spec.requirements === undefined ? (spec.kiro.kind ?? 'feature') : written);
  return { ...spec, slug, title: spec.yaml?.title ?? slug, kind };
}

/** `suspect`: approved as it stands, while what some of it is traced from changed since. */
export type StageState = 'missing' | 'drafted' | 'suspect' | 'approved';

export function stageState(spec: OpenSpec, stage: SpecStage): StageState {
  const document = spec[stage];
  if (document === undefined) return 'missing';
  if (!isStageApproved(document, stage, spec.ledger)) return 'drafted';
  return openSuspects(spec, stage).length > 0 ? 'suspect' : 'approved';
}

/** The suspect parts that only a human can settle; a task that is done is verified again by the next run. */
export function humanSuspects(spec: OpenSpec): Suspect[] {
  return findSuspects(spec, spec.ledger).filter(({ todo }) => todo !== 'verify');
}

/** The same of one stage. */
export function openSuspects(spec: OpenSpec, stage: SpecStage): Suspect[] {
  return humanSuspects(spec).filter((suspect) => suspect.stage === stage);
}

/** The first stage that no human has approved as it stands; undefined where all are approved. */
export function openStage(spec: OpenSpec): SpecStage | undefined {
  return stagesOf(spec).find((stage) => stageState(spec, stage) !== 'approved');
}

export function stagePath(spec: OpenSpec, stage: SpecStage): string {
  return join(spec.folder, spec[stage]?.file ?? documentOf(stage, spec).file);
}

/** The branch that runs of the spec work on; one that was moved into a group since keeps its own. */
export function branchOf({ slug, yaml }: Pick<OpenSpec, 'slug' | 'yaml'>): string {
  const [, begun = ''] = /^ashlar\/(.+)$/.exec(yaml?.branch ?? '') ?? [];
  return `ashlar/${sameSpec(begun, slug) ? begun : slug}`;
}

/** The files of these stages, each once. */
export function pathsOf(spec: OpenSpec, stages: readonly SpecStage[]): string[] {
  return [...new Set(stages.map((stage) => stagePath(spec, stage)))];
}

/** The command that approves a stage of a spec, with all that is approved with it. */
export function approveCommandOf(spec: OpenSpec, stage: SpecStage): string {
  const isAlone = approvedTogether(spec, stage).length === 1 && spec.size !== 'L';
  return `ashlar approve ${spec.slug}${isAlone ? ` ${stage}` : ''}`;
}

/** The document of a stage; throws where it was not written yet. */
export function requireDocument(spec: OpenSpec, stage: SpecStage): SpecDocument {
  const document = spec[stage];
  if (document !== undefined) return document;
  if (!stagesOf(spec).includes(stage)) {
    const what = `${spec.slug} is a roadmap and has no ${stage}`;
    throw new AshlarError({ kind: 'usage', what, next: `ashlar status ${spec.slug}` });
  }
  throw new AshlarError({
    kind: 'invalid',
    what: `${spec.slug} has no ${documentOf(stage, spec).file} yet`,
    next: `ashlar draft ${spec.slug}`,
  });
}

export interface Deciding {
  /** The person at the machine otherwise. */
  by?: string;
  /** Lines that are gone, of which that person was told: what is there now is then all that is known. */
  missed?: readonly KnownLine[];
}

/** Adds a signed fact to the spec's ledger and remembers it; only use cases that a person called do this. */
export async function addFact(spec: OpenSpec, fact: LedgerFact, wire: Wire, how: Deciding = {}): Promise<void> {
  const { surroundings, ledgers } = wire;
  refuseAgents(surroundings);
  const [at, by] = [isoInstant(surroundings.clock.now()), how.by ?? (await wire.person())];
  const signer = ledgers.signer();
  const [standing, missed] = [ledgers.standing(spec.folder), how.missed ?? []];
  const lines = appendFact(join(spec.folder, ledgerFile), wire.redactor.redactJson(fact), {
    at,
    by,
    signer,
    standing,
    missed,
  });
  surroundings.reach('ledger:written');
  ledgers.remember(spec.folder, lines, missed);
  surroundings.reach('memory:written');
}

export function readText(path: string): string {
  return readFileSync(path, 'utf8');
}
