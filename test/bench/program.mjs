import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const program = join(packageRoot, 'dist', 'ashlar.js');

/** Starts the built program; `env` is added to an environment that holds little else. */
export function startAshlar(args, { cwd, env = {} }) {
  const trusting = args.length === 1 && args[0].startsWith('--') ? args : ['--trust', ...args];
  return startNode([program, ...trusting], { cwd, env });
}

/** `ended` resolves with the exit code, what was written and how long it took, from before the spawn to the exit. */
export function startNode(args, { cwd, env = {} }) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    cwd,
    env: {
      PATH: process.env.PATH,
      HOME: cwd,
      XDG_CACHE_HOME: join(dirname(cwd), 'cache'),
      XDG_STATE_HOME: join(dirname(cwd), 'state'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  let durationMs = 0;
  child.once('exit', () => {
    durationMs = performance.now() - startedAt;
  });
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) =>
      resolve({ exitCode, durationMs, output: Buffer.concat(output).toString('utf8') }),
    );
  });
  return { pid: child.pid, startedAt, ended, kill: () => child.kill('SIGKILL') };
}

/** Throws with all that it said where a command does not end with 0. */
export async function succeed(started, what) {
  const end = await started.ended;
  if (end.exitCode !== 0) throw new Error(`${what} ended with exit code ${end.exitCode}:\n${end.output}`);
  return end;
}
