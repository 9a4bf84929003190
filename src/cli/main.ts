#!/usr/bin/env node
/** The one place where the process ends. What it needs is loaded from here, so that even a load that fails is told in a sentence. */
import { codeFile, readCode, writeCode } from './compiled-code.ts';
import { openProgram } from './load-program.ts';
import { setV8Flags } from './v8-flags.ts';
import { version } from './version.ts';

const args = process.argv.slice(2);
/** By then a command has begun what it is for. */
const startMs = 3_000;
if (isForVersion(args)) process.stdout.write(`${version}\n`);
else
  run(args)
    .catch(tellUnloaded)
    .then((code) => process.exit(code));

/** Asked by scripts and at the start of shells: for this nothing else is loaded. */
function isForVersion([first, ...more]: readonly string[]): boolean {
  return more.length === 0 && (first === '--version' || first === '-V');
}

async function run(given: string[]): Promise<number> {
  setV8Flags();
  const file = codeFile({ env: process.env, build: buildId, command: commandOf(given), words: given });
  const known = readCode(file);
  const { load, hasNew, compiled } = openProgram(import.meta.dirname, known.files);
  const { runProgram } = load('run-program.js') as typeof import('./run-program.ts');
  const keep = (isWhole: boolean) =>
    writeCode(file, () => ({ files: new Map([...known.files, ...compiled()]), isWhole }));
  // A run may take days, and may be killed.
  if (known.files.size === 0) setTimeout(keep, startMs, false).unref();
  return runProgram(given).finally(() => {
    if (!known.isWhole || hasNew()) keep(true);
  });
}

/** The command that is named, as far as it can be told before the arguments are parsed. */
function commandOf(given: readonly string[]): string {
  return given.find((word) => commandNames.includes(word)) ?? 'help';
}

function tellUnloaded(error: unknown): number {
  const why = error instanceof Error ? error.message : String(error);
  const next = why.includes('EMFILE') ? 'allow more open files: ulimit -n 256' : 'install it anew';
  process.stderr.write(`ashlar: the program cannot be loaded: ${why}\n  → ${next}\n`);
  return 1;
}

/** Set by the build: what stands for the bundle, and the commands there are. */
declare const buildId: string;
declare const commandNames: readonly string[];
