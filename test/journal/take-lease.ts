import { existsSync } from 'node:fs';
import { systemClock } from '../../src/base/clock.ts';
import { AshlarError } from '../../src/base/errors.ts';
import { currentHolder, isHolderAlive } from '../../src/base/process-identity.ts';
import { openJournal } from '../../src/journal/open-journal.ts';

/** A process that tries for a lease as soon as a file is there, says how it went, and stays until its stdin ends. */
const [stateFolder = '', signalFile = ''] = process.argv.slice(-2);
const journal = openJournal({ stateFolder, clock: systemClock });
process.stdout.write('ready\n');
while (!existsSync(signalFile)) await systemClock.sleep(1);
try {
  const holder = currentHolder('here');
  const { token } = journal.takeLease({ spec: 'demo', holder, isAlive: (other) => isHolderAlive(other, 'here') });
  process.stdout.write(`took ${token}\n`);
} catch (error) {
  process.stdout.write(error instanceof AshlarError ? `${error.kind} ${error.why}\n` : `${error}\n`);
}
process.stdin.resume();
