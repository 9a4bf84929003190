import { appendFileSync, closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from './files.ts';

export interface JsonLine {
  /** Counts from 1. */
  line: number;
  text: string;
  value: unknown;
  /** Set where the line is no JSON; `value` is then undefined. */
  problem?: string;
}

/** Reads JSON Lines without throwing; blank lines are passed over. */
export function parseJsonLines(text: string): JsonLine[] {
  return text.split('\n').flatMap((raw, index): JsonLine[] => {
    if (raw.trim() === '') return [];
    try {
      return [{ line: index + 1, text: raw, value: JSON.parse(raw) as unknown }];
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return [{ line: index + 1, text: raw, value: undefined, problem }];
    }
  });
}

/** Appends one line to a file, which is made if need be, and returns when it is on disk. */
export function appendJsonLine(path: string, value: unknown): void {
  appendText(path, `${JSON.stringify(value)}\n`);
}

/** The same for a text. */
export function appendText(path: string, text: string): void {
  const isNew = !existsSync(path);
  const file = openSync(path, 'a', 0o644);
  try {
    appendFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (isNew) syncFolder(dirname(path));
}
