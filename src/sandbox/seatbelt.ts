import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Launcher } from '../base/launcher.ts';
import { createEnclosed } from './run-enclosed.ts';
import type { Enclose, Profile, Sandbox } from './sandbox.ts';
import { findShell, usageBounds } from './shell.ts';
import { toolFolders } from './tool-folders.ts';

/** The isolation of macOS: the same bounds as a profile that the kernel holds. Temporary files and the home are the scratch folder's. */
export function createSeatbelt(deps: { clock: Clock; launcher?: Launcher | undefined }): Sandbox {
  const enclose: Enclose = (profile) => ({
    argv: ['/usr/bin/sandbox-exec', '-p', seatbeltProfile(profile)],
    env: { ...profile.env, TMPDIR: join(profile.scratch, 'tmp'), HOME: join(profile.scratch, 'home') },
  });
  return createEnclosed({ name: 'seatbelt', enclose, shell: findShell(), before: usageBounds, ...deps });
}

/** Later rules win. */
export function seatbeltProfile({ root, kept, hidden = [], env, readable, scratch, home, network }: Profile): string {
  const tools = toolFolders(home, env);
  return [
    '(version 1)',
    '(deny default)',
    '(allow process-exec process-fork)',
    '(allow signal (target same-sandbox))',
    '(allow sysctl-read)',
    '(allow mach-lookup (global-name "com.apple.system.opendirectoryd.libinfo") (global-name "com.apple.trustd"))',
    '(allow ipc-posix-sem ipc-posix-shm)',
    '(allow file-read-metadata)',
    `(allow file-read* (literal "/") ${below(systemPlaces)})`,
    '(allow file-ioctl file-write* (literal "/dev/null") (literal "/dev/tty") (regex #"^/dev/fd/"))',
    `(allow file-read* ${below([...tools, ...readable])})`,
    `(allow file-read* file-write* ${below([scratch, root])})`,
    ...(kept.length > 0 ? [`(deny file-write* ${below(kept)})`] : []),
    ...(hidden.length > 0 ? [`(deny file-read* file-write* ${below(hidden)})`] : []),
    network === 'all' ? '(allow network*)' : '(allow network* (local ip "localhost:*") (remote ip "localhost:*"))',
  ].join('\n');
}

function below(paths: readonly string[]): string {
  return paths.map((path) => `(subpath ${JSON.stringify(path)})`).join(' ');
}

const systemPlaces = [
  ...['/usr', '/bin', '/sbin', '/System', '/Library/Apple', '/Library/Developer', '/Library/Frameworks', '/opt'],
  ...['/Applications/Xcode.app', '/private/etc/ssl', '/private/etc/hosts', '/private/var/db/timezone', '/dev'],
];
