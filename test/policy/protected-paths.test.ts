import { expect, test } from 'vitest';
import { compilePathRules } from '../../src/policy/protected-paths.ts';

const rules = compilePathRules([
  { rule: 'rooted', patterns: ['/docs/specs'] },
  { rule: 'anywhere', patterns: ['.env*', '*.pem', 'id_rsa'], except: ['.env.example'] },
]);
const of = (path: string) => rules.of(path).join();
const below = (path: string) => rules.below(path).join();

test('a pattern with a slash begins at the root, one without holds in every folder', () => {
  expect(['docs/specs', 'docs/specs/a/b', 'Docs/./Specs/a'].map(of)).toEqual(['rooted', 'rooted', 'rooted']);
  expect(['a/docs/specs', 'docs', 'docs/specs2', 'docs/spec'].map(of)).toEqual(Array(4).fill(''));
  expect(['.env', 'a/.env.local', 'a/.env/b', 'x/y.pem', 'ID_RSA'].map(of)).toEqual(Array(5).fill('anywhere'));
  expect(['env', 'a.env', 'pem', '.env.example', 'a/.env.example'].map(of)).toEqual(Array(5).fill(''));
});

test('names are known as file systems that are less strict know them', () => {
  const paths = ['.ENV', '.env.', '.env ', '.env::$DATA', '.e\u200dnv', '\uff0eenv', '.e\u0301nv'];
  expect(paths.map(of)).toEqual(Array(paths.length).fill('anywhere'));
});

test('a pattern of the shell falls under what it can match, which never begins with a dot by itself', () => {
  expect(['docs/*', '*/specs', 'd?cs/s*/a', '.e*', 'id_*'].map(of)).toEqual([
    ...['rooted', 'rooted', 'rooted', 'anywhere', 'anywhere'],
  ]);
  expect(['docs/*.md', 'src/*', '*', '[a-z]*'].map(of)).toEqual(Array(4).fill(''));
});

test('a folder above is known to hold what is protected', () => {
  expect(['docs', 'd*'].map(below)).toEqual(Array(2).fill('rooted'));
  expect(['.', '', '*'].every((path) => below(path).startsWith('rooted'))).toBe(true);
  expect(['src', 'docs/specs', 'docs/other', 'docs/specs/a'].map(below)).toEqual(Array(4).fill(''));
});
