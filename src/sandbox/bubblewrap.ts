import { existsSync, lstatSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Launcher } from '../base/launcher.ts';
import { relayArgs, relayEnvironment, relayFirst } from './relay.ts';
import { createEnclosed } from './run-enclosed.ts';
import type { Enclose, Profile, Sandbox } from './sandbox.ts';
import { closeInherited, findShell, usageBounds } from './shell.ts';
import { systemFolders, systemSettings } from './system-paths.ts';
import { toolFolders } from './tool-folders.ts';
import type { UsageGroup } from './usage-group.ts';

export interface BubblewrapDeps {
  /** The program, absolute. */
  bwrap: string;
  /** Whether it can keep commands from making user namespaces of their own. */
  canDisableUserns: boolean;
  /** A file with a filter of system calls; it need not be seen from within. */
  filter?: string | undefined;
  clock: Clock;
  launcher?: Launcher | undefined;
  usage?: Pick<UsageGroup, 'enter'> | undefined;
}

/**
 * Commands in namespaces of their own (processes, network, users, hosts), in a file system that is made of the system's
 * folders, tools and the root: only the root and a scratch folder can be written. All that a command started ends with it.
 */
export function createBubblewrap({ bwrap, canDisableUserns, filter, usage, ...rest }: BubblewrapDeps): Sandbox {
  const start = bubblewrapStart({ bwrap, canDisableUserns, filter, usage });
  const shell = findShell();
  const enclose: Enclose = (profile) => ({
    argv: [...start, ...bubblewrapArgs(profile), '--', ...relayOf(profile, shell)],
    env: { ...profile.env, TMPDIR: '/tmp', ...(typeof profile.network === 'object' && relayEnvironment) },
  });
  return createEnclosed({
    name: 'bubblewrap',
    enclose,
    shell,
    before: closeInherited + usageBounds,
    ...rest,
  });
}

const always = ['--unshare-all', '--unshare-user', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'];

function relayOf({ network }: Profile, shell: string): string[] {
  return typeof network === 'object' ? relayFirst(shell) : [];
}

type Start = Pick<BubblewrapDeps, 'bwrap' | 'canDisableUserns' | 'filter' | 'usage'>;

/** One shell goes into the group and opens the filter, which bwrap reads and closes, and becomes bwrap. */
function bubblewrapStart({ bwrap, canDisableUserns, filter = '', usage }: Start): string[] {
  const flags = [...always, ...(canDisableUserns ? ['--disable-userns'] : [])];
  const first = [usage?.enter, filter === '' ? undefined : 'exec 9<"$0"'].filter((step) => step !== undefined);
  if (first.length === 0) return [bwrap, ...flags];
  const filtering = filter === '' ? [] : ['--seccomp', '9'];
  return ['/bin/sh', '-c', `${first.join(' && ')} && exec "$@"`, filter, bwrap, ...flags, ...filtering];
}

/** A command with which bwrap shows that it works here. */
export function probeBubblewrap(start: Start): string[] {
  return [...bubblewrapStart(start), ...['--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', '--', '/bin/true']];
}

/**
 * What a command sees, in the order in which it is laid: a later mount covers an earlier one. The environment is that of
 * the process that starts bwrap, which must be the profile's: with `--clearenv` the user's would still show in
 * `/proc/1/environ`.
 */
export function bubblewrapArgs({ root, kept, hidden = [], env, readable, scratch, home, network }: Profile): string[] {
  const tools = toolFolders(home, env).filter((path) => existsSync(path));
  return [
    ...(network === 'all' ? ['--share-net'] : []),
    ...systemFolders.flatMap(showAsItIs),
    ...systemSettings.flatMap(showAsItIs),
    ...['--proc', '/proc', ...settingsOfKernel, '--dev', '/dev', '--tmpfs', '/run'],
    ...(network === 'all' ? resolverArgs() : []),
    ...(typeof network === 'object' ? relayArgs(network.proxy) : []),
    ...['--bind', join(scratch, 'tmp'), '/tmp', '--symlink', '/tmp', '/var/tmp'],
    ...(home === '/' ? [] : ['--bind', join(scratch, 'home'), home]),
    ...tools.flatMap((path) => ['--ro-bind', path, path]),
    ...readable.flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--bind', root, root],
    ...foldersBetween(root, [...kept, ...hidden]).flatMap((path) => ['--bind-try', path, path]),
    ...kept.flatMap((path) => ['--ro-bind-try', path, path]),
    ...hidden.filter((path) => existsSync(path)).flatMap((path) => ['--ro-bind', emptyFile(scratch), path]),
    ...['--chdir', root],
  ];
}

/** What is mounted can neither be written nor taken away from within, and no command may mount or unmount. */
function emptyFile(scratch: string): string {
  const path = join(scratch, 'empty');
  writeFileSync(path, '', { mode: 0o600 });
  return path;
}

/** What is mounted cannot be moved: without this, what is kept could be moved aside with the folder that it lies in. */
function foldersBetween(root: string, kept: readonly string[]): string[] {
  const above = kept.flatMap((path) => {
    const parts = relative(root, dirname(path))
      .split('/')
      .filter((part) => part !== '');
    return parts.map((_, at) => join(root, ...parts.slice(0, at + 1)));
  });
  return [...new Set(above)].sort();
}

/** They ask who the user is, not what he may do: without this, root's commands could change them. */
const settingsOfKernel = ['/proc/sys', '/proc/sysrq-trigger'].flatMap((path) => ['--ro-bind-try', path, path]);

/** A folder that a link stands for, such as `/bin`, stays a link. */
function showAsItIs(path: string): string[] {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return [];
  return entry.isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
}

/** Where `/etc/resolv.conf` is a link to a file of a service, the service's folder must be there. */
function resolverArgs(): string[] {
  const entry = lstatSync('/etc/resolv.conf', { throwIfNoEntry: false });
  if (entry?.isSymbolicLink() !== true) return [];
  const target = join('/etc', readlinkSync('/etc/resolv.conf'));
  return ['--ro-bind-try', dirname(target), dirname(target)];
}
