import { lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { isAbsolute, join, posix, resolve } from 'node:path';
import { isInside, shownPath } from '../base/paths.ts';
import { resolveRealPath } from '../base/real-path.ts';
import { isBuildPath } from './commands/build-paths.ts';
import type { HiddenFolders } from './hidden-folders.ts';
import { compilePathRules, globExpression, type PathRules } from './protected-paths.ts';
import { isTaskFile, testFile } from './task-files.ts';
import { harmlessDevices, homeKeys, repositoryZones, systemKeys, temporaryFolders } from './zone-rules.ts';

export interface Places {
  /** Absolute: what the agent sees as its repository. */
  root: string;
  home: string;
  /** Folders relative to the root that only Ashlar and people write: those in which specs lie. */
  specFolders: readonly string[];
  /** What no agent sees, though it lies outside of the root. */
  hidden?: HiddenFolders | undefined;
}

export interface PlacedPath {
  /** Relative to the root with forward slashes; absolute outside of it. */
  rel: string;
  base: string;
  zones: readonly string[];
  /** It and all folders above it; with `deep` also folders below it. */
  dirs: readonly string[];
}

export interface Placing {
  /** Whether what is done to it is done to all below it. */
  deep?: 'read' | 'write';
  /** Text that is to be written, and what it takes the place of. */
  text?: string | undefined;
  before?: string | undefined;
  /** Files that the task names. */
  files?: readonly string[] | undefined;
  /** Files that were there before the task, relative to the root. */
  known?: ReadonlySet<string> | undefined;
}

/** Says where a path lies: as it is written and with its links resolved. */
export type PlacePath = (path: string, placing?: Placing) => PlacedPath;

/** `~` and globs in a path stand for what they stand for in a shell. */
export function placePaths(places: Places): PlacePath {
  const { root, home } = places;
  const tables = tablesOf(places);
  return (given, placing = {}) => {
    const expanded = given.replace(/^~(?=\/|$)/, () => home);
    const written = isAbsolute(expanded) ? posix.normalize(expanded) : resolve(root, expanded);
    const real = realOf(written);
    const lexical = real === written ? [] : zonesOf(written, tables, placing).filter((zone) => !ownOnly.has(zone));
    const strange = isStrange(given, written) ? ['strange'] : [];
    const zones = new Set([...zonesOf(real, tables, placing), ...lexical, ...strange]);
    const show = (path: string) => (isInside(root, path) ? shownPath(root, path) : path);
    const below = placing.deep === undefined ? [] : foldersBelow(real).map(show);
    const rel = show(real);
    return { rel, base: posix.basename(real), zones: [...zones], dirs: [...ancestorsOf(rel), ...below] };
  };
}

/** What only the place itself tells, and no link to it. */
const ownOnly: ReadonlySet<string> = new Set(['worktree', 'outside', 'temp', 'device', 'task', 'new', 'build']);

interface Tables {
  root: string;
  home: string;
  hidden: PathRules;
  inner: PathRules;
  outer: PathRules;
  /** By name, wherever they lie. */
  named: PathRules;
}

function tablesOf({ root, home, specFolders, hidden }: Places): Tables {
  const specs = { rule: 'specs', patterns: specFolders.map((folder) => `/${folder}`) };
  const anywhere = new Set(['keys', 'environment', 'git']);
  return {
    root,
    home,
    hidden: compilePathRules([{ rule: 'hidden', patterns: hidden?.folders ?? [] }]),
    inner: compilePathRules([specs, ...repositoryZones]),
    outer: compilePathRules([{ rule: 'keys', patterns: [...systemKeys, ...homeKeys.map((name) => join(home, name))] }]),
    named: compilePathRules(repositoryZones.filter(({ rule }) => anywhere.has(rule))),
  };
}

/** A glob is resolved up to where it begins. */
function realOf(path: string): string {
  const at = path.search(/[*?[]/);
  const fixed = at < 0 ? path : path.slice(0, path.lastIndexOf('/', at) + 1);
  try {
    const real = resolveRealPath(fixed);
    return at < 0 ? real : join(real, path.slice(fixed.length));
  } catch {
    return path;
  }
}

function zonesOf(path: string, tables: Tables, placing: Placing): string[] {
  const { deep, files = [], known } = placing;
  const { root, hidden, inner } = tables;
  const zones = [...hidden.of(path), ...(deep === undefined ? [] : hidden.below(path))];
  if (!isInside(root, path)) return [...zones, ...outerZones(path, tables, deep)];
  const rel = shownPath(root, path);
  zones.push('worktree', ...inner.of(rel), ...(deep === 'write' ? inner.below(rel) : []));
  const stats = statsOf(path);
  const isNew = (stats === undefined || (stats.isFile() && known?.has(rel) === false)) && !/[*?[]/.test(rel);
  if (stats?.isFile() === true && stats.nlink > 1 && !zones.includes('deps')) zones.push('linked');
  if (isNew) zones.push('new');
  if (isBuildPath(rel)) zones.push('build');
  if (files.length > 0 && isTaskFile(rel, files, isNew)) zones.push('task');
  return [...zones, ...zonesOfText(path, placing)];
}

/** What is written there that is more than a file: it runs by itself, or keeps a test from running. */
function zonesOfText(path: string, { text, before }: Placing): string[] {
  const [, zone, pattern] = watchedTexts.find(([place]) => place.test(path)) ?? [];
  if (text === undefined || zone === undefined || pattern === undefined || !pattern.test(text)) return [];
  const count = (whole: string) => whole.match(new RegExp(pattern, 'g'))?.length ?? 0;
  return count(text) > count(before ?? textAt(path)) ? [zone] : [];
}

const watchedTexts: readonly [RegExp, string, RegExp][] = [
  [
    /\/package\.json$/,
    'install-scripts',
    /"(?:preinstall|install|postinstall|prepare|preprepare|postprepare|prepublish)"\s*:/,
  ],
  [
    testFile,
    'skipped-tests',
    /\b(?:it|test|describe|suite|context)\.(?:skip|todo|only|fixme)\b|\b(?:x(?:it|test|describe)|f(?:it|describe))\s*\(|@(?:pytest\.mark\.(?:skip|xfail)|unittest\.skip|Disabled|Ignore)|#\[ignore|\bt\.Skip|\bpytest\.skip\(|\bskip:\s*true/,
  ],
];

function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function outerZones(path: string, { home, outer, named }: Tables, deep: Placing['deep']): string[] {
  if (harmlessDevices.test(path)) return ['device'];
  // A home that lies among temporary files is a home nevertheless.
  const isHome = path === home || isInside(home, path);
  const temp = !isHome && temporaryFolders.some((folder) => isInside(folder, path)) ? ['temp'] : [];
  return ['outside', ...temp, ...outer.of(path), ...named.of(path), ...(deep === undefined ? [] : outer.below(path))];
}

/** Names that another program, another system or a person would take for something else. */
function isStrange(given: string, path: string): boolean {
  const parts = path.split('/');
  return (
    /[\p{C}\\]|%(?:2e|2f|5c|00)|::?\$/iu.test(given) ||
    /^[a-z]:/i.test(given) ||
    parts.length > 64 ||
    parts.some((part) => part.length > 255)
  );
}

function ancestorsOf(rel: string): string[] {
  const parts = rel.split('/');
  const above = parts.map((_, at) => parts.slice(0, at + 1).join('/') || '/');
  return isAbsolute(rel) ? above : ['.', ...above];
}

/** The paths that a glob stands for now, and itself. `path` is absolute. */
export function expandGlob(path: string): string[] {
  let found = ['/'];
  for (const part of path.split('/').filter((name) => name !== '')) {
    if (found.length > mostFolders) return [path];
    found = found.flatMap((folder) => {
      if (!/[*?[]/.test(part)) return [join(folder, part)];
      const expression = globExpression(part);
      const names = entriesOf(folder).map(({ name }) => name);
      return names
        .filter((name) => expression.test(name) && !(name.startsWith('.') && !part.startsWith('.')))
        .map((name) => join(folder, name));
    });
  }
  return [...found.slice(0, mostFolders), path];
}

const mostFolders = 200;

/** The first folders below, so that a policy on one of them knows of it. */
function foldersBelow(path: string): string[] {
  const found: string[] = [];
  const open = [path];
  for (let next = open.shift(); next !== undefined && found.length < mostFolders; next = open.shift()) {
    for (const entry of entriesOf(next)) {
      if (!entry.isDirectory() || entry.name === 'node_modules' || entry.name === '.git') continue;
      found.push(join(next, entry.name));
      open.push(join(next, entry.name));
    }
  }
  return found;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

export function isFolder(path: string): boolean {
  return statsOf(path)?.isDirectory() === true;
}

/** None too for a name that no file can have. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Whether a path is a secret place outside of the repository, by its name alone. */
export function isGuardedBy(places: Places): (path: string) => boolean {
  const { hidden, outer } = tablesOf(places);
  return (path) => {
    const written = path.replace(/^~(?=\/|$)/, () => places.home);
    return !isInside(places.root, written) && (hidden.of(written).length > 0 || outer.of(written).length > 0);
  };
}
