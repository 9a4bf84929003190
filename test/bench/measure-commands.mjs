import { startAshlar, startNode, succeed } from './program.mjs';

/** Milliseconds from spawn to exit; the commands take turns, so that each meets the same machine. */
export async function measureCommands(rounds, { finished, long }) {
  const commands = {
    node: () => startNode(['-e', '0'], { cwd: finished }),
    version: () => startAshlar(['--version'], { cwd: finished }),
    help: () => startAshlar(['--help'], { cwd: finished }),
    status: () => startAshlar(['status'], { cwd: finished }),
    statusLong: () => startAshlar(['status'], { cwd: long }),
  };
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, start] of Object.entries(commands)) {
      const { durationMs } = await succeed(start(), name);
      if (round > 0) times[name].push(durationMs);
    }
  }
  return times;
}
