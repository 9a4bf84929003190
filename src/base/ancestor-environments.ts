import { readFileSync } from 'node:fs';
import { errorCode } from './errors.ts';

/**
 * The variables with which the ancestors of this process were started, nearest first: a child cannot change them. Only
 * Linux tells them, and only those of the same user.
 */
export function ancestorEnvironments(): string[][] {
  if (process.platform !== 'linux') return [];
  const environments: string[][] = [];
  for (let pid = process.ppid; pid > 1 && environments.length < deepest; pid = parentOf(pid)) {
    environments.push(readProcess(pid, 'environ').split('\0'));
  }
  return environments;
}

const deepest = 100;

function parentOf(pid: number): number {
  const stat = readProcess(pid, 'stat');
  // The second field is the program's name in parentheses and may contain anything; the fourth is the parent.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

/** Empty for a process that is gone, or another user's. */
function readProcess(pid: number, file: 'environ' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '')) return '';
    throw error;
  }
}
