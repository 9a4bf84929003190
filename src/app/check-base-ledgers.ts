import { basename, dirname, join, relative } from 'node:path';
import { plural } from '../base/text.ts';
import type { LedgerLine } from '../domain/ledger.ts';
import type { Git } from '../git/open-git.ts';
import { describeLine } from '../specs/known-lines.ts';
import { readLedger } from '../specs/ledger.ts';
import { listSpecs } from '../specs/list-specs.ts';
import { sameSpec } from '../specs/same-spec.ts';
import { ledgerFile } from '../specs/spec-folder.ts';
import type { CiFinding } from './ci-check.ts';
import { readEntry } from './open-spec.ts';
import type { Wire } from './wire.ts';

/**
 * The ledgers of `base` of which lines are gone: a machine that never saw them does not miss them by itself. A ledger may
 * have moved with its folder. `wanted` are slugs; all ledgers where it is empty.
 */
export async function checkBaseLedgers(base: string, wanted: readonly string[], wire: Wire): Promise<CiFinding[]> {
  const git = await wire.git();
  const present = presentLines(wire);
  const findings: CiFinding[] = [];
  for (const { path, slug } of await ledgersAt(base, git, wire)) {
    if (wanted.length > 0 && !wanted.some((each) => sameSpec(each, slug))) continue;
    const gone = linesOf(await git.textAt(base, path), slug).filter(({ hash }) => !present.has(hash));
    const last = gone.at(-1);
    if (last === undefined) continue;
    const message = `${plural(gone.length, 'line')} of ${base.slice(0, 7)} ${gone.length === 1 ? 'is' : 'are'} gone; in the last one ${describeLine(last)}`;
    findings.push({
      code: 'ledger-shortened',
      kind: 'needs_human',
      message,
      file: path,
      next: `git log -p -- ${path}`,
    });
  }
  return findings;
}

async function ledgersAt(
  base: string,
  git: Git,
  { specRoots, workspace }: Wire,
): Promise<{ path: string; slug: string }[]> {
  const listed = await Promise.all(
    specRoots.map(async (root) => {
      const folder = relative(workspace.root, root);
      const paths = await git.pathsAt(base, folder);
      return paths
        .filter((path) => basename(path) === ledgerFile)
        .map((path) => ({ path, slug: relative(folder, dirname(path)) }));
    }),
  );
  return listed.flat();
}

/** Of every spec, archived ones too. */
function presentLines(wire: Wire): ReadonlySet<string> {
  const entries = wire.specRoots.flatMap((root) => listSpecs(root));
  const specs = entries.map((entry) => readEntry(entry, wire));
  const lines = specs.flatMap(({ ledger, strange }) => [...ledger, ...strange.map(({ line }) => line)]);
  return new Set(lines.map(({ hash }) => hash));
}

/** Whole lines by whomever: whether they count is another question. */
function linesOf(text: string, slug: string): LedgerLine[] {
  const place = { file: join(slug, ledgerFile), spec: basename(slug) };
  return readLedger(text, place, { counts: () => true, known: [] }).lines;
}
