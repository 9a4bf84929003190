import type { RunState } from '../journal/fold-run.ts';
import type { Budgets } from '../orchestrator/budget.ts';
import type { OpenSpec } from './open-spec.ts';
import type { Project } from './project.ts';
import type { Workplace } from './workplace.ts';

/** One run at work: what is built, where, and how far it is. */
export interface ExecuteWork {
  spec: OpenSpec;
  project: Project;
  workplace: Workplace;
  state: RunState;
  budgets: Budgets;
  /** Done tasks that are to be verified again, for others changed what they are made of. */
  again: Set<string>;
  /** Policies whose questions were answered with yes when the run was started. */
  allowed?: ReadonlySet<string>;
}
