import { expect, test } from 'vitest';
import { wantedPackages } from '../../../src/policy/commands/packages.ts';
import { literalWord } from '../../../src/policy/shell/words.ts';

function wanted(line: string): string[] | undefined {
  const [program = '', ...args] = line.split(' ');
  const call = {
    program,
    word: program,
    args: args.map(literalWord),
    assignments: [],
    writes: [],
    reads: [],
    folders: [],
  };
  return wantedPackages(call)?.map(({ name }) => name);
}

test.each([
  ['npm install a b@1', ['a', 'b@1']],
  ['npm --prefix sub i -D a', ['a']],
  ['npm update', ['*']],
  ['yarn add https://x/y.tgz', ['https://x/y.tgz']],
  ['pnpm dlx a --flag', ['a']],
  ['npx -y -p a b', ['a']],
  ['npx vitest run', ['vitest']],
  ['bun x a', ['a']],
  ['python3 -m pip install a', ['a']],
  ['uv add a', ['a']],
  ['cargo add a', ['a']],
  ['go get x.org/a', ['x.org/a']],
  ['apt-get install -y a', ['a']],
])('%j brings in %j', (line, names) => {
  expect(wanted(line)).toEqual(names);
});

test.each([
  'npm ci',
  'npm install',
  'yarn',
  'pip install -r requirements.txt',
  'pip install -e .',
  'npm uninstall a',
  'bundle install',
])('%j brings in nothing new', (line) => {
  expect(wanted(line)).toEqual([]);
});

test.each([
  'npm test',
  'npm run install-all',
  'npm run add x',
  'cargo test',
  'go test ./...',
  'python3 a.py install',
  'ls install',
])('%j installs nothing', (line) => {
  expect(wanted(line)).toBeUndefined();
});
