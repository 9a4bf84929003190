import { spawnSync } from 'node:child_process';
import { shownText } from './shown-text.ts';

export interface Terminal {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
}

/**
 * Shows a text in a pager (PAGER, else `less` where there is one). False where nothing was shown: there is no terminal, the
 * text fits on it, or the pager cannot be started.
 */
export function pageText(
  text: string,
  { terminal, pager }: { terminal: Terminal; pager: string | undefined },
): boolean {
  const shown = `${shownText(text)}\n`;
  if (terminal.isTTY !== true || fits(shown, terminal)) return false;
  // PAGER may be a command with options, so a shell reads it.
  const { status } = spawnSync('/bin/sh', ['-c', pager || lessIfThere], {
    input: shown,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  return status !== cannotStart && status !== notFound;
}

const lessIfThere = 'if command -v less >/dev/null; then exec less -FRX; else exec cat; fi';

/** What a shell ends with where it cannot start a program. */
const [cannotStart, notFound] = [126, 127];

/** A terminal that does not say its size is taken for one of the usual size. */
function fits(text: string, { columns, rows }: Terminal): boolean {
  const width = columns || 80;
  const lines = text.split('\n').map((line) => Math.max(1, Math.ceil(line.length / width)));
  return lines.reduce((sum, count) => sum + count, 0) <= (rows || 24);
}
