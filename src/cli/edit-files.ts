import { spawnSync } from 'node:child_process';
import { writeLine } from './write-line.ts';

/** The editor may be a command with options, so a shell reads it; the paths are arguments and never part of the line. */
export function editFiles(paths: readonly string[]): void {
  const editor = process.env.VISUAL || process.env.EDITOR || 'vi';
  const { status } = spawnSync('/bin/sh', ['-c', `${editor} "$@"`, 'sh', ...paths], { stdio: 'inherit' });
  if (status !== 0)
    writeLine(2, `The editor "${editor}" ended with exit code ${status}; set VISUAL or EDITOR to another one.`);
}
