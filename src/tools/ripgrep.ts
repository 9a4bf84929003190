import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { AshlarError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { type RunProgram, runProcess } from '../base/spawn.ts';
import type { ToolContext } from '../domain/tool.ts';
import { Refusal } from './refusal.ts';

export interface Ripgrep {
  /** The program. */
  path: string;
  runProgram?: RunProgram;
  clock: Clock;
}

export interface Found {
  /** What rg printed, line by line, without a last line that was cut. */
  lines: string[];
  /** Whether there was more than is kept. */
  cut: boolean;
}

const outputBytes = 8 * 1024 * 1024;
const timeoutMs = 60_000;

/** In one order, by the repository's own rules alone: no settings and ignore files of the user or of folders above. */
const always = [
  '--no-config',
  '--no-messages',
  '--sort=path',
  '--hidden',
  '--no-require-git',
  '--no-ignore-global',
  '--no-ignore-parent',
];
/** Last, so that no pattern of the model's brings them back. */
const never = ['--glob=!.git', '--glob=!**/.git/**', '--glob=!/.ashlar/state/**'];

/** Runs rg in the root. Refuses what it complains of, such as a pattern that is no regular expression. */
export async function runRipgrep(ripgrep: Ripgrep, args: readonly string[], context: ToolContext): Promise<Found> {
  const run = ripgrep.runProgram ?? runProcess;
  const { exitCode, output, stopped, timedOut } = await run({
    file: ripgrep.path,
    args: [...always, ...ownIgnoreFile(context.root), ...args.slice(0, -1), ...never, '--', ...args.slice(-1)],
    cwd: context.root,
    env: {},
    timeoutMs,
    killGraceMs: limits.killGraceMs,
    signal: context.signal,
    clock: ripgrep.clock,
    keepBytes: outputBytes,
    maxBytes: outputBytes,
  }).catch((error: unknown) => {
    if (!(error instanceof AshlarError)) throw error;
    throw new Refusal(`The search could not start: ${error.message}. Use bash with grep or find.`);
  });
  const lines = output.split('\n');
  const last = lines.pop();
  if (stopped || timedOut) return { lines, cut: true };
  if (exitCode === 2 && output.startsWith('rg: ')) throw new Refusal(`ripgrep: ${output.trim()}`);
  return { lines: last === '' || last === undefined ? lines : [...lines, last], cut: false };
}

/** So that a search in a folder below does not walk through all that the root's own file ignores. */
function ownIgnoreFile(root: string): string[] {
  const file = join(root, '.gitignore');
  return existsSync(file) ? [`--ignore-file=${file}`] : [];
}

/** The files that git does not ignore, relative to the root and sorted. */
export async function listFiles(ripgrep: Ripgrep, context: ToolContext): Promise<Found> {
  const { lines, cut } = await runRipgrep(ripgrep, ['--files', '.'], context);
  return { lines: lines.map((name) => name.replace(/^\.\//, '')).sort(), cut };
}

export const matchesAll: ReadonlySet<string> = new Set(['*', '**', '**/*', '/**']);
