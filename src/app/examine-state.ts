import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isLeftover } from '../base/files.ts';
import { plural } from '../base/text.ts';
import type { JournalHealth } from '../journal/inspect-journal.ts';
import { listAllSpecs } from '../specs/list-specs.ts';
import { examine } from './examine-machine.ts';
import type { Finding } from './finding.ts';
import { openSpec } from './open-spec.ts';
import type { Wire } from './wire.ts';

/** The journal: every row of every run, against its hash. */
export async function examineJournal(wire: Wire): Promise<Finding & { health?: JournalHealth }> {
  let health: JournalHealth | undefined;
  const finding = await examine('journal', async () => {
    const { inspectJournal } = await import('../journal/inspect-journal.ts');
    health = inspectJournal(wire.workspace.stateFolder, wire.surroundings.clock);
    return describeHealth(health);
  });
  if (health?.state === 'damaged') return { ...finding, state: 'broken', next: 'ashlar doctor --repair', health };
  return { ...finding, ...(health !== undefined && { health }) };
}

function describeHealth(health: JournalHealth): string {
  if (health.state === 'missing') return 'none yet';
  if (health.state === 'damaged') return `damaged: ${health.why}`;
  return `${plural(health.runs, 'run')}, ${plural(health.events, 'event')}, each as it was written`;
}

/** Every ledger that is not whole, and how many are. */
export async function examineLedgers(wire: Wire): Promise<Finding[]> {
  const entries = listAllSpecs(wire.specRoots).filter(({ archived }) => !archived);
  const looked = await Promise.all(
    entries.map(({ slug }) => examine(`ledger ${slug}`, () => openSpec(slug, wire).ledger.length.toString())),
  );
  const broken = looked.filter(({ state }) => state === 'broken');
  const whole = looked.length - broken.length;
  return [
    { check: 'ledgers', state: 'ok', found: `${plural(whole, 'spec')} with a whole ledger or none yet` },
    ...broken,
  ];
}

export interface Leftover {
  path: string;
  /** A lock of git is taken away only where nobody works. */
  isLock: boolean;
}

/** What processes that were killed left behind: temporary files and, in the worktrees of runs, locks. */
export function findLeftovers({ workspace, specRoots }: Wire): Leftover[] {
  const { stateFolder, root } = workspace;
  const folders = [stateFolder, ...listAllSpecs(specRoots).map(({ folder }) => folder)];
  const files = folders.flatMap((folder) => filesIn(folder).filter(isTemporary));
  const trees = join(root, '.git', 'worktrees');
  const mine = foldersIn(trees).filter((tree) => existsSync(join(stateFolder, 'worktrees', relative(trees, tree))));
  const locks = mine.flatMap((tree) => filesIn(tree).filter((path) => path.endsWith('.lock')));
  return [
    ...files.map((path) => ({ path, isLock: false })),
    ...locks.filter((path) => !path.endsWith('/locked')).map((path) => ({ path, isLock: true })),
  ];
}

/** Of `writeFileWhole`, of a journal that was being made, of a backup of it. */
function isTemporary(path: string): boolean {
  return isLeftover(path) || /\/\.new_[0-9a-f]{10}\.db(?:-wal|-shm|-journal)?$|-backup\.part_[0-9a-f]{10}$/.test(path);
}

function filesIn(folder: string): string[] {
  return entriesIn(folder).flatMap((entry) => (entry.isFile() ? [join(folder, entry.name)] : []));
}

function foldersIn(folder: string): string[] {
  return entriesIn(folder).flatMap((entry) => (entry.isDirectory() ? [join(folder, entry.name)] : []));
}

function entriesIn(folder: string) {
  return existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
}
