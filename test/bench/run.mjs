// What Ashlar costs beside the model: `npm run bench`, or with more rounds `npm run bench -- --thorough`. No figure makes
// it fail; a run that does not do its work does. docs/performance.md says what each line means.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureGuard } from './guard.mjs';
import { measureCommands } from './measure-commands.mjs';
import { measureJournal } from './measure-journal.mjs';
import { finishRun, measureFirstRequest, measureRun } from './measure-run.mjs';
import { startMessagesServer } from './messages-server.mjs';
import { copyRepository, makeApprovedSpec } from './repository.mjs';
import { describeFigures } from './table.mjs';

const thorough = process.argv.includes('--thorough');
const rounds = thorough
  ? { commands: 40, starts: 30, runs: 8, appends: 2_000, guarded: 200 }
  : { commands: 12, starts: 8, runs: 3, appends: 500, guarded: 60 };
const turns = 200;

const load = loadavg()[0].toFixed(1);
console.log(`Node ${process.versions.node}, ${availableParallelism()} cores, load average ${load} at the start`);
const scratch = mkdtempSync(join(tmpdir(), 'ashlar-bench-'));
const server = await startMessagesServer();
try {
  const approved = await makeApprovedSpec(join(scratch, 'approved'), server);
  const copy = (name) => copyRepository(approved, join(scratch, name));
  const firstRequestMs = [];
  // The very first start of an installed program finds its files on the disk and nothing compiled.
  const firstUseMs = await measureFirstRequest(copy('first-use'), server);
  await finishRun(copy('warm'), server, 30);
  const short = await measureRun(copy('short'), server, { turns: 12, weighAt: [] });
  for (let n = 0; n < rounds.starts; n++) firstRequestMs.push(await measureFirstRequest(copy(`start-${n}`), server));
  const runs = [];
  for (let n = 0; n < rounds.runs; n++) {
    runs.push(await measureRun(copy(`run-${n}`), server, { turns, weighAt: [20, turns] }));
  }
  const commands = await measureCommands(rounds.commands, {
    finished: join(scratch, 'short'),
    long: join(scratch, 'run-0'),
  });
  const journal = await measureJournal(join(scratch, 'journal'), rounds.appends);
  const guard = await measureGuard(join(scratch, 'guard'), rounds.guarded);
  console.log(describeFigures({ commands, firstUseMs, firstRequestMs, short, runs, journal, guard, turns }));
} finally {
  server.close();
  rmSync(scratch, { recursive: true, force: true });
}
