// Bundled and run by measure-journal.mjs: appends events to a journal, and the same bytes to a bare file, in turns.
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import { openJournal } from '../../src/journal/open-journal.ts';

const [folder = '', count = '0'] = process.argv.slice(1);
mkdirSync(folder, { recursive: true });
const journal = openJournal({ stateFolder: folder, clock: systemClock });
const file = openSync(join(folder, 'bare.log'), 'a');
const run = 'run_bench';
const start = { type: 'run_started', run, spec: 'rounds', kind: 'execute', base: '0', branch: 'b', inPlace: false };
journal.append(run, start);
const times = { append: [], fsync: [] };
for (let n = 0; n < Number(count); n++) {
  const input = { content: `${n} `.padEnd(1000, 'x') };
  // One that must be on the disk before anything follows it.
  const event = { type: 'tool_started', session: 's', call: `c${n}`, name: 'write', effect: 'files', input };
  times.append.push(timed(() => journal.append(run, event)));
  times.fsync.push(
    timed(() => {
      writeSync(file, JSON.stringify(event));
      fsyncSync(file);
    }),
  );
}
closeSync(file);
journal.close();
process.stdout.write(JSON.stringify(times));

function timed(work) {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
