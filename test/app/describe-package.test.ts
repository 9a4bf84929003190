import { expect, test } from 'vitest';
import { describePackage, type PackageRequest } from '../../src/app/describe-package.ts';
import { systemClock } from '../../src/base/clock.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const clock = { ...systemClock, now: () => Date.parse('2030-01-11T12:00:00Z') };

function about(manager: PackageRequest['manager'], name: string, files: Record<string, string> = {}) {
  return describePackage({ manager, name, root: makeRepository(files).root, clock });
}

test.each([
  ['npm', 'zod', 'package-lock.json', '{"packages": {"node_modules/zod": {}, "node_modules/a/node_modules/b": {}}}'],
  ['npm', 'b', 'package-lock.json', '{"packages": {"node_modules/zod": {}, "node_modules/a/node_modules/b": {}}}'],
  ['npm', '@scope/a', 'package-lock.json', '{"packages": {"node_modules/@scope/a": {}}}'],
  ['npm', '@scope/a', 'yarn.lock', '"@scope/a@^1.0.0":\n  version "1.0.0"\n'],
  ['npm', 'left-pad', 'yarn.lock', 'left-pad@^1.0.0, left-pad@^1.1.0:\n  version "1.1.0"\n'],
  ['npm', '@scope/a', 'pnpm-lock.yaml', "packages:\n\n  '@scope/a@1.0.0':\n    resolution: {}\n"],
  ['pip', 'Typing_Extensions', 'uv.lock', '[[package]]\nname = "typing-extensions"\n'],
  ['pip', 'flask', 'requirements.txt', 'Flask[async]>=2\nrequests\n'],
  ['cargo', 'serde_json', 'Cargo.lock', '[[package]]\nname = "serde_json"\n'],
  ['go', 'github.com/a/b', 'go.sum', 'github.com/a/b v1.0.0 h1:x=\n'],
  ['gem', 'rake', 'Gemfile.lock', 'GEM\n  specs:\n    rake (13.0)\n'],
] as const)('%s knows %s from %s', async (manager, name, file, text) => {
  const facts = await about(manager, name, { [file]: text });
  expect(facts).toEqual({ name, lockFile: file, exists: 'not known', ageDays: 'not known' });
});

test.each([
  ['npm', 'lodahs', 'lodash'],
  ['npm', 'expresss', 'express'],
  ['npm', 'react-codeshift', undefined],
  ['npm', 'react', undefined],
  ['pip', 'reqeusts', 'requests'],
  ['pip', 'beautifulsoup', 'beautifulsoup4'],
  ['cargo', 'tokyo', 'tokio'],
  ['npm', 'a-tool', undefined],
] as const)('of %s, %s may stand for %s', async (manager, name, near) => {
  expect((await about(manager, name)).near).toBe(near);
});

test('a slip of a dependency of one’s own is told too', async () => {
  const lock = { 'package-lock.json': '{"packages": {"node_modules/our-own-toolkit": {}}}' };
  expect((await about('npm', 'our-own-tolkit', lock)).near).toBe('our-own-toolkit');
});

test('a registry is asked only where the caller gives the means, and says whether and since when there is such a package', async () => {
  const asked: string[] = [];
  const answers = new Map<string, unknown>([
    [
      'https://registry.npmjs.org/@scope%2Fnew',
      { time: { created: '2030-01-08T00:00:00Z', modified: '2030-01-09T00:00:00Z' } },
    ],
    [
      'https://pypi.org/pypi/new/json',
      {
        releases: {
          '2': [{ upload_time_iso_8601: '2029-01-11T00:00:00Z' }],
          '1': [{ upload_time_iso_8601: '2028-01-12T00:00:00Z' }],
        },
      },
    ],
    ['https://crates.io/api/v1/crates/odd', { crate: {} }],
  ]);
  const ask = async (url: string) => {
    asked.push(url);
    return answers.get(url);
  };
  const { root } = makeRepository();
  expect(await describePackage({ manager: 'npm', name: '@scope/new', root, clock, ask })).toMatchObject({
    exists: true,
    ageDays: 3,
  });
  expect(await describePackage({ manager: 'pip', name: 'new', root, clock, ask })).toMatchObject({
    exists: true,
    ageDays: 730,
  });
  expect(await describePackage({ manager: 'cargo', name: 'odd', root, clock, ask })).toMatchObject({
    exists: true,
    ageDays: 'not known',
  });
  expect(await describePackage({ manager: 'npm', name: 'made-up', root, clock, ask })).toMatchObject({ exists: false });
  expect(await describePackage({ manager: 'go', name: 'a.test/b', root, clock, ask })).toMatchObject({
    exists: 'not known',
  });
  expect(asked).toHaveLength(4);
});
