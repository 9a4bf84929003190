import type { Clock } from '../base/clock.ts';
import { AshlarError } from '../base/errors.ts';
import type { Launched } from '../base/launched.ts';
import type { Launcher } from '../base/launcher.ts';
import { type ProcessResult, supervise } from '../base/running.ts';
import { runProcess, tellOfGroup } from '../base/spawn.ts';
import type { SandboxName } from '../domain/config.ts';
import type { CommandOptions, Enclose, Profile, Sandbox } from './sandbox.ts';
import { commandArgs, isBash, waitingArgs } from './shell.ts';

export interface EnclosedDeps {
  name: SandboxName;
  enclose: Enclose;
  /** Absolute. */
  shell: string;
  /** Said to each shell before its command. */
  before?: string;
  clock: Clock;
  /** Where there is one, a shell waits in the isolation before its command is known, and is used once. */
  launcher?: Launcher | undefined;
}

/** A sandbox that runs each command in a shell of its own inside of an isolation. */
export function createEnclosed(given: EnclosedDeps): Sandbox {
  const waiting = new Map<string, Launched>();
  const enclosed = new WeakMap<Profile, ReturnType<Enclose>>();
  const enclose: Enclose = (profile) => {
    const known = enclosed.get(profile) ?? given.enclose(profile);
    enclosed.set(profile, known);
    return known;
  };
  const deps = { ...given, enclose };
  const prepare = (profile: Profile) => {
    const key = keyOf(profile);
    if (waiting.has(key)) return;
    const shell = launchWaiting(profile, deps);
    if (shell === undefined) return;
    waiting.set(key, shell);
    shell.exited.then(() => {
      if (waiting.get(key) === shell) letGo(take(profile));
    });
  };
  const take = (profile: Profile): Launched | undefined => {
    const shell = waiting.get(keyOf(profile));
    waiting.delete(keyOf(profile));
    return shell;
  };
  return {
    name: deps.name,
    prepare,
    run: async (command, profile, options) => {
      refuseNul(command);
      options.signal.throwIfAborted();
      const shell = command.length > mostWritten ? undefined : take(profile);
      try {
        if (shell !== undefined && (await shell.began)) return await runWarm(shell, command, options, deps.clock);
        letGo(shell);
        return await runCold(command, profile, { options, deps });
      } finally {
        prepare(profile);
      }
    },
  };
}

/** A command that does not fit into a pipe is given as an argument. In characters; at most four bytes each. */
const mostWritten = 8_000;

function keyOf({ root, kept, hidden, env, readable, scratch, network }: Profile): string {
  return JSON.stringify([root, kept, hidden, env, readable, scratch, network]);
}

function launchWaiting(profile: Profile, { launcher, enclose, shell, before }: EnclosedDeps): Launched | undefined {
  if (launcher === undefined || !isBash(shell)) return undefined;
  const { argv, env } = enclose(profile);
  return launcher.launch({
    argv: [...argv, shell, ...waitingArgs(shell, before)],
    cwd: profile.root,
    env,
    greets: true,
  });
}

/** One that could not begin, as where the system has no room for it. */
function letGo(shell: Launched | undefined): void {
  void shell?.drain(() => false);
}

async function runWarm(
  shell: Launched,
  command: string,
  options: CommandOptions,
  clock: Clock,
): Promise<ProcessResult> {
  const forget = tellOfGroup(await shell.pid, options.onGroup);
  shell.send(`${command}\0`);
  return supervise(shell, { ...options, clock, plain: true }).finally(forget);
}

async function runCold(
  command: string,
  profile: Profile,
  { options, deps: { enclose, shell, before, clock } }: { options: CommandOptions; deps: EnclosedDeps },
): Promise<ProcessResult> {
  const { argv, env } = enclose(profile);
  const [file = shell, ...args] = [...argv, shell, ...commandArgs(shell, command, before)];
  return runProcess({ file, args, cwd: profile.root, env, clock, plain: true, ...options });
}

function refuseNul(command: string): void {
  if (!command.includes('\0')) return;
  throw new AshlarError({ kind: 'invalid', what: 'the command did not run', why: 'it holds a NUL character' });
}
