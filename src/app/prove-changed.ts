import type { CheckResult, Event } from '../domain/event.ts';
import { approvalState } from '../specs/approval.ts';
import type { Drift } from '../specs/drift.ts';
import type { OpenSpec } from './open-spec.ts';
import { defaultChecks, readProject } from './project.ts';
import type { Wire } from './wire.ts';

/**
 * Runs what proved the tasks of changed code, each command once, in the checkout. Where all that proves a change is green,
 * it is still verified. A changed test cannot prove itself.
 */
export async function* proveChanged(
  drifts: readonly Drift[],
  specs: readonly OpenSpec[],
  wire: Wire,
): AsyncGenerator<Event, Drift[]> {
  const results = new Map<string, CheckResult>();
  const proved: Drift[] = [];
  for (const drift of drifts) {
    const spec = specs.find(({ slug }) => slug === drift.spec);
    if (!isProvable(drift) || spec === undefined) {
      proved.push(drift);
      continue;
    }
    const commands = await commandsOf(spec, drift.tasks, wire);
    for (const command of commands) {
      if (results.has(command)) continue;
      yield { type: 'note', text: `running ${command}` };
      results.set(command, await wire.runCheck(wire.workspace.root, command));
    }
    proved.push(judge(drift, commands, results));
  }
  return proved;
}

/** Code, and files that changed and that nothing here can read: what proved them can still tell that they broke. */
function isProvable({ class: found, hash, test }: Drift): boolean {
  return test !== true && (found === 'code_ahead' || (found === 'not_checked' && hash !== undefined));
}

function judge(drift: Drift, commands: readonly string[], results: ReadonlyMap<string, CheckResult>): Drift {
  const red = commands.find((command) => results.get(command)?.exitCode !== 0);
  if (red !== undefined) return { ...drift, class: 'code_ahead', why: `${drift.why}, and ${red} fails` };
  if (drift.class === 'not_checked') return drift;
  if (commands.length === 0) return { ...drift, why: `${drift.why}, and no approved command proves it` };
  return { ...drift, class: 'still_verified', why: `it changed, and ${commands.join(', ')} is green` };
}

/** The commands of tasks as a human approved them; no text that nobody approved is run. */
async function commandsOf(spec: OpenSpec, tasks: readonly string[], wire: Wire): Promise<string[]> {
  const document = spec.tasks;
  if (document === undefined) return [];
  const states = approvalState(document, 'tasks', spec.ledger);
  const approved = new Set(states.filter(({ state }) => state === 'approved').map(({ block }) => block.id));
  const commands = new Set<string>();
  for (const id of tasks) {
    const task = document.tasks.find((each) => each.id === id);
    if (task === undefined || !approved.has(`tasks/${id}`)) return [];
    const own = task.verify === undefined ? await repositoryChecks(wire) : [task.verify];
    if (own.length === 0) return [];
    for (const command of own) commands.add(command);
  }
  return [...commands];
}

async function repositoryChecks(wire: Wire): Promise<string[]> {
  const { commands } = await readProject(wire);
  return defaultChecks(wire.workspace.config, commands);
}
