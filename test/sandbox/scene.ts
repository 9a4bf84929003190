import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { openLauncher } from '../../src/base/launcher.ts';
import { createBubblewrap } from '../../src/sandbox/bubblewrap.ts';
import { callFilter } from '../../src/sandbox/call-filter.ts';
import type { CommandOptions, Profile, Sandbox } from '../../src/sandbox/sandbox.ts';
import { makeUsageGroup } from '../../src/sandbox/usage-group.ts';

/** Whether this machine has what these tests are about; `.ci/run` sees to it where it may. */
export const hasBubblewrap = existsSync('/usr/bin/bwrap');

export interface Scene {
  sandbox: Sandbox;
  profile: Profile;
  /** What lies beside the root and must stay as it is. */
  outside: string;
  run(command: string, options?: Partial<CommandOptions>): ReturnType<Sandbox['run']>;
}

/** A root with some files, something beside it, and a sandbox whose shell waits before the command is known, or does not. */
export async function openScene({ warm }: { warm: boolean }): Promise<Scene> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bubblewrap-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [root, outside, scratch] = ['root', 'outside', 'scratch'].map((name) => join(folder, name));
  for (const path of [
    `${root}/.git`,
    `${root}/src`,
    `${root}/docs/specs`,
    outside,
    `${scratch}/tmp`,
    `${scratch}/home`,
  ]) {
    mkdirSync(path ?? '', { recursive: true });
  }
  writeFileSync(`${root}/.git/config`, 'as it was\n');
  writeFileSync(`${outside}/secret`, 'not for agents\n');
  const profile: Profile = {
    root: root ?? '',
    kept: [`${root}/.git`, `${root}/docs/specs`],
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: homedir(), TOLD: 'yes' },
    readable: [],
    scratch: scratch ?? '',
    home: homedir(),
    network: 'none',
  };
  const launcher = warm ? await openLauncher('/bin/bash') : undefined;
  onTestFinished(() => launcher?.close());
  const usage = makeUsageGroup(process.pid);
  onTestFinished(() => usage?.remove());
  const filter = join(folder, 'filter');
  writeFileSync(filter, callFilter() ?? '');
  const parts = { clock: systemClock, launcher, usage, filter };
  const sandbox = createBubblewrap({ bwrap: '/usr/bin/bwrap', canDisableUserns: true, ...parts });
  if (warm) sandbox.prepare(profile);
  const bounds = { timeoutMs: 20_000, killGraceMs: 500, keepBytes: 20_000, maxBytes: 200_000 };
  const signal = new AbortController().signal;
  return {
    sandbox,
    profile,
    outside: outside ?? '',
    run: (command, options = {}) => sandbox.run(command, profile, { ...bounds, signal, ...options }),
  };
}
