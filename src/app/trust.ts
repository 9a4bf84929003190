import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isoInstant } from '../base/clock.ts';
import { AshlarError } from '../base/errors.ts';
import { isInside, userFolders } from '../base/paths.ts';
import { refuseAgents } from './refuse-agents.ts';
import type { Surroundings } from './surroundings.ts';
import { readTrust, type TrustedFolder, writeTrust } from './trust-file.ts';
import { digestOfEffects, type Effect, takesEffect, whatTakesEffect } from './what-takes-effect.ts';

export type TrustStanding =
  | { state: 'trusted' }
  /** `why` where nobody can be trusted: the file is damaged, or somebody else's. */
  | { state: 'unknown'; why?: string }
  /** What came, went or is not as it was when the user looked at it. */
  | { state: 'changed'; changes: string[] };

/** What a user is shown before a folder is trusted. */
export interface TrustRequest {
  /** The top of the repository that the folder lies in, else the folder; absolute, without links. */
  folder: string;
  standing: TrustStanding;
  effects: Effect[];
}

export function askTrust(folder: string, surroundings: Surroundings): TrustRequest {
  const root = folderToTrust(resolve(surroundings.cwd, folder));
  const effects = whatTakesEffect(root);
  return { folder: root, effects, standing: standingOf(root, effects, stateFolderOf(surroundings)) };
}

/** Whether the user trusts what the folder brings along, as it is now. Never throws for a trust file that cannot be believed. */
export function isTrusted(folder: string, surroundings: Surroundings): TrustStanding {
  return askTrust(folder, surroundings).standing;
}

/** Trusts what the user was shown, and nothing that came since. */
export function trust(seen: TrustRequest, surroundings: Surroundings): TrustedFolder {
  refuseAgents(surroundings);
  const state = stateFolderOf(surroundings);
  if (isInside(seen.folder, state)) throw stateInside(seen.folder, state);
  if (digestOfEffects(whatTakesEffect(seen.folder)) !== digestOfEffects(seen.effects))
    throw changedMeanwhile(seen.folder);
  const entry: TrustedFolder = {
    path: seen.folder,
    inode: inodeOf(seen.folder),
    digest: digestOfEffects(seen.effects),
    effects: namedDigests(seen.effects),
    since: isoInstant(surroundings.clock.now()),
    by: surroundings.env.USER || surroundings.env.LOGNAME || 'unknown',
  };
  const known = readTrust(state);
  writeTrust(state, { ...known, folders: [...known.folders.filter(({ path }) => path !== entry.path), entry] });
  return entry;
}

/** False where the folder was not trusted. One that is gone can be named too. */
export function distrust(folder: string, surroundings: Surroundings): boolean {
  refuseAgents(surroundings);
  const state = stateFolderOf(surroundings);
  const given = resolve(surroundings.cwd, folder);
  const path = existsSync(given) ? folderToTrust(given) : given;
  const known = readTrust(state);
  const left = known.folders.filter((entry) => entry.path !== path);
  if (left.length < known.folders.length) writeTrust(state, { ...known, folders: left });
  return left.length < known.folders.length;
}

export function listTrusted(surroundings: Surroundings): (TrustedFolder & { standing: TrustStanding })[] {
  const state = stateFolderOf(surroundings);
  return readTrust(state).folders.map((entry) => {
    const isThere = existsSync(entry.path);
    const effects = isThere ? whatTakesEffect(entry.path) : [];
    return {
      ...entry,
      standing: isThere ? standingOf(entry.path, effects, state) : { state: 'unknown', why: 'it is gone' },
    };
  });
}

function standingOf(root: string, effects: readonly Effect[], stateFolder: string): TrustStanding {
  const entry = entryOf(root, stateFolder);
  if (entry === undefined) return { state: 'unknown' };
  if (entry instanceof AshlarError) return { state: 'unknown', why: entry.message };
  if (entry.inode !== inodeOf(root)) return { state: 'changed', changes: ['the folder is another one than it was'] };
  if (entry.digest === digestOfEffects(effects)) return { state: 'trusted' };
  return { state: 'changed', changes: changesSince(entry, namedDigests(effects)) };
}

function entryOf(root: string, stateFolder: string): TrustedFolder | AshlarError | undefined {
  try {
    return readTrust(stateFolder).folders.find(({ path }) => path === root);
  } catch (error) {
    if (error instanceof AshlarError) return error;
    throw error;
  }
}

function changesSince({ effects: before }: TrustedFolder, now: Readonly<Record<string, string>>): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return names.flatMap((name) => {
    if (before[name] === now[name]) return [];
    if (before[name] === undefined) return [`new: ${name}`];
    return [now[name] === undefined ? `gone: ${name}` : `changed: ${name}`];
  });
}

function namedDigests(effects: readonly Effect[]): Record<string, string> {
  return Object.fromEntries(effects.filter(takesEffect).map(({ kind, path, digest }) => [`${kind} ${path}`, digest]));
}

function inodeOf(folder: string): string {
  const { dev, ino } = statSync(folder, { bigint: true });
  return `${dev}:${ino}`;
}

/** What is trusted is a whole repository, found by its files. */
function folderToTrust(given: string): string {
  if (!existsSync(given) || !statSync(given).isDirectory())
    throw new AshlarError({ kind: 'usage', what: `there is no folder ${given}`, next: 'ashlar trust FOLDER' });
  const start = realpathSync.native(given);
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return start;
  }
}

function stateFolderOf({ env, home }: Surroundings): string {
  return userFolders(env, home).state;
}

function changedMeanwhile(folder: string): AshlarError {
  const what = `${folder} was changed while you looked at it`;
  return new AshlarError({ kind: 'needs_human', what, next: 'look at it again: ashlar trust' });
}

function stateInside(folder: string, state: string): AshlarError {
  return new AshlarError({
    kind: 'invalid',
    what: `${folder} cannot be trusted: your own state folder ${state} lies in it`,
    why: 'whoever writes to the folder could say whom to trust',
    next: 'set XDG_STATE_HOME to a folder outside of it',
  });
}
