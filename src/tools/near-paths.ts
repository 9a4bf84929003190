import { type Dirent, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { similarity } from './similarity.ts';

/** Up to three files that a model may have meant by a path that is not there, the likeliest first. */
export function findNearPaths(root: string, missing: string): string[] {
  const wanted = missing.toLowerCase();
  const scored = walkFiles(root).map((path) => ({ path, score: scorePath(path.toLowerCase(), wanted) }));
  const likely = scored.filter(({ score }) => score >= 0.6);
  likely.sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1));
  return likely.slice(0, 3).map(({ path }) => path);
}

/** The same name in another folder counts more than a like name in the same one. */
function scorePath(path: string, wanted: string): number {
  const whole = similarity(path, wanted);
  return posix.basename(path) === posix.basename(wanted) ? 1 + whole : whole;
}

const entriesMax = 5_000;
const passedOver = new Set(['.git', 'node_modules']);

/** Files level by level, so that a bound cuts off the deepest. */
function walkFiles(root: string): string[] {
  const files: string[] = [];
  const folders = [''];
  let seen = 0;
  for (let folder = folders.shift(); folder !== undefined && seen < entriesMax; folder = folders.shift()) {
    const entries = entriesOf(posix.join(root, folder));
    seen += entries.length;
    for (const entry of entries) {
      const path = posix.join(folder, entry.name);
      if (entry.isFile()) files.push(path);
      else if (entry.isDirectory() && !passedOver.has(entry.name)) folders.push(path);
    }
  }
  return files;
}

/** A folder that may not be read holds nothing that could be meant. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
