import { writeSync } from 'node:fs';
import { errorCode } from '../base/errors.ts';
import { showControls } from './show-controls.ts';

/**
 * Synchronous, so that nothing is lost at exit; a reader that has gone away (`| head -1`) is no error. What a terminal would
 * act on is shown instead.
 */
export function writeLine(descriptor: 1 | 2, line: string): void {
  const bytes = Buffer.from(`${showControls(line)}\n`);
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      if (errorCode(error) === 'EPIPE') return;
      if (errorCode(error) !== 'EAGAIN') throw error;
    }
  }
}
