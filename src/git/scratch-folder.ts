import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { errorMessage } from '../base/errors.ts';
import { digest } from '../base/ids.ts';
import { currentHolder, processStart } from '../base/process-identity.ts';
import { gitFailure } from './git-failure.ts';

/** Gives a folder in the git folder, for this user alone, that is gone afterwards. */
export async function withScratchFolder<T>(gitDir: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = makeScratchFolder(gitDir);
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Deletes the scratch folders of processes that were killed. Those of living ones, and of other hosts, stay. */
export function removeDeadScratch(gitDir: string): void {
  for (const name of readdirSync(gitDir)) {
    const [, host, pid, start] = /^ashlar-([0-9a-f]{8})-(\d+)-([0-9a-f]{8})-\w{6}$/.exec(name) ?? [];
    if (host !== keyOf(hostname()) || isAlive(Number(pid), start)) continue;
    rmSync(join(gitDir, name), { recursive: true, force: true });
  }
}

/** The name says whose it is: a number alone may be that of a later process. */
function makeScratchFolder(gitDir: string): string {
  const { host, pid, startedAt } = currentHolder(hostname());
  try {
    return mkdtempSync(join(gitDir, `ashlar-${keyOf(host)}-${pid}-${keyOf(startedAt)}-`));
  } catch (error) {
    throw gitFailure(['write-tree'], { exitCode: 1, stderr: errorMessage(error) });
  }
}

function isAlive(pid: number, key: string | undefined): boolean {
  const startedAt = processStart(pid);
  return startedAt !== undefined && keyOf(startedAt) === key;
}

const keyOf = (text: string) => digest(text).slice(0, 8);
