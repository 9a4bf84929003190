import type { Clock } from '../base/clock.ts';
import type { Reach } from '../base/failpoints.ts';
import type { NewId } from '../base/ids.ts';
import type { Question } from '../domain/tool.ts';

/** All that the program knows of the world it was started in. Only `cli/` makes one. */
export interface Surroundings {
  /** Absolute. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  /** The folder that holds `templates/`. */
  packageRoot: string;
  host: string;
  clock: Clock;
  newId: NewId;
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal;
  /** Told of each failpoint that is passed; does nothing but where a test asks for it. */
  reach: Reach;
  /** Asks the person at the terminal; undefined where there is none. */
  ask: ((question: Question) => Promise<string | undefined>) | undefined;
}

/** Options that every command takes. */
export interface CommonOptions {
  model?: string | undefined;
  /** Every model reply is recorded to this file. */
  record?: string | undefined;
  /** What keeps commands apart from the rest of the machine. */
  sandbox?: string | undefined;
}
