import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { makeFolder, writeFileWhole } from '../base/files.ts';
import { digest } from '../base/ids.ts';
import type { Launcher } from '../base/launcher.ts';
import { limits } from '../base/limits.ts';
import { isInside } from '../base/paths.ts';
import { supervise } from '../base/running.ts';
import { runProcess } from '../base/spawn.ts';
import { type SandboxName, sandboxNames } from '../domain/config.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { UsageGroup } from '../sandbox/usage-group.ts';
import type { CommonOptions, Surroundings } from './surroundings.ts';

export interface SandboxChoice {
  /** Absolute. No program in this folder counts. */
  root: string;
  options: Pick<CommonOptions, 'sandbox'>;
  /** What the user's own configuration says; a repository's does not count. */
  configured: SandboxName | undefined;
  launcher: Launcher | undefined;
  /** A folder of the user's alone, for the filter of system calls; without one there is none. */
  filterFolder?: string;
  usage?: UsageGroup | undefined;
  surroundings: Pick<Surroundings, 'clock' | 'env' | 'signal'>;
}

/**
 * The sandbox of commands: `--sandbox`, else ASHLAR_SANDBOX, else the user's configuration, else that of the system. Throws
 * an AshlarError of the kind `denied` where it does not work here: nothing runs without one unless a person says so.
 */
export async function chooseSandbox(choice: SandboxChoice): Promise<Sandbox> {
  const { root, options, configured, launcher, usage, surroundings } = choice;
  const { clock, env } = surroundings;
  const name = sandboxOf(options.sandbox) ?? sandboxOf(env.ASHLAR_SANDBOX) ?? configured ?? systemSandbox();
  if (name === 'direct') {
    const { createDirectSandbox } = await import('../sandbox/direct.ts');
    return createDirectSandbox({ clock, launcher });
  }
  if (name === 'seatbelt') {
    const { createSeatbelt } = await import('../sandbox/seatbelt.ts');
    await probe(['/usr/bin/sandbox-exec', '-p', '(version 1)(allow default)', '/usr/bin/true'], name, choice);
    return createSeatbelt({ clock, launcher });
  }
  const { createBubblewrap, probeBubblewrap } = await import('../sandbox/bubblewrap.ts');
  const bwrap = findOnPath('bwrap', env.PATH, root);
  if (bwrap === undefined) throw refused('bubblewrap is not installed', installBubblewrap);
  const works = (start: Parameters<typeof probeBubblewrap>[0]) => probe(probeBubblewrap(start), name, choice);
  const filter = await writeFilter(choice.filterFolder);
  // The strongest of what works here.
  for (const start of [
    { bwrap, canDisableUserns: true, filter },
    { bwrap, canDisableUserns: false, filter },
    { bwrap, canDisableUserns: true, filter: undefined },
  ]) {
    const isWorking = await works(start).then(
      () => true,
      () => false,
    );
    if (isWorking) return createBubblewrap({ ...start, clock, launcher, usage });
  }
  await works({ bwrap, canDisableUserns: false });
  return createBubblewrap({ bwrap, canDisableUserns: false, clock, launcher, usage });
}

/** A file of that content stays the same for all runs. */
async function writeFilter(folder: string | undefined): Promise<string | undefined> {
  const { callFilter } = await import('../sandbox/call-filter.ts');
  const bytes = folder === undefined ? undefined : callFilter();
  if (folder === undefined || bytes === undefined) return undefined;
  const path = join(folder, `calls-${digest(bytes.toString('hex')).slice(0, 12)}.bpf`);
  if (!existsSync(path)) {
    makeFolder(folder, 0o700);
    writeFileWhole(path, bytes, { mode: 0o600 });
  }
  return path;
}

/** A folder of the repository is passed over, wherever on the PATH it stands. */
function findOnPath(name: string, path: string | undefined, root: string): string | undefined {
  const folders = (path ?? '').split(delimiter).filter((folder) => isAbsolute(folder) && !isInside(root, folder));
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

const installBubblewrap =
  'install it (Debian, Ubuntu: sudo apt install bubblewrap; Fedora: sudo dnf install bubblewrap; Arch: sudo pacman -S bubblewrap), or let commands run with all that you may do: --sandbox direct';

function systemSandbox(): SandboxName {
  return process.platform === 'darwin' ? 'seatbelt' : 'bubblewrap';
}

function sandboxOf(name: string | undefined): SandboxName | undefined {
  if (name === undefined || name === '') return undefined;
  const known = sandboxNames.find((each) => each === name);
  if (known !== undefined) return known;
  throw new AshlarError({
    kind: 'usage',
    what: `there is no sandbox "${name}"`,
    next: `give one of ${sandboxNames.join(', ')}`,
  });
}

/** A sandbox that is there may not work: user namespaces can be switched off, in a container they often are. */
async function probe(argv: readonly string[], name: SandboxName, choice: SandboxChoice): Promise<void> {
  const { clock, signal } = choice.surroundings;
  const bounds = {
    timeoutMs: limits.sandboxProbeMs,
    killGraceMs: 0,
    keepBytes: limits.lineChars,
    maxBytes: limits.lineChars,
  };
  const job = { argv, cwd: '/', env: {} };
  const [file = '', ...args] = argv;
  const launched = choice.launcher?.launch(job);
  const { exitCode, output } = await (launched === undefined
    ? runProcess({ ...job, ...bounds, file, args, signal, clock })
    : supervise(launched, { ...bounds, signal, clock }));
  if (exitCode === 0) return;
  const said = output.trim().split('\n').at(-1) ?? '';
  throw refused(`${name} does not work here: ${said === '' ? `exit code ${exitCode}` : said}`, mendUserns);
}

const mendUserns =
  'allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, or on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0; WSL 1 has none), or let commands run with all that you may do: --sandbox direct';

function refused(why: string, next: string): AshlarError {
  return new AshlarError({ kind: 'denied', what: 'no command runs here: there is no sandbox for it', why, next });
}
