import { relative } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import type { TraceState } from '../domain/trace.ts';
import { findSpec, listAllSpecs, type SpecEntry } from '../specs/list-specs.ts';
import { checkApprovals } from './check-approvals.ts';
import { checkBaseLedgers } from './check-base-ledgers.ts';
import { checkContradictions } from './check-contradictions.ts';
import { checkSpecDrift } from './check-spec-drift.ts';
import { checkStructure } from './check-structure.ts';
import { checkTrace } from './check-trace.ts';
import type { CiCheck, CiFinding, CiSubject } from './ci-check.ts';
import { describeLoosened } from './lint-spec.ts';
import { type OpenSpec, readEntry } from './open-spec.ts';
import { openTraceSources } from './trace-sources.ts';
import type { Wire } from './wire.ts';

/** All that `ashlar ci` asks, in this order; each spec is asked everything. */
const checks: readonly CiCheck[] = [
  { name: 'lint', run: checkStructure },
  { name: 'contradictions', run: checkContradictions },
  { name: 'approvals', run: checkApprovals },
  { name: 'trace', run: checkTrace },
  { name: 'drift', run: checkSpecDrift },
];

/** Whether code that drifted is still proved, the check of drift knows better. */
const failOnByDefault: readonly TraceState[] = ['suspect'];

export interface CiVerdict {
  /** The worst of all findings; `pass` where there is none but advice. */
  verdict: 'pass' | 'invalid' | 'needs_human' | 'verification';
  specs: string[];
  checks: CiResult[];
  notes: string[];
}

export interface CiResult {
  check: string;
  /** Absent where a check is about all of them. */
  spec?: string;
  passed: boolean;
  findings: CiFinding[];
}

export interface CiRequest {
  /** Names; all specs that are not archived where it is empty. */
  specs: readonly string[];
  /** The branch or commit that this one is compared with. */
  base?: string | undefined;
}

/** One verdict on specs, the same on every machine that trusts the same signers and has the same commits. */
export async function judgeSpecs(request: CiRequest, wire: Wire): Promise<CiVerdict> {
  const entries =
    request.specs.length > 0 ? request.specs.map((name) => findSpec([...wire.specRoots], name)) : allSpecs(wire);
  const base = request.base === undefined ? undefined : await findBase(request.base, wire);
  const sources = openTraceSources(wire);
  const failOn = wire.workspace.config.ci?.failOn ?? failOnByDefault;
  const results: CiResult[] = [];
  for (const entry of entries) {
    results.push(
      ...(await judgeEntry(entry, (spec) => ({ spec, wire, sources, failOn, ...(base && { base }) }), wire)),
    );
  }
  if (base !== undefined) {
    const wanted = request.specs.length > 0 ? entries.map(({ slug }) => slug) : [];
    results.push(await judge('ledgers', undefined, () => checkBaseLedgers(base, wanted, wire)));
  }
  const shallow = await sources.isShallow();
  return {
    verdict: worstOf(results),
    specs: entries.map(({ slug }) => slug),
    checks: results,
    notes: [
      ...(shallow ? ['this clone is shallow: what lies before its first commit is not known here'] : []),
      ...describeLoosened(wire),
    ],
  };
}

function allSpecs({ specRoots }: Wire): SpecEntry[] {
  return listAllSpecs(specRoots).filter(({ archived }) => !archived);
}

/** One spec that cannot be read must not hide the others. */
async function judgeEntry(entry: SpecEntry, subjectOf: (spec: OpenSpec) => CiSubject, wire: Wire): Promise<CiResult[]> {
  const { slug } = entry;
  const opened: OpenSpec[] = [];
  const reading = await judge('read', slug, () => {
    opened.push(readEntry(entry, wire));
    return [];
  });
  const [spec] = opened;
  if (spec === undefined) return [reading];
  const results: CiResult[] = [];
  for (const { name, run } of checks) results.push(await judge(name, slug, () => run(subjectOf(spec))));
  return results;
}

/** A check that could not be made is no pass. */
async function judge(
  check: string,
  spec: string | undefined,
  find: () => CiFinding[] | Promise<CiFinding[]>,
): Promise<CiResult> {
  const findings = await Promise.resolve()
    .then(find)
    .catch((error: unknown): CiFinding[] => {
      if (!(error instanceof AshlarError)) throw error;
      const next = error.next === undefined ? {} : { next: error.next };
      return [{ code: 'check-failed', kind: 'invalid', message: error.message, ...next }];
    });
  const passed = findings.every(({ kind }) => kind === 'advice');
  return { check, ...(spec === undefined ? {} : { spec }), passed, findings };
}

function worstOf(results: readonly CiResult[]): CiVerdict['verdict'] {
  const kinds = new Set(results.flatMap(({ findings }) => findings.map(({ kind }) => kind)));
  return (['invalid', 'needs_human', 'verification'] as const).find((kind) => kinds.has(kind)) ?? 'pass';
}

async function findBase(ref: string, wire: Wire): Promise<string> {
  const git = await wire.git();
  const tip = await git.resolve(ref);
  const base = tip === undefined ? undefined : await git.mergeBase('HEAD', tip);
  if (base !== undefined) return base;
  const root = relative(wire.surroundings.cwd, wire.workspace.root) || '.';
  throw new AshlarError({
    kind: 'usage',
    what: tip === undefined ? `${ref} names no commit here` : `HEAD and ${ref} have no commit in common here`,
    why: git.isShallow() ? `the clone in ${root} is shallow` : 'it may not have been fetched',
    next: 'git fetch --unshallow origin, or in a pipeline: fetch-depth: 0',
  });
}
