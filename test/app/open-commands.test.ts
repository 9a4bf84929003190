import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWire } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

test("a check in a worktree runs the tool that lies there, not the one of the checkout's activated environment", async () => {
  const repository = makeRepository();
  const tree = '.ashlar/state/worktrees/lend';
  for (const folder of ['', `${tree}/`]) {
    repository.write(`${folder}.venv/bin/tool`, '#!/bin/sh\nprintf %s "$0"\n');
    chmodSync(join(repository.root, `${folder}.venv/bin/tool`), 0o755);
  }
  const environment = join(repository.root, '.venv');
  const env = { PATH: `${join(environment, 'bin')}:${process.env.PATH}`, VIRTUAL_ENV: environment };
  const { runCheck } = openWire(repository, { env });
  const root = join(repository.root, tree);
  expect(await runCheck(root, 'tool; echo " $VIRTUAL_ENV"')).toMatchObject({ output: '.venv/bin/tool .venv\n' });
  expect(await runCheck(repository.root, 'tool')).toMatchObject({ output: '.venv/bin/tool' });
});

test('what the configuration says of the environment reaches commands, which are told nothing of colours', async () => {
  const repository = makeRepository({ '.ashlar/config.yaml': 'environment: { PORT: 80 }\n' });
  const { runCheck } = openWire(repository, { env: { NO_COLOR: '1', FORCE_COLOR: '1' } });
  const { output } = await runCheck(repository.root, `printf %s "$PORT,$TERM,$CI,"; env | grep -c COLOR`);
  expect(output).toBe('80,dumb,1,0\n');
});
