import { AshlarError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { runProcess } from '../base/spawn.ts';
import { bareEnvironment } from '../git/environment.ts';
import type { Finding } from './finding.ts';
import { gitEnvironment } from './git-environment.ts';
import { readOwnKey } from './own-key.ts';
import type { Wire } from './wire.ts';

/** What a run needs of this machine. No key is shown, only whether it is there. */
export async function examineMachine(wire: Wire): Promise<Finding[]> {
  return Promise.all([
    examine('node', () => `${process.versions.node}, ${process.platform} ${process.arch}`),
    examine('git', () => describeGit(wire)),
    examine('sandbox', () => describeSandbox(wire)),
    examine('terminal', () => describeTerminal(wire)),
    examine('model', async () => `${(await wire.model('implementer')).id}, with what it needs to be asked`, 'note'),
    examine('signing key', () => describeKey(wire)),
  ]);
}

/** What was found, or what stands in the way in the words of its error. */
export async function examine(
  check: string,
  look: () => string | Promise<string>,
  failing: 'note' | 'broken' = 'broken',
): Promise<Finding> {
  try {
    return { check, state: 'ok', found: await look() };
  } catch (error) {
    if (!(error instanceof AshlarError)) throw error;
    return { check, state: failing, found: error.message, ...(error.next !== undefined && { next: error.next }) };
  }
}

async function describeGit(wire: Wire): Promise<string> {
  await wire.git();
  const { clock, signal } = wire.surroundings;
  const { output } = await runProcess({
    file: 'git',
    args: ['--version'],
    cwd: wire.workspace.root,
    env: bareEnvironment(gitEnvironment(wire.surroundings), wire.workspace.root),
    timeoutMs: limits.killGraceMs,
    killGraceMs: 0,
    keepBytes: limits.lineChars,
    maxBytes: limits.lineChars,
    signal,
    clock,
  });
  return output.trim().replace(/^git version /, '');
}

/** What stands between a command and the rest of the machine. */
async function describeSandbox(wire: Wire): Promise<string> {
  const { sandbox } = await wire.commands();
  if (sandbox === 'direct')
    return 'direct, as you said: a command may do all that you may, in an environment built from nothing';
  return `${sandbox}: a command sees the system, its tools and the worktree; no home, no keys, no network`;
}

function describeTerminal({ surroundings }: Wire): string {
  return surroundings.ask === undefined
    ? 'none: nothing waits for an answer, a question ends with exit code 6'
    : 'there is one: questions are asked here';
}

function describeKey({ workspace }: Wire): string {
  const signer = readOwnKey(workspace.userState);
  return signer === undefined ? 'none yet; it is made at the first approval' : 'there, readable for you alone';
}
