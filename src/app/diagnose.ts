import { rmSync } from 'node:fs';
import { relative } from 'node:path';
import { isoTime } from '../base/clock.ts';
import { plural } from '../base/text.ts';
import type { Replaced } from '../journal/replace-journal.ts';
import { examineMachine } from './examine-machine.ts';
import { examineJournal, examineLedgers, findLeftovers, type Leftover } from './examine-state.ts';
import { findFinished } from './find-finished.ts';
import type { Finding } from './finding.ts';
import { isStillWorking } from './hold-lease.ts';
import type { Wire } from './wire.ts';

/** Looks at all that a run stands on; with `repair` it mends what can be mended, and says what was lost. */
export async function diagnose({ repair }: { repair: boolean }, wire: Wire): Promise<Finding[]> {
  const machine = await examineMachine(wire);
  const { health, ...journal } = await examineJournal(wire);
  const isDamaged = health?.state === 'damaged';
  const journals = isDamaged && repair ? await repairJournal(health.lostRows, wire) : [journal];
  const ledgers = await examineLedgers(wire);
  const leftovers = await examineLeftovers(repair, wire);
  return [...machine, ...journals, ...ledgers, ...leftovers];
}

async function repairJournal(lostRows: boolean, wire: Wire): Promise<Finding[]> {
  const { workspace, surroundings } = wire;
  const stamp = isoTime(surroundings.clock.now()).replaceAll(/[-:]/g, '');
  const { replaceJournal } = await import('../journal/replace-journal.ts');
  const replaced = replaceJournal(workspace.stateFolder, { stamp, lostRows });
  return [describeReplaced(replaced, wire), ...(await findFinished(wire))];
}

function describeReplaced({ aside, kept, lost }: Replaced, { workspace }: Wire): Finding {
  const gone =
    lost.length === 0 ? 'what else was in it could not be read' : `could not be recovered: ${lost.join(', ')}`;
  const whole = `${plural(kept.length, 'whole run')} ${kept.length === 1 ? 'was' : 'were'} kept`;
  const path = relative(workspace.root, aside);
  return {
    check: 'journal',
    state: 'note',
    found: `made anew, the damaged one is ${path}; ${whole}, ${gone} (their conversations and costs)`,
  };
}

async function examineLeftovers(remove: boolean, wire: Wire): Promise<Finding[]> {
  const left = findLeftovers(wire);
  if (left.length === 0) return [{ check: 'leftovers', state: 'ok', found: 'no temporary files, no locks' }];
  const working = await workingSpecs(wire);
  const mayGo = ({ isLock }: Leftover) => !isLock || working.length === 0;
  const gone = remove ? left.filter(mayGo) : [];
  for (const { path } of gone) rmSync(path, { force: true });
  return left.map((each) => describeLeftover(each, gone.includes(each), wire));
}

function describeLeftover(leftover: Leftover, isGone: boolean, { workspace }: Wire): Finding {
  const what = `${leftover.isLock ? 'a lock' : 'a temporary file'} of a process that was killed: ${relative(workspace.root, leftover.path)}`;
  if (isGone) return { check: 'leftovers', state: 'ok', found: `taken away: ${what}` };
  return { check: 'leftovers', state: 'note', found: what, next: 'ashlar doctor --repair' };
}

/** The specs on which a living process works. */
async function workingSpecs(wire: Wire): Promise<string[]> {
  if (!wire.hasJournal) return [];
  const journal = await wire.journal();
  const specs = [...new Set(journal.runs().map(({ spec }) => spec))];
  return specs.filter((spec) => {
    const holder = journal.holder(spec);
    return holder !== undefined && isStillWorking(holder, wire.surroundings.host);
  });
}
