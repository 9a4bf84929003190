import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface TemporaryRepository {
  root: string;
  files: string[];
}

/** A folder with these files, gone after the test. */
export function writeRepository(contents: Readonly<Record<string, string>>): TemporaryRepository {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'context-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { root, files: Object.keys(contents) };
}
