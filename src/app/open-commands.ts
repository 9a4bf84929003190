import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { limits } from '../base/limits.ts';
import type { Redactor } from '../base/redact.ts';
import type { ProcessResult } from '../base/spawn.ts';
import { installEnvironment } from './install-environment.ts';
import { keepOutput } from './keep-output.ts';
import { noteGroups } from './running-groups.ts';
import type { Surroundings } from './surroundings.ts';
import type { Workspace } from './workspace.ts';

export interface CommandRequest {
  root: string;
  command: string;
  timeoutMs: number;
  signal: AbortSignal;
  /** Bytes of output that are kept in memory and shown. */
  keepBytes: number;
}

export type RunCommand = (request: CommandRequest) => Promise<ProcessResult>;

/**
 * Commands run in the sandbox, in an environment built from nothing. A long output is kept whole in a file named for its
 * content and shown by its path from the root, so that the same output reads the same in a replay. Secrets get neither into
 * what is told nor into the file.
 */
export async function openCommands(
  workspace: Workspace,
  surroundings: Surroundings,
  redactor: Redactor,
): Promise<RunCommand> {
  const [{ createDirectSandbox }, { buildCommandEnvironment, moveEnvironment }] = await Promise.all([
    import('../sandbox/direct.ts'),
    import('../sandbox/environment.ts'),
  ]);
  const sandbox = createDirectSandbox({ clock: surroundings.clock });
  const environment = buildCommandEnvironment(surroundings.env, workspace.config.environment);
  const mayRunScripts = workspace.config.dependencies?.scripts === true;
  const groupOf = noteGroups({ stateFolder: workspace.stateFolder, host: surroundings.host });
  const outputs = join(workspace.stateFolder, 'outputs');
  return async ({ root, command, ...bounds }) => {
    mkdirSync(outputs, { recursive: true, mode: 0o700 });
    const base = root === workspace.root ? environment : moveEnvironment(environment, workspace.root, root);
    const env = { ...(mayRunScripts ? {} : installEnvironment(command)), ...base };
    const profile = { root, env, readable: [], writable: [], network: true };
    const spoolPath = join(outputs, `${surroundings.newId('output')}.txt`);
    const { maxBytes, killGraceMs } = { maxBytes: limits.commandOutputBytes, killGraceMs: limits.killGraceMs };
    const onGroup = groupOf(command);
    const result = await sandbox.run(command, profile, { ...bounds, maxBytes, killGraceMs, spoolPath, onGroup });
    if (result.outputFile === undefined) return { ...result, output: redactor.redact(result.output) };
    const kept = join(outputs, `${result.outputDigest.slice(0, 16)}.txt`);
    const output = await keepOutput({ from: result.outputFile, to: kept, keepBytes: bounds.keepBytes }, redactor);
    return { ...result, output: output ?? result.output, outputFile: relative(root, kept) };
  };
}
