import { accessSync, constants } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Arguments of a shell that runs one command: as an argument it is whole and alone, and stderr goes where stdout goes. */
export function commandArgs(shell: string, command: string, before = ''): string[] {
  return ['-c', `${before}exec 2>&1; eval "$1"`, shell, command];
}

/** Arguments of a bash that says with a dot that it waits for its command, which ends with a NUL; at the end of its input it goes. */
export function waitingArgs(shell: string, before = ''): string[] {
  const wait = `printf . && IFS= read -r -d '' && exec </dev/null && set -- "$REPLY" && unset REPLY && eval "$1"`;
  return ['--noprofile', '--norc', '-c', before + wait, shell];
}

/** Said to a shell before its command: what this program was started with and does not know of is no way out. */
export const closeInherited = `for fd in /proc/self/fd/*; do fd=\${fd##*/}; [ "$fd" -gt 2 ] && [ "$fd" -ne 255 ] && eval "exec $fd>&-"; done; unset fd; `;

/**
 * Said to a shell before its command: what it may use up, where the system holds it. No core files, files of 16 GiB, 24 GiB
 * of data a process, 4,096 processes in the sandbox (root is exempt from the last). A bound that is tighter stays.
 */
export const usageBounds = '{ ulimit -c 0; ulimit -f 16777216; ulimit -d 25165824; ulimit -u 4096; } 2>/dev/null; ';

export function isBash(shell: string): boolean {
  return /(?:^|\/)bash$/.test(shell);
}

export function findShell(path = ''): string {
  return findProgram('bash', path) ?? '/bin/sh';
}

/** An absolute path; folders of the system come before those of `path`. */
export function findProgram(name: string, path = ''): string | undefined {
  const folders = ['/bin', '/usr/bin', ...path.split(':').filter((folder) => isAbsolute(folder))];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
