// How long a run of 10,000 events takes to its first request when it is resumed, and one that begins; and one that waits
// for a human, from the end of `ashlar answer`:
// node build.mjs && node test/bench/resume.mjs [events] [rounds]
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { startMessagesServer } from './messages-server.mjs';
import { packageRoot, startAshlar, startNode, succeed } from './program.mjs';
import { copyRepository, makeApprovedSpec, modelEnvironment, specName } from './repository.mjs';

const [events = '10000', rounds = '7'] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'ashlar-bench-'));
const server = await startMessagesServer();
try {
  const approved = await makeApprovedSpec(join(scratch, 'approved'), server);
  const cold = [];
  for (let n = 0; n <= Number(rounds); n++) {
    cold.push(await firstRequest('run', copyRepository(approved, join(scratch, `cold-${n}`))));
  }
  const long = join(scratch, 'cold-0');
  const filled = await fillJournal(join(long, '.ashlar', 'state'));
  const resumed = [];
  for (let n = 0; n <= Number(rounds); n++) resumed.push(await firstRequest('resume', long));
  const bytes = statSync(join(long, '.ashlar', 'state', 'journal.db')).size;
  // The first of each finds its files on the disk, not in memory.
  const [before, after] = [cold, resumed].map((times) => medianOf(times.slice(1)));
  console.log(`a run that begins: ${before.toFixed(0)} ms to its first request`);
  console.log(`one of ${filled} events (${(bytes / 1e6).toFixed(1)} MB) that is resumed: ${after.toFixed(0)} ms`);
  console.log(`ratio ${(after / before).toFixed(2)}`);
  const woken = await wake(copyRepository(approved, join(scratch, 'waits')));
  console.log(`one that waits and is answered: ${woken.toFixed(0)} ms after the end of ashlar answer`);
} finally {
  server.close();
  rmSync(scratch, { recursive: true, force: true });
}

/** Milliseconds from the spawn to the first request, which is never answered. */
async function firstRequest(command, folder) {
  const asked = new Promise((resolve) => {
    server.answer = ({ receivedAt }) => resolve(receivedAt);
  });
  const run = startAshlar([command, specName], { cwd: folder, env: modelEnvironment(server) });
  const ended = run.ended.then(({ output }) => {
    throw new Error(`ashlar ${command} ended:\n${output}`);
  });
  try {
    return (await Promise.race([asked, ended])) - run.startedAt;
  } finally {
    run.kill();
    await ended.catch(() => undefined);
  }
}

/** Milliseconds from the end of the command that answers to the next request of the run that waits for it. */
async function wake(folder) {
  const context = { cwd: folder, env: modelEnvironment(server) };
  const question = { type: 'tool_use', id: 'toolu_1', name: 'ask', input: { question: 'Which round?' } };
  server.answer = ({ reply }) => reply([question]);
  const run = startAshlar(['run', specName, '--wait'], context);
  try {
    for (let said = ''; !said.includes(' idle;'); ) {
      said = (await succeed(startAshlar(['status'], context), 'ashlar status')).output;
    }
    const asked = new Promise((resolve) => {
      server.answer = ({ receivedAt }) => resolve(receivedAt);
    });
    await succeed(startAshlar(['answer', specName, 'The next one'], context), 'ashlar answer');
    const answeredAt = performance.now();
    return (await asked) - answeredAt;
  } finally {
    run.kill();
    await run.ended;
  }
}

async function fillJournal(stateFolder) {
  const built = buildSync({
    entryPoints: [fileURLToPath(new URL('fill-journal.mjs', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    write: false,
  });
  const code = built.outputFiles[0].text;
  const args = ['--input-type=module', '--eval', code, '--', stateFolder, events, '60'];
  return JSON.parse((await succeed(startNode(args, { cwd: packageRoot }), 'filling the journal')).output).events;
}

function medianOf(times) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
}
