import type { ProgramCall } from '../shell/command-line.ts';

/** What kinds of commands a policy can name, each with what it takes in. */
export const categories = {
  credentials: 'shows credentials, the environment or the history of a shell',
  'inline-code': 'runs code that stands in the command itself',
  destructive: 'removes or overwrites files in bulk, or disks',
  'git-change': 'changes the state of git, reaches a remote or runs what git is told to',
  'git-destructive': 'loses commits or overwrites what others have',
  database: 'drops or empties a database',
  infrastructure: 'acts on cloud accounts, clusters, containers or their state',
  network: 'reaches other machines',
  install: 'installs packages',
  publish: 'publishes a package or a release',
  privilege: 'runs as another user or gives rights',
  persistence: 'leaves something that runs later or at every start',
  processes: 'stops processes or the machine',
  environment: 'sets variables that change what programs do',
  agent: 'starts another agent',
  ashlar: 'runs Ashlar itself',
} as const;

export type Category = keyof typeof categories;

/** A call of one of `programs` falls under the category where its arguments, joined by spaces, fit. */
export interface CategoryRule {
  category: Category;
  programs: readonly string[];
  when?: RegExp;
  unless?: RegExp;
  /** For what an expression cannot tell. */
  fits?: (call: ProgramCall) => boolean;
}

/** An expression for any of these as an argument of its own. */
export function word(...names: string[]): RegExp {
  return new RegExp(`(?:^|\\s)(?:${names.join('|')})(?=\\s|=|$)`, 'i');
}
