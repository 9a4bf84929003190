import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { packageRoot, startNode, succeed } from './program.mjs';

/** Milliseconds of one append to the journal, and of a bare write with fsync of the same bytes in the same folder. */
export async function measureJournal(folder, count) {
  const built = buildSync({
    entryPoints: [fileURLToPath(new URL('append-events.mjs', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    write: false,
  });
  const code = built.outputFiles[0].text;
  const started = startNode(['--input-type=module', '--eval', code, '--', folder, String(count)], { cwd: packageRoot });
  return JSON.parse((await succeed(started, 'appending')).output);
}
