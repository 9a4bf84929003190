import { expect, test } from 'vitest';
import { installEnvironment } from '../../src/app/install-environment.ts';
import { openWire } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

test.each([
  'npm ci',
  'npm --prefix a install left-pad',
  'cd a && npm i',
  'pnpm add x',
  'yarn',
  'yarn add x',
  'pip3 install -r r.txt',
  'python -m pip install x',
])('with %s scripts of packages are not run', (command) => {
  expect(installEnvironment(command)).toMatchObject({ npm_config_ignore_scripts: 'true', PIP_ONLY_BINARY: ':all:' });
});

test.each([
  'npm test',
  'npm run build',
  'npm test -- in src',
  'npm run add',
  'pnpm exec tsc',
  'yarn test',
  'pytest',
  'echo install',
])('with %s those of the project are', (command) => {
  expect(installEnvironment(command)).toBeUndefined();
});

const packages = {
  'package.json': JSON.stringify({ name: 'a', version: '1.0.0', dependencies: { dep: 'file:./dep' } }),
  'dep/package.json': JSON.stringify({ name: 'dep', version: '1.0.0', scripts: { install: 'touch ../ran' } }),
};

test('a package that a command installs runs nothing, unless the configuration lets it', async () => {
  const install = 'npm install --offline --no-audit --install-links=false; ls ran 2>/dev/null';
  const closed = makeRepository(packages);
  expect((await openWire(closed).runCheck(closed.root, install)).output).not.toMatch(/^ran$/m);
  const open = makeRepository({ ...packages, '.ashlar/config.yaml': 'dependencies: { scripts: true }\n' });
  expect((await openWire(open).runCheck(open.root, install)).output).toMatch(/^ran$/m);
});
