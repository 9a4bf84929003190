import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { errorCode } from '../base/errors.ts';
import { makeFolder, readTextIfThere } from '../base/files.ts';
import { limits } from '../base/limits.ts';
import { endGroup } from '../base/process-group.ts';
import { currentHolder, isHolderAlive, processStart } from '../base/process-identity.ts';
import type { OnGroup } from '../base/spawn.ts';

const holder = z.object({ pid: z.number().int().positive(), host: z.string(), startedAt: z.string() });

/** `leader` leads the group; `owner` is the process of Ashlar that started it. */
const runningGroup = z.object({ command: z.string(), leader: holder, owner: holder });
type RunningGroup = z.infer<typeof runningGroup>;

/** Where the groups are noted that processes of this host run: known here even when the process that runs them is no more. */
export interface GroupPlace {
  stateFolder: string;
  host: string;
}

/**
 * Notes the group of each command for as long as it runs. A note is not synced to disk: it is for a process that was
 * killed, and a machine that went down left no group.
 */
export function noteGroups({ stateFolder, host }: GroupPlace): (command: string) => OnGroup {
  const owner = currentHolder(host);
  const folder = folderOf(stateFolder);
  return (command) => (pid) => {
    const startedAt = processStart(pid);
    if (startedAt === undefined) return () => undefined;
    const note: RunningGroup = { command, leader: { pid, host, startedAt }, owner };
    const path = join(folder, `${host}-${pid}.json`);
    makeFolder(folder, 0o700);
    const unfinished = `${path}.new-${owner.pid}`;
    writeFileSync(unfinished, JSON.stringify(note), { mode: 0o600 });
    renameSync(unfinished, path);
    return () => rmSync(path, { force: true });
  };
}

/**
 * Ends what processes of Ashlar that are no more left running, and returns its commands. A group whose leader is not
 * provably the very process that was noted is let alone.
 */
export async function endLeftGroups({ stateFolder, host }: GroupPlace): Promise<string[]> {
  const paths = filesIn(folderOf(stateFolder));
  for (const path of paths.filter(isUnfinished)) rmSync(path, { force: true });
  const notes = paths.filter((path) => path.endsWith('.json'));
  const ended = await Promise.all(notes.map((path) => endLeftGroup(path, host)));
  return ended.flat();
}

async function endLeftGroup(path: string, host: string): Promise<string[]> {
  const note = readNote(path);
  if (note !== undefined && (note.leader.host !== host || isHolderAlive(note.owner, host))) return [];
  const isLeft = note !== undefined && isHolderAlive(note.leader, host);
  if (isLeft) await endGroup(note.leader.pid, limits.killGraceMs, leaderGone(note, host));
  rmSync(path, { force: true });
  return isLeft ? [note.command] : [];
}

/** Its group is then sent SIGKILL at once: a number is not given anew while anyone is in the group of that number. */
async function leaderGone({ leader }: RunningGroup, host: string): Promise<true> {
  for (let leftMs = limits.killGraceMs; leftMs > 0 && isHolderAlive(leader, host); leftMs -= pollMs)
    await delay(pollMs);
  return true;
}

const pollMs = 20;

function folderOf(stateFolder: string): string {
  return join(stateFolder, 'running');
}

/** Whether it is a note that its owner did not live to finish. */
function isUnfinished(path: string): boolean {
  const owner = /\.new-(\d+)$/.exec(path)?.[1];
  return owner !== undefined && processStart(Number(owner)) === undefined;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function readNote(path: string): RunningGroup | undefined {
  try {
    return runningGroup.parse(JSON.parse(readTextIfThere(path) ?? ''));
  } catch {
    return undefined;
  }
}
