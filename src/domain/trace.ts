/**
 * How far a criterion got. The first that fits of:
 * - `waived`: a human does not want it proved, and its text is still the one that was waived
 * - `suspect`: a task of it was proved, and a block it was traced from (its requirement, a design section or a task that names
 *   it) is not as it was approved then
 * - `drifted`: a task of it was proved, and the code differs from what was proved
 * - `verified`: each required task of it was proved, in this history, by commands of which one at least had to end with 0
 * - `tested`: a test carries its tag
 * - `planned`: a task names it
 * - `none`
 */
export const traceStates = ['none', 'planned', 'tested', 'verified', 'suspect', 'drifted', 'waived'] as const;
export type TraceState = (typeof traceStates)[number];

/** What one paragraph of trailers says a commit was made for; a squash can hold several. */
export interface Trail {
  spec: string;
  tasks: string[];
  /** As they were written: `1.2`, `2`. */
  requirements: string[];
}

export interface TrailedCommit {
  commit: string;
  parents: string[];
  trails: Trail[];
}

/** A test that says in its title, or in a comment beside it, which criteria it is for: `[lockout 1.2]`. */
export interface TestTag {
  /** The slug of the spec. */
  spec: string;
  /** Criteria and requirements, ranges resolved. */
  ids: string[];
  /** Relative to the repository's root, with forward slashes. */
  path: string;
  /** Counts from 1. */
  line: number;
  /** The title or comment without the tag. */
  title: string;
}
