import { loadGrammars } from '../base/load-grammars.ts';
import { listPrograms } from '../policy/shell/list-programs.ts';

/** A name without a folder, as it is looked for on the PATH; what only the shell knows is no name. */
const programName = /^\w[\w.+-]*$/;

/** The programs that a command names and that the shell which runs commands does not find. `run` gives back what it printed. */
export async function findMissingPrograms(
  commands: readonly string[],
  run: (command: string) => Promise<{ output: string }>,
): Promise<string[]> {
  const parse = await loadGrammars()('bash');
  const called = commands.flatMap((command) => listPrograms(command, parse));
  const names = [...new Set(called)].filter((name) => programName.test(name));
  if (names.length === 0) return [];
  const { output } = await run(
    `for name in ${names.join(' ')}; do command -v "$name" > /dev/null || echo "$name"; done`,
  );
  return output.split('\n').filter((name) => names.includes(name));
}
