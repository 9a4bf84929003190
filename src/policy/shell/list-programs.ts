import { readCommandLine, type ShellReader } from './command-line.ts';

/** The programs that a line of shell runs, as they are called there. */
export function listPrograms(line: string, parse: ShellReader['parse']): string[] {
  const { calls } = readCommandLine(line, { parse, variables: new Map(), root: '/', isFolder: () => false });
  return [...new Set(calls.map(({ word }) => word).filter((word) => word !== ''))];
}
