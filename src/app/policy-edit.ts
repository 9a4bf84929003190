import { existsSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { writeFileWhole } from '../base/files.ts';
import type { PolicyRule } from '../policy/policy.ts';
import { teamPolicyFolder } from './policy-sources.ts';
import { refuseAgents } from './refuse-agents.ts';
import type { Wire } from './wire.ts';

export interface PolicyFile {
  /** Absolute, and relative to the root. */
  path: string;
  shown: string;
}

/** The file of that name, with an example in it where it is not there yet. */
export function preparePolicyFile(name: string, { workspace, surroundings }: Wire): PolicyFile {
  refuseAgents(surroundings);
  if (!/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(name)) {
    throw new AshlarError({
      kind: 'usage',
      what: `${name} is no name for a file of policies`,
      next: 'use letters, digits and -',
    });
  }
  const path = join(teamPolicyFolder(workspace.root), `${name}.cedar`);
  if (!existsSync(path)) {
    mkdirSync(teamPolicyFolder(workspace.root), { recursive: true });
    writeFileWhole(path, example);
  }
  return { path, shown: relative(workspace.root, path) };
}

/** The policies of the file. Throws kind `invalid` with line and column where one is wrong. */
export async function readEdited({ shown }: PolicyFile, wire: Wire): Promise<PolicyRule[]> {
  const { rules } = await wire.policy(wire.workspace.root);
  return rules.filter(({ file }) => file === shown);
}

const example = `// A policy of this repository. docs/policy.md names all that it may speak of.
//
// @id("never-infra")
// @why("What lies in infra/ is changed by the platform team.")
// forbid (principal, action in [Action::"writeFile", Action::"deleteFile"], resource in Dir::"infra");
`;
