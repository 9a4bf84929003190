/** The layouts of other tools that can be brought in. */
export type Layout = 'spec-kit' | 'openspec' | 'cc-sdd' | 'kiro';
export const layouts: readonly Layout[] = ['spec-kit', 'openspec', 'cc-sdd', 'kiro'];

/** The text files of a repository in which another tool's specs lie. */
export interface SourceTree {
  /** Relative to the repository, with forward slashes, sorted. */
  paths: readonly string[];
  read(path: string): string;
}

/** What a person should know of the import: what was not carried over, or not as it was. */
export interface ImportNote {
  /** A path of the source tree. */
  file: string;
  /** Counts from 1. */
  line: number;
  message: string;
}

export type SpecFile = 'requirements.md' | 'bugfix.md' | 'design.md' | 'tasks.md';

/** A spec of another tool in Ashlar's own format. Nothing in it is approved or done. */
export interface ForeignSpec {
  /** Its folder in the source tree. */
  from: string;
  slug: string;
  title: string;
  kind: 'feature' | 'bugfix';
  /** What was asked for, in the words that it began with. */
  item: string;
  documents: Partial<Record<SpecFile, string>>;
  /** Tasks whose boxes were ticked: nothing proves them here. */
  ticked: ImportNote[];
  notes: ImportNote[];
}

/** Rules for agents that belong into `.ashlar/steering/`. */
export interface ForeignSteering {
  /** The file's name. */
  name: string;
  from: string;
  text: string;
}

export interface ForeignSpecs {
  layout: Layout;
  specs: ForeignSpec[];
  steering: ForeignSteering[];
  /** On what belongs to no spec. */
  notes: ImportNote[];
}
