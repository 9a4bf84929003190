import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { AshlarError } from '../base/errors.ts';
import type { NewId } from '../base/ids.ts';
import { limits } from '../base/limits.ts';
import { isInside } from '../base/paths.ts';
import { type OnGroup, runProcess } from '../base/spawn.ts';
import { pathOutside } from '../git/environment.ts';
import { repointEnvironment } from './repoint-environment.ts';

/** Ignored folders in which dependencies lie, by base name. */
export const dependencyFolders = ['node_modules', '.venv', 'venv', 'vendor'];

export interface BringRequest {
  from: string;
  to: string;
  /** Relative to `from`. */
  folders: readonly string[];
  /** A folder of ours on the same file system as `to`. */
  scratch: string;
  env: Readonly<Record<string, string>>;
  clock: Clock;
  newId: NewId;
  signal: AbortSignal;
  onGroup?: OnGroup;
}

/**
 * Copies folders into a worktree, sharing their blocks with the original where the file system can (copy-on-write), so
 * that what a task installs or caches never shows in the user's checkout. A folder appears whole or not at all, and a
 * Python environment leads to the worktree's sources.
 */
export async function bringDependencies(request: BringRequest): Promise<void> {
  for (const folder of request.folders) {
    const [source, target] = [join(request.from, folder), join(request.to, folder)];
    if (!isInside(request.from, source)) throw outside(folder);
    if (existsSync(target) || !lstatSync(source, { throwIfNoEntry: false })) continue;
    mkdirSync(request.scratch, { recursive: true, mode: 0o700 });
    const mine = `bring-${basename(request.to)}`;
    removeCopies(request.scratch, `${mine}_`);
    const copy = join(request.scratch, request.newId(mine));
    await copyFolder(source, copy, request);
    repointEnvironment(copy, request.from, request.to);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(copy, target);
    removeCopies(request.scratch, `${mine}_`);
  }
}

/**
 * Removes what a killed run for this worktree left half copied. Its `cp` may be at work yet, in a folder of its own that
 * no other copy uses; what it writes meanwhile makes the removal fail, and goes with the next one.
 */
function removeCopies(scratch: string, prefix: string): void {
  for (const name of readdirSync(scratch).filter((name) => name.startsWith(prefix))) {
    try {
      rmSync(join(scratch, name), { recursive: true, force: true });
    } catch (error) {
      if (!isFullAgain(error)) throw error;
    }
  }
}

function isFullAgain(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY';
}

async function copyFolder(source: string, copy: string, request: BringRequest): Promise<void> {
  const flags = process.platform === 'darwin' ? ['-Rcp'] : ['-a', '--reflink=auto'];
  const { exitCode, output } = await runProcess({
    file: 'cp',
    args: [...flags, '--', source, copy],
    cwd: request.from,
    // Not one that lies in the repository.
    env: { ...request.env, PATH: pathOutside(request.env.PATH ?? '', [request.from, request.to]) },
    timeoutMs: limits.commandTimeoutMaxMs,
    killGraceMs: limits.killGraceMs,
    keepBytes: limits.feedbackChars,
    maxBytes: limits.commandOutputBytes,
    signal: request.signal,
    clock: request.clock,
    ...(request.onGroup !== undefined && { onGroup: request.onGroup }),
  });
  if (exitCode === 0) return;
  throw new AshlarError({
    kind: 'failed',
    what: `${source} could not be copied into the worktree`,
    why: output.trim().split('\n').at(-1) ?? `cp ended with exit code ${exitCode}`,
    next: 'set worktree.bring and worktree.setup in .ashlar/config.yaml to say how dependencies come into a worktree',
  });
}

function outside(folder: string): AshlarError {
  return new AshlarError({
    kind: 'invalid',
    what: `worktree.bring names ${folder}, which is outside the repository`,
    next: 'name folders below the root of the repository in .ashlar/config.yaml',
  });
}
