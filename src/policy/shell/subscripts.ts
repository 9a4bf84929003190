import type { ShellWord } from './words.ts';

/** `[[ -v 'a[$(x)]' ]]`: the shell runs what stands in the subscript of a quoted name. */
export function runsSubscripts({ program, args }: { program: string; args: readonly ShellWord[] }): boolean {
  return (
    evaluators.has(program) && args.some(({ source }) => /\[[^\]]*(?:\$\(|`)/.test(source) && /['\\]/.test(source))
  );
}

const evaluators: ReadonlySet<string> = new Set([
  'test',
  '[',
  '[[',
  '((',
  'let',
  'printf',
  'read',
  'unset',
  'declare',
  'typeset',
  'local',
  'export',
]);
