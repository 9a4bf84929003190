import { expect, test } from 'vitest';
import { globMatcher } from '../../src/base/match-globs.ts';

const cases: [globs: string[], path: string, matches: boolean][] = [
  [['*.ts'], 'src/a.ts', true],
  [['*.ts'], 'src/a.tsx', false],
  [['src/*.ts'], 'src/a.ts', true],
  [['src/*.ts'], 'src/deep/a.ts', false],
  [['src/**/*.ts'], 'src/a.ts', true],
  [['src/**/*.ts'], 'src/deep/er/a.ts', true],
  [['./src/**'], './src/a.ts', true],
  [['app/api/**/*'], 'app/api/a/b.go', true],
  [['src'], 'src/a.ts', true],
  [['README*'], 'docs/README.md', true],
  [['readme*'], 'README.md', false],
  [['**/tsconfig.*.json'], 'a/tsconfig.app.json', true],
  [['**/*.{ts,tsx}'], 'a/b.tsx', true],
  [['{src,lib}/{a,b}.ts'], 'lib/b.ts', true],
  [['{src,lib}/{a,b}.ts'], 'lib/c.ts', false],
  [['*.ts', '!*.test.ts'], 'a.test.ts', false],
  [['[ab].ts'], 'b.ts', true],
  [['*'], '../outside.ts', false],
  [['*'], '/etc/passwd', false],
  [['*'], '', false],
  [[], 'a.ts', false],
  [['{a,b', '['], 'a', false],
];

test.each(cases)('%j and %s: %s', (globs, path, matches) => {
  expect(globMatcher(globs)(path)).toBe(matches);
});

test('one of several paths is enough', () => {
  expect(['a.ts', 'b.go'].some(globMatcher(['*.go']))).toBe(true);
});

test('braces without end are taken as they stand', () => {
  expect(globMatcher(['{a,b}'.repeat(40)])('ab')).toBe(false);
});
