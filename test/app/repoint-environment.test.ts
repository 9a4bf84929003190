import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bringDependencies } from '../../src/app/bring-dependencies.ts';
import { systemClock } from '../../src/base/clock.ts';
import { randomId } from '../../src/base/ids.ts';

const packages = 'lib/python3.12/site-packages';

function openRepository() {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'ashlar-repoint-')));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const [from, to] = [join(base, 'app'), join(base, 'app/.ashlar/state/worktrees/lend')];
  for (const folder of [`.venv/${packages}`, '.venv/bin']) mkdirSync(join(from, folder), { recursive: true });
  mkdirSync(to, { recursive: true });
  const put = (path: string, content: string | Uint8Array) => writeFileSync(join(from, path), content);
  const read = (root: string, path: string) => readFileSync(join(root, path), 'utf8');
  const bring = () =>
    bringDependencies({
      from,
      to,
      folders: ['.venv'],
      scratch: join(base, 'scratch'),
      env: { PATH: process.env.PATH ?? '' },
      clock: systemClock,
      newId: randomId,
      signal: new AbortController().signal,
    });
  return { from, to, put, read, bring };
}

test('an editable install of a copied environment leads to the sources of the worktree', async () => {
  const { from, to, put, read, bring } = openRepository();
  put('.venv/pyvenv.cfg', 'home = /usr/bin\n');
  put(`.venv/${packages}/app.pth`, `${from}/src`);
  put(`.venv/${packages}/__editable___app_finder.py`, `MAPPING = {'app': '${from}/app', 'other': '${from}-two/x'}\n`);
  await bring();
  expect(read(to, `.venv/${packages}/app.pth`)).toBe(`${to}/src`);
  expect(read(to, `.venv/${packages}/__editable___app_finder.py`)).toBe(
    `MAPPING = {'app': '${to}/app', 'other': '${from}-two/x'}\n`,
  );
  expect(read(from, `.venv/${packages}/app.pth`)).toBe(`${from}/src`);
});

test('a script of a copied environment runs with the interpreter of the copy, and stays executable', async () => {
  const { from, to, put, bring } = openRepository();
  put('.venv/pyvenv.cfg', '');
  put('.venv/bin/python', '#!/bin/sh\necho "$0"\n');
  put('.venv/bin/tool', `#!/usr/bin/env -S ${from}/.venv/bin/python\n`);
  for (const name of ['python', 'tool']) chmodSync(join(from, '.venv/bin', name), 0o755);
  await bring();
  expect(execFileSync(join(to, '.venv/bin/tool'), { encoding: 'utf8' })).toBe(`${to}/.venv/bin/python\n`);
  expect(statSync(join(to, '.venv/bin/tool')).mode & 0o777).toBe(0o755);
});

test('programs in machine code, and folders that are no environment, are copied byte for byte', async () => {
  const { from, to, put, read, bring } = openRepository();
  put('.venv/bin/native', `\0${from}/x`);
  put(`.venv/${packages}/app.pth`, from);
  await bring();
  expect(read(to, `.venv/${packages}/app.pth`)).toBe(from);
  rmSync(join(to, '.venv'), { recursive: true });
  put('.venv/pyvenv.cfg', '');
  await bring();
  expect(read(to, `.venv/${packages}/app.pth`)).toBe(to);
  expect(read(to, '.venv/bin/native')).toBe(`\0${from}/x`);
});
