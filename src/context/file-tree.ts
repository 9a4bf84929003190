import { plural } from '../base/text.ts';
import { plainPath } from './fence.ts';
import { isThirdParty } from './languages.ts';

/** Of one folder; the others are counted. */
const shownAtOnce = { folders: 50, files: 25 };

/**
 * The files as an indented tree of at most `maxChars`: folders are opened level by level as far as they fit and otherwise
 * shown with the number of their files. The same whatever the order of `files`.
 */
export function renderFileTree(files: readonly string[], maxChars: number): string {
  const root = growTree([...new Set(files)].sort());
  const open = chooseOpen(root, maxChars);
  return fitLines(renderChildren(root, open), maxChars);
}

/** The first lines that fit, with the number of those left out; '' where not even that fits. */
export function fitLines(lines: readonly string[], maxChars: number): string {
  const whole = lines.join('\n');
  if (whole.length <= maxChars) return whole;
  const room = maxChars - `\n… ${lines.length} more lines`.length;
  let used = 0;
  const fitting = lines.findIndex((line) => {
    used += line.length + 1;
    return used - 1 > room;
  });
  return room < 0 ? '' : [...lines.slice(0, fitting), `… ${lines.length - fitting} more lines`].join('\n');
}

interface Folder {
  /** Several names where the folders between hold nothing else: `src/main/java`. */
  name: string;
  path: string;
  depth: number;
  folders: Folder[];
  hiddenFolders: Folder[];
  files: string[];
  count: number;
}

function growTree(paths: readonly string[], at = { name: '', path: '', depth: -1 }): Folder {
  const rest = paths.map((path) => path.slice(at.path.length));
  const files = rest.filter((path) => !path.includes('/'));
  const below = groupByFolder(rest);
  const [only] = below.keys();
  if (at.depth >= 0 && files.length === 0 && below.size === 1 && only !== undefined) {
    return growTree(paths, { name: `${at.name}/${only}`, path: `${at.path}${only}/`, depth: at.depth });
  }
  const folders = [...below].map(([name, inside]) =>
    growTree(
      inside.map((path) => `${at.path}${path}`),
      { name, path: `${at.path}${name}/`, depth: at.depth + 1 },
    ),
  );
  return {
    ...at,
    folders: folders.slice(0, shownAtOnce.folders),
    hiddenFolders: folders.slice(shownAtOnce.folders),
    files,
    count: paths.length,
  };
}

/** Paths by the first folder in them; those without a folder are left out. */
function groupByFolder(paths: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    if (!path.includes('/')) continue;
    const name = path.slice(0, path.indexOf('/'));
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(path);
  }
  return groups;
}

/** Opens shallow folders first; one that does not fit stays shut, a smaller one after it may still be opened. */
function chooseOpen(root: Folder, maxChars: number): Set<Folder> {
  const open = new Set([root]);
  let used = renderChildren(root, open).join('\n').length;
  for (let level = root.folders; level.length > 0; ) {
    const opened = level.filter((folder) => {
      const cost = isThirdParty(folder.path) ? maxChars : costOfOpening(folder);
      if (used + cost > maxChars) return false;
      used += cost;
      open.add(folder);
      return true;
    });
    level = opened.flatMap((folder) => folder.folders);
  }
  return open;
}

function costOfOpening(folder: Folder): number {
  const children = renderChildren(folder, new Set()).reduce((sum, line) => sum + line.length + 1, 0);
  return children + folderLine(folder, true).length - folderLine(folder, false).length;
}

function renderChildren(folder: Folder, open: ReadonlySet<Folder>): string[] {
  const indent = '  '.repeat(folder.depth + 1);
  const folders = folder.folders.flatMap((child) =>
    open.has(child) ? [folderLine(child, true), ...renderChildren(child, open)] : [folderLine(child, false)],
  );
  const files = folder.files.slice(0, shownAtOnce.files).map((name) => `${indent}${plainPath(name)}`);
  const hidden = folder.files.slice(shownAtOnce.files);
  const moreFolders = folder.hiddenFolders.length === 0 ? [] : [`${indent}… ${countFolders(folder.hiddenFolders)}`];
  const moreFiles = hidden.length === 0 ? [] : [`${indent}… ${plural(hidden.length, 'more file')}${endings(hidden)}`];
  return [...folders, ...moreFolders, ...files, ...moreFiles];
}

function countFolders(folders: readonly Folder[]): string {
  const files = folders.reduce((sum, folder) => sum + folder.count, 0);
  return `${plural(folders.length, 'more folder')} (${plural(files, 'file')})`;
}

function folderLine(folder: Folder, isOpen: boolean): string {
  const count = isOpen ? '' : ` (${plural(folder.count, 'file')})`;
  return `${'  '.repeat(folder.depth)}${plainPath(folder.name)}/${count}`;
}

function endings(names: readonly string[]): string {
  const found = new Set(names.map((name) => /\.\w{1,8}$/.exec(name)?.[0]).filter((ending) => ending !== undefined));
  return found.size === 0 || found.size > 4 ? '' : ` (${[...found].sort().join(', ')})`;
}
