import { lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { join, relative } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { canonicalJson, digest } from '../base/ids.ts';
import { isInside, shownPath } from '../base/paths.ts';
import { findRepository } from '../git/find-repository.ts';
import { parseGitSettings, whySettingMatters } from './git-settings.ts';

export type EffectKind =
  | 'git setting'
  | 'git folder'
  | 'hook'
  | 'attributes'
  | 'configuration'
  | 'policy'
  | 'template'
  | 'steering'
  | 'tool server'
  | 'environment file';

/** Something of a folder that would take effect if the folder were trusted. */
export interface Effect {
  kind: EffectKind;
  /** Relative to the folder; with a setting of git, that setting. */
  path: string;
  why: string;
  /** SHA-256 of what would take effect; '' for what is only named and never read. */
  digest: string;
}

/** All that a folder brings along and that would take effect, in one order. Looks at files only: nothing is run or believed. */
export function whatTakesEffect(root: string): Effect[] {
  const effects = [
    ...gitEffects(root),
    ...places.flatMap((place) => effectsAt(root, place)),
    ...environmentFiles(root),
  ];
  return effects.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

/** What is only named and never read does not. */
export function takesEffect(effect: Effect): boolean {
  return effect.digest !== '';
}

/** Stands for the whole set. */
export function digestOfEffects(effects: readonly Effect[]): string {
  return digest(canonicalJson(effects.filter(takesEffect).map(({ kind, path, digest: own }) => [kind, path, own])));
}

const order = ({ kind, path }: Effect) => `${kind} ${path}`;

interface EffectPlace {
  kind: EffectKind;
  /** A file, or a folder with all that is in it. */
  path: string;
  why: string;
}

const instructs = 'tells agents what to do';
const starts = 'names programs or addresses that give agents tools';

const places: readonly EffectPlace[] = [
  { kind: 'configuration', path: '.ashlar/config.yaml', why: 'sets models, commands, their environment, and bounds' },
  { kind: 'policy', path: '.ashlar/policy', why: 'says what agents may do' },
  { kind: 'template', path: '.ashlar/templates', why: 'stands in place of what Ashlar tells agents' },
  { kind: 'steering', path: '.ashlar/steering', why: instructs },
  { kind: 'steering', path: 'AGENTS.md', why: instructs },
  { kind: 'steering', path: 'CLAUDE.md', why: instructs },
  { kind: 'steering', path: '.kiro/steering', why: instructs },
  { kind: 'steering', path: '.kiro/hooks', why: 'has agents work when files change' },
  ...[
    '.mcp.json',
    'mcp.json',
    '.ashlar/mcp.json',
    '.kiro/settings/mcp.json',
    '.cursor/mcp.json',
    '.vscode/mcp.json',
  ].map((path): EffectPlace => ({ kind: 'tool server', path, why: starts })),
  { kind: 'tool server', path: '.amazonq/mcp.json', why: starts },
];

const mostFiles = 1_000;

function effectsAt(root: string, { kind, path, why }: EffectPlace): Effect[] {
  return filesAt(join(root, path))
    .slice(0, mostFiles)
    .map((file) => ({ kind, path: shownPath(root, file), why, digest: digestOfFile(file) }));
}

/** A file, or the files in a folder. Links are taken for what they are: where they lead is not followed. */
function filesAt(path: string): string[] {
  const found = statOf(path);
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function digestOfFile(path: string): string {
  const found = statOf(path);
  if (found?.isFile() === true) return digest(readFileSync(path));
  // A link is read through wherever it leads: what is there counts, and that it is a link.
  return digest(`link ${found?.isSymbolicLink() === true ? readThrough(path) : ''}`);
}

function readThrough(path: string): string {
  try {
    return digest(readFileSync(path));
  } catch {
    return 'nothing';
  }
}

/** They are named, so that a person knows; nobody reads them. */
function environmentFiles(root: string): Effect[] {
  const names = readdirSync(root).filter((name) => /^\.env(?:rc|\..+)?$/.test(name));
  return names.map((path) => ({ kind: 'environment file', path, why: 'is never read by Ashlar', digest: '' }));
}

function gitEffects(root: string): Effect[] {
  const paths = repositoryAt(root);
  if (paths === undefined) return [];
  const { gitDir, commonDir } = paths;
  const shown = (path: string) => (isInside(root, path) ? shownPath(root, path) : path);
  const elsewhere = [...new Set([gitDir, commonDir])].filter((folder) => !isInside(root, folder));
  return [
    ...elsewhere.map(
      (path): Effect => ({ kind: 'git folder', path, why: 'lies outside of the folder', digest: digest(path) }),
    ),
    ...[join(commonDir, 'config'), join(gitDir, 'config.worktree')].flatMap((file) => settingsIn(file, shown(file))),
    ...hooksIn(join(commonDir, 'hooks'), shown),
    ...[join(root, '.gitattributes'), join(commonDir, 'info', 'attributes')].flatMap((file) =>
      driversIn(file, shown(file)),
    ),
  ];
}

function repositoryAt(root: string) {
  try {
    const paths = findRepository(root);
    return paths.root === root ? paths : undefined;
  } catch (error) {
    if (error instanceof AshlarError) return undefined;
    throw error;
  }
}

function settingsIn(file: string, shown: string): Effect[] {
  if (statOf(file)?.isFile() !== true) return [];
  return parseGitSettings(readFileSync(file, 'utf8')).flatMap((setting) => {
    const why = whySettingMatters(setting);
    const path = `${shown} ${setting.key} = ${setting.value}`;
    return why === undefined ? [] : [{ kind: 'git setting' as const, path, why, digest: digest(path) }];
  });
}

function hooksIn(folder: string, shown: (path: string) => string): Effect[] {
  return filesAt(folder)
    .filter((file) => !file.endsWith('.sample') && relative(folder, file) !== '' && isProgram(file))
    .map((file) => ({
      kind: 'hook',
      path: shown(file),
      why: 'git runs it; Ashlar’s git does not',
      digest: digestOfFile(file),
    }));
}

function isProgram(file: string): boolean {
  const found = statOf(file);
  return found?.isSymbolicLink() === true || ((found?.mode ?? 0) & 0o111) !== 0;
}

/** Attributes that name a driver; the program of the driver is a setting. */
function driversIn(file: string, shown: string): Effect[] {
  if (statOf(file)?.isFile() !== true) return [];
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  const named = lines
    .map((line) => line.trim())
    .filter((line) => /\s(?:filter|diff|merge)=\S/.test(line) && !line.startsWith('#'));
  if (named.length === 0) return [];
  return [{ kind: 'attributes', path: shown, why: 'has git use drivers for files', digest: digest(named.join('\n')) }];
}
