import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { errorCode } from '../base/errors.ts';
import { wrapText } from '../base/text.ts';
import { shownJson, shownText } from './shown-text.ts';

/**
 * Synchronous, so that nothing is lost at exit; a reader that has gone away (`| head -1`) is no error. What a terminal would
 * act on is shown instead, and secrets are not.
 */
export function writeLine(descriptor: 1 | 2, line: string): void {
  writeAll(descriptor, shownText(line));
}

/** One line of JSON, whose text stays what it says. */
export function writeJsonLine(value: object): void {
  writeAll(1, shownJson(value));
}

function writeAll(descriptor: 1 | 2, line: string): void {
  const bytes = Buffer.from(`${line}\n`);
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      if (errorCode(error) === 'EPIPE') return;
      if (errorCode(error) !== 'EAGAIN') throw error;
    }
  }
}

/** The same for our own words, which a terminal would break in the middle: they are broken between words there. */
export function writeText(descriptor: 1 | 2, text: string): void {
  const columns = isatty(descriptor) ? (descriptor === 1 ? process.stdout : process.stderr).columns : 0;
  writeLine(descriptor, columns > 0 ? wrapText(text, columns, widthOf) : text);
}

const widthOf = (text: string) => stripVTControlCharacters(text).length;
