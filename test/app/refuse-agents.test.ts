import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { markOf } from '../../src/app/refuse-agents.ts';
import { program } from '../e2e/support/ashlar.ts';
import { makeProject } from '../e2e/support/project.ts';

const linux = process.platform === 'linux';

/** Runs the program as the child of a process with that mark, without the mark itself. */
function trustFrom(mark: string | undefined) {
  const project = makeProject();
  const key = `SHA256:${'A'.repeat(43)}`;
  const script = `env -u ASHLAR_COMMAND "$0" "$1" signers add ${key} --yes; exit $?`;
  const own = markOf(join(project.env.XDG_STATE_HOME ?? '', 'ashlar'));
  const env = { ...project.env, ...(mark === undefined ? {} : { ASHLAR_COMMAND: mark === 'own' ? own : mark }) };
  return spawnSync('sh', ['-c', script, process.execPath, program], { cwd: project.root, env, encoding: 'utf8' });
}

test('who was started by a command of a run is known by his ancestors', () => {
  const { status, stderr } = trustFrom('own');
  expect({ status, said: stderr.includes('started by a command of a run') }).toEqual(
    linux ? { status: 8, said: true } : { status: 0, said: false },
  );
});

test('a command of a run may decide with a key of its own, as tests do; so may whoever no run started', () => {
  expect(trustFrom('another').status).toBe(0);
  expect(trustFrom(undefined).status).toBe(0);
});
