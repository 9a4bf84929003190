import type { Role } from '../domain/event.ts';

/** What a policy decides on; the names are those of the schema. */
export type Action =
  | 'readFile'
  | 'writeFile'
  | 'deleteFile'
  | 'runCommand'
  | 'connect'
  | 'installPackage'
  | 'readMemory'
  | 'writeMemory'
  | 'writeContext'
  | 'commit'
  | 'askHuman';

export interface PolicyRequest {
  role: Role;
  action: Action;
  /** A path (relative to the root or absolute), a line of shell, `host:port`, `manager:package`, or a key of memory. */
  resource: string;
  /** Text that is to be written, where it is known, and what it takes the place of; by default all that the file holds. */
  text?: string;
  before?: string;
  circumstances?: Circumstances;
}

/** Where the work stands when something is asked. What is left out is unknown: '', none, false, 0. */
export interface Circumstances {
  session?: string;
  run?: string;
  stage?: string;
  spec?: string;
  task?: string;
  /** Files and globs that the task names. */
  files?: readonly string[];
  /** Files that were there before the task; without it, a file is new until it is there. */
  known?: ReadonlySet<string>;
  trusted?: boolean;
  /** Commands run in a sandbox, where `/tmp` is their own. */
  sandboxed?: boolean;
  spentUsd?: number;
}

export interface Decision {
  /** `ask`: a person may allow it. */
  effect: 'allow' | 'deny' | 'ask';
  /** The id of the policy that decided. */
  rule: string;
  /** One sentence for whoever is denied: why, and what to do instead. */
  reason: string;
  /** The file in which the policy stands; none where no policy permits. */
  file?: string;
  /** What it was about: the part of a command that decided, or the resource itself. */
  about: string;
  /** With `ask`, what happens where no person can be asked: the call is denied, or the run pauses. */
  unattended?: 'deny' | 'pause';
  /** Of a command: what kind of thing it does. */
  categories?: readonly string[];
  /** Of a command: packages that it would bring in. */
  packages?: readonly { manager: string; name: string }[];
  /** Of a command: it installs packages and does nothing else. */
  installs?: boolean;
  /** Of a command: it leaves the files as they are. */
  onlyLooks?: boolean;
}

/** What an agent may do. `decide` must be pure but for links and files that it looks at: the same request has the same answer. */
export interface Policy {
  decide(request: PolicyRequest): Decision;
  /** The policies in force, those that decide first before the others. */
  readonly rules: readonly PolicyRule[];
}

export interface PolicyRule {
  id: string;
  effect: 'permit' | 'forbid' | 'ask';
  why: string;
  file: string;
  line: number;
  /** Whose it is. */
  origin: PolicyOrigin;
  /** A permit of a repository that is not trusted counts for nothing. */
  counts: boolean;
  unattended: 'deny' | 'pause';
  /** The actions that it is about; all where there are none. */
  actions: readonly string[];
  text: string;
}

export type PolicyOrigin = 'default' | 'user' | 'project';
