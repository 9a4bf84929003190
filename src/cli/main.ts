#!/usr/bin/env node
/** The one place where the process ends. What it needs is loaded from here, so that even a load that fails is told in a sentence. */
const args = process.argv.slice(2);
process.exit(await (isForVersion(args) ? printVersion() : run(args)).catch(tellUnloaded));

/** Asked by scripts and at the start of shells: for this nothing else is loaded. */
function isForVersion([first, ...more]: readonly string[]): boolean {
  return more.length === 0 && (first === '--version' || first === '-V');
}

async function printVersion(): Promise<number> {
  const { version } = await import('./version.ts');
  process.stdout.write(`${version}\n`);
  return 0;
}

async function run(given: string[]): Promise<number> {
  const { runProgram } = await import('./run-program.ts');
  return runProgram(given);
}

function tellUnloaded(error: unknown): number {
  const why = error instanceof Error ? error.message : String(error);
  const next = why.includes('EMFILE') ? 'allow more open files: ulimit -n 256' : 'install it anew';
  process.stderr.write(`ashlar: the program cannot be loaded: ${why}\n  → ${next}\n`);
  return 1;
}

export {};
