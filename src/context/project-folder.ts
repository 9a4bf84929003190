import { readInside } from './read-inside.ts';

/** A folder of the repository as a toolchain sees it. Paths are relative to the folder, with forward slashes. */
export interface ProjectFolder {
  /** Relative to the repository's root; '' for the root itself. */
  readonly path: string;
  readonly files: readonly string[];
  has(path: string): boolean;
  /** The first path that matches, in code-unit order. */
  find(pattern: RegExp): string | undefined;
  /** The text of one of the folder's files; '' where there is none. */
  read(path: string): string;
  /** A value within a JSON file; undefined where the file, its syntax or the value is missing. */
  json(path: string, ...keys: string[]): unknown;
}

/** `files` are all the repository's, relative to `root` and sorted. */
export function openFolder(root: string, files: readonly string[], path: string): ProjectFolder {
  const prefix = path === '' ? '' : `${path}/`;
  const inside = files.filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length));
  const names = new Set(inside);
  const texts = new Map<string, string>();
  const read = (file: string) => {
    const text = texts.get(file) ?? (names.has(file) ? (readInside(root, `${prefix}${file}`) ?? '') : '');
    texts.set(file, text);
    return text;
  };
  return {
    path,
    files: inside,
    has: (file) => names.has(file),
    find: (pattern) => inside.find((file) => pattern.test(file)),
    read,
    json: (file, ...keys) => valueAt(parseJson(read(file)), keys),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return valueAt(Reflect.get(value, key), rest);
}
