import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rgPath } from '@vscode/ripgrep';
import { systemClock } from '../../src/base/clock.ts';
import { noReach } from '../../src/base/failpoints.ts';
import type { Role } from '../../src/domain/event.ts';
import type { ToolContext, ToolOutcome } from '../../src/domain/tool.ts';
import { createDirectSandbox } from '../../src/sandbox/direct.ts';
import { buildCommandEnvironment } from '../../src/sandbox/environment.ts';
import { createToolbox, type ToolboxOptions } from '../../src/tools/toolbox.ts';

export interface ToolBench {
  root: string;
  /** Calls a tool as a session does: what it says was seen is seen from then on. */
  call(name: string, input: Record<string, unknown>): Promise<ToolOutcome>;
  put(path: string, content: string | Uint8Array): string;
  bytes(path: string): Buffer;
  text(path: string): string;
  remove(): void;
}

export interface BenchOptions {
  role?: Role;
  answer?: string;
  /** The folder in which the root is made. */
  below?: string;
  toolbox?: Partial<ToolboxOptions>;
}

/** Real tools in a temporary folder. */
export function openToolBench({
  role = 'implementer',
  answer,
  below = tmpdir(),
  toolbox,
}: BenchOptions = {}): ToolBench {
  const root = realpathSync(mkdtempSync(join(below, 'tools-')));
  const tools = createToolbox({ role, ripgrepPath: rgPath, clock: systemClock, mayRead: () => true, ...toolbox });
  const seen = new Map<string, string>();
  const sandbox = createDirectSandbox({ clock: systemClock });
  const profile = {
    root,
    env: buildCommandEnvironment({}),
    kept: [],
    readable: [],
    scratch: root,
    home: root,
    network: 'none' as const,
  };
  const bounds = { keepBytes: 1_000, maxBytes: 50_000, killGraceMs: 500, spoolPath: join(root, 'output.txt') };
  const context: ToolContext = {
    root,
    callId: 'call_1',
    signal: new AbortController().signal,
    seen,
    runCommand: (command, options) => sandbox.run(command, profile, { ...bounds, ...options }),
    reach: noReach,
    askHuman: async () => answer,
  };
  return {
    root,
    call: async (name, input) => {
      const tool = tools.find(({ spec }) => spec.name === name);
      if (tool === undefined) throw new Error(`there is no tool ${name}`);
      const outcome = await tool.run(input, context);
      for (const { path, digest } of outcome.seen ?? []) seen.set(path, digest);
      return outcome;
    },
    put: (path, content) => {
      const full = join(root, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, content);
      return full;
    },
    bytes: (path) => readFileSync(join(root, path)),
    text: (path) => readFileSync(join(root, path), 'utf8'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
