import { writeSync } from 'node:fs';
import { systemClock } from '../../src/base/clock.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { started, task } from './journal-events.ts';

/** A process that appends until it is killed, and says each row that it was told to be durable. */
const [stateFolder = '', run = ''] = process.argv.slice(-2);
const journal = openJournal({ stateFolder, clock: systemClock });
journal.append(run, started(run));
for (let id = 1; ; id++) {
  const { seq } = journal.append(run, task(String(id), 'x'.repeat(id % 5000)));
  // Ends with an error once nobody listens any more.
  writeSync(1, `${seq}\n`);
}
