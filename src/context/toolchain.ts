import type { Commands } from '../domain/config.ts';
import type { ProjectFolder } from './project-folder.ts';

export type CommandName = keyof Commands;

/** A command line and what in the repository says that it is one: `package.json scripts.test`. */
export interface Found {
  run: string;
  from: string;
}

export type Finder = (folder: ProjectFolder) => Found | undefined;

/**
 * What is known of one ecosystem. A finder must read nothing outside its folder and must not throw on a malformed
 * manifest: it then finds nothing.
 */
export interface Toolchain {
  /** Matches the name of a file with which a project of this kind begins. */
  readonly manifest: RegExp;
  /** Matches its source files: of two toolchains in one folder the one with more of them goes first. */
  readonly sources: RegExp;
  /** Absent for a runner of tasks like make, which is asked last. */
  readonly language?: (folder: ProjectFolder) => string;
  readonly packageManager?: (folder: ProjectFolder) => string;
  /** For each command the finders in the order in which they are asked; the first that finds one decides. */
  readonly commands: Readonly<Partial<Record<CommandName, readonly Finder[]>>>;
}

/** Finds `run` where one of the folder's paths matches. */
export function whereFile(pattern: RegExp, run: string | ((folder: ProjectFolder) => string)): Finder {
  return (folder) => {
    const from = folder.find(pattern);
    return from === undefined ? undefined : { run: typeof run === 'string' ? run : run(folder), from };
  };
}

/** Finds `run` where the text of one of `files` matches. */
export function whereText(files: RegExp, pattern: RegExp, run: string | ((folder: ProjectFolder) => string)): Finder {
  return (folder) => {
    const from = folder.files.find((file) => files.test(file) && pattern.test(folder.read(file)));
    return from === undefined ? undefined : { run: typeof run === 'string' ? run : run(folder), from };
  };
}
