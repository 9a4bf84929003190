/** Offsets into the text of one file, in UTF-16 units; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
}

export type DocumentKind = 'requirements' | 'bugfix' | 'design' | 'tasks' | 'roadmap';

export interface Problem {
  /** `criterion-uncovered`, `task-id-doubled` … */
  code: string;
  severity: 'error' | 'warning';
  message: string;
  /** The file's name within the spec folder. */
  file: string;
  /** Both count from 1. */
  line: number;
  column: number;
}

/** The smallest thing a human approves. */
export interface Block {
  /** `requirements/2`, `requirements/introduction`, `design/architecture`, `tasks/2.1`, `tasks/overview`. */
  id: string;
  title: string;
  span: Span;
  /** Normalised: LF, no trailing space, box marks open. */
  text: string;
  /** SHA-256 of `text`. */
  hash: string;
}

export type EarsPattern = 'ubiquitous' | 'event' | 'state' | 'optional' | 'unwanted' | 'complex' | 'none';

export interface Criterion {
  /** `2.3`. */
  id: string;
  text: string;
  /** The title of a criterion that is a Gherkin scenario; `text` is then its steps: `GIVEN … WHEN … THEN …`. */
  scenario?: string;
  pattern: EarsPattern;
  span: Span;
}

export interface Requirement {
  /** `2`. */
  id: string;
  title: string;
  userStory?: string;
  criteria: Criterion[];
  span: Span;
}

export type BoxMark = 'open' | 'done' | 'active' | 'queued';

export interface SpecTask {
  /** As written: `2`, `2.1`; made from its place where the file gives none or doubles it. */
  id: string;
  title: string;
  /** The lines below the title, without `_Key: value_` lines. */
  details: string;
  mark: BoxMark;
  optional: boolean;
  /** The id of the task this one is part of. */
  parent?: string;
  /** Criteria and requirements named by `_Requirements:_` or `**Validates:**`, ranges resolved: `['1.2', '2']`. */
  requirements: string[];
  files: string[];
  depends: string[];
  /** The command of `_Verify:_`. */
  verify?: string;
  /** What the command has to do, of `_Expect:_`; `pass` where nothing is said. */
  expect?: 'pass' | 'fail';
  /** Offset of the one character between the brackets; undefined for a task that is a heading. */
  markOffset?: number;
  span: Span;
}

export interface SpecDocument {
  kind: DocumentKind;
  /** The file's name within the spec folder. */
  file: string;
  text: string;
  blocks: Block[];
  requirements: Requirement[];
  tasks: SpecTask[];
  problems: Problem[];
}

/** The parts of a spec in the order in which they are drafted and approved. */
export type SpecStage = 'requirements' | 'design' | 'tasks';
export const specStages: readonly SpecStage[] = ['requirements', 'design', 'tasks'];
