import { homedir, hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Surroundings } from '../app/surroundings.ts';
import { systemClock } from '../base/clock.ts';
import { randomId } from '../base/ids.ts';
import { armFailpoint } from './arm-failpoint.ts';
import { type GlobalOptions, isInteractive } from './options.ts';
import { askQuestion } from './prompt.ts';
import { stopSignal } from './signals.ts';

/** The world that the program was started in. */
export function readSurroundings(options: GlobalOptions): Surroundings {
  return {
    cwd: resolve(options.cwd ?? process.cwd()),
    env: process.env,
    home: process.env.HOME ?? homedir(),
    packageRoot: packageRoot(),
    host: hostname(),
    clock: systemClock,
    newId: randomId,
    signal: stopSignal(),
    reach: armFailpoint(process.env.ASHLAR_FAILPOINT),
    ask: isInteractive(options) ? askQuestion : undefined,
  };
}

/** `dist/` and `src/cli/` lie below it; `templates/` beside them. */
export function packageRoot(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return here.endsWith(join('src', 'cli')) ? resolve(here, '..', '..') : resolve(here, '..');
}
