import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { stringify } from 'yaml';
import { makeFolder, writeFileWhole } from '../base/files.ts';
import type { CommandEvidence } from '../context/detect-project.ts';
import type { Commands } from '../domain/config.ts';
import { configPath } from './load-config.ts';
import { findMissingPrograms } from './missing-programs.ts';
import { defaultChecks, readProject } from './project.ts';
import type { Wire } from './wire.ts';

export interface InitOutcome {
  path: string;
  /** False where a configuration was there and was left as it is. */
  written: boolean;
  language?: string;
  packageManager?: string;
  commands: Commands;
  evidence: CommandEvidence[];
  /** The commands that prove a task which names none of its own. */
  checks: string[];
  /** Programs that the commands name and that are not on the PATH. */
  missing: string[];
}

/** Finds out how the repository is built and tested and writes that down for a human to correct. */
export async function initRepository({ force }: { force: boolean }, wire: Wire): Promise<InitOutcome> {
  const { files: _files, languages: _languages, ...facts } = await readProject(wire);
  const path = configPath(wire.workspace.root);
  const written = force || !existsSync(path);
  if (written) {
    makeFolder(dirname(path));
    writeFileWhole(path, renderConfig(facts));
  }
  const checks = defaultChecks(wire.workspace.config, facts.commands);
  const commands = Object.values(facts.commands).filter((command) => command !== undefined);
  const run = (script: string) => wire.runCheck(wire.workspace.root, script);
  return { path, written, ...facts, checks, missing: await findMissingPrograms(commands, run) };
}

const preamble = `# Ashlar's settings for this repository. Written by "ashlar init"; correct what is wrong and commit it.
# All settings: docs/configuration.md
`;

const rest = `
# The model of all roles; --model goes before it. Keys come from the environment, never from here.
# model: anthropic:claude-sonnet-5-5

# What proves a task that has no _Verify: line of its own. By default typecheck and test.
# verify:
#   - npm test

# How dependencies come into the worktree of a run. By default ignored folders such as node_modules are copied.
# worktree:
#   setup: npm ci
`;

function renderConfig(facts: Pick<InitOutcome, 'language' | 'packageManager' | 'commands' | 'evidence'>): string {
  const { language, packageManager, commands, evidence } = facts;
  const about = stringify(
    { ...(language && { language }), ...(packageManager && { packageManager }) },
    { lineWidth: 0 },
  );
  const lines = Object.entries(commands).map(([name, command]) => {
    const from = evidence.find((each) => each.command === name)?.from;
    return `  ${stringify({ [name]: command }, { lineWidth: 0 }).trimEnd()}${from === undefined ? '' : ` # from ${from}`}`;
  });
  const known = lines.length > 0 ? `commands:\n${lines.join('\n')}\n` : '# commands:\n#   test: make test\n';
  return `${preamble}${about.trim() === '{}' ? '' : about}${known}${rest}`;
}
