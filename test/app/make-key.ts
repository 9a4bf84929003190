import { existsSync } from 'node:fs';
import { readOrMakeOwnKey } from '../../src/app/own-key.ts';
import { systemClock } from '../../src/base/clock.ts';

/** A process that wants the key of the user as soon as a file is there, and says which it got. */
const [stateFolder = '', signalFile = ''] = process.argv.slice(-2);
process.stdout.write('ready\n');
while (!existsSync(signalFile)) await systemClock.sleep(1);
process.stdout.write(`${readOrMakeOwnKey(stateFolder).key}\n`);
