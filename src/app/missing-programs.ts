import { programCalls } from '../policy/program-calls.ts';

/** A name without a folder, as it is looked for on the PATH; what only the shell knows is no name. */
const programName = /^\w[\w.+-]*$/;

/** The programs that a command names and that the shell which runs commands does not find. `run` gives back what it printed. */
export async function findMissingPrograms(
  commands: readonly string[],
  run: (command: string) => Promise<{ output: string }>,
): Promise<string[]> {
  const calls = commands.flatMap((command) => programCalls(command));
  const names = [...new Set(calls.map(({ words: [first = ''] }) => first))].filter((name) => programName.test(name));
  if (names.length === 0) return [];
  const { output } = await run(
    `for name in ${names.join(' ')}; do command -v "$name" > /dev/null || echo "$name"; done`,
  );
  return output.split('\n').filter((name) => names.includes(name));
}
