import type { Role } from '../domain/event.ts';

export interface PolicyRequest {
  role: Role;
  action: 'readFile' | 'writeFile' | 'runCommand';
  /** A path relative to the root, with forward slashes and without links, or the command. */
  resource: string;
}

export interface Decision {
  effect: 'allow' | 'deny';
  /** The name of the rule that decided. */
  rule: string;
  /** One sentence for whoever is denied: why, and what to do instead. */
  reason: string;
}

/** What an agent may do. `decide` must be pure: the same request always has the same answer. */
export interface Policy {
  decide(request: PolicyRequest): Decision;
}
