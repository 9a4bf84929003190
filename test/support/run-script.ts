import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

export interface Script {
  child: ChildProcessWithoutNullStreams;
  lines: AsyncIterator<string>;
}

/** Runs a TypeScript file as a process of its own. */
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
  child.stderr.pipe(process.stderr);
  return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
}
