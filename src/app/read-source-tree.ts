import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../base/limits.ts';
import type { ImportNote, SourceTree } from '../specs/import/foreign-spec.ts';

export interface ReadTree extends SourceTree {
  /** Files that could not be read. */
  notes: ImportNote[];
}

const folders = ['specs', 'openspec', '.specify/memory', '.kiro/specs', '.kiro/steering'] as const;
const deepest = 8;

/** The files of a repository in which other tools keep specs. Links are not followed. */
export function readSourceTree(root: string): ReadTree {
  const notes: ImportNote[] = [];
  const paths = folders
    .flatMap((folder) => listFiles(root, folder, deepest))
    .filter((path) => {
      const why = /\.(?:md|json)$/.test(path) ? refuseText(join(root, path)) : undefined;
      if (why !== undefined) notes.push({ file: path, line: 1, message: why });
      return why === undefined;
    });
  return { paths: paths.sort(), notes, read: (path) => readFileSync(join(root, path), 'utf8').replace(/^\uFEFF/, '') };
}

function listFiles(root: string, folder: string, depth: number): string[] {
  if (depth === 0) return [];
  return readFolder(join(root, folder)).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : listFiles(root, path, depth - 1);
    return entry.isFile() ? [path] : [];
  });
}

function readFolder(path: string): Dirent[] {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
    ? readdirSync(path, { withFileTypes: true })
    : [];
}

/** Why a text is left out. */
function refuseText(path: string): string | undefined {
  if (statSync(path).size > limits.contextFileBytes) return 'is too large for a spec, so it was left where it is';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
    return undefined;
  } catch {
    return 'is not UTF-8, so it was left where it is';
  }
}
