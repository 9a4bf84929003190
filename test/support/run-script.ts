import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { onTestFinished } from 'vitest';

export interface Script {
  child: ChildProcessWithoutNullStreams;
  lines: AsyncIterator<string>;
}

/** Runs a TypeScript file as a process of its own, which ends with the test at the latest. */
export function runScript(script: URL, args: readonly string[]): Script {
  const built = buildSync({
    entryPoints: [fileURLToPath(script)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    write: false,
  });
  const code = built.outputFiles[0]?.text ?? '';
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code, '--', ...args], { cwd: root });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stderr.pipe(process.stderr);
  return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
}
