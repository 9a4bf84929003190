import { expect, test } from 'vitest';
import { findRule, findRuleBelow, normalisePath } from '../../src/policy/protected-paths.ts';

const rules = [
  { rule: 'rooted', reason: '', patterns: ['/docs/specs'] },
  { rule: 'anywhere', reason: '', patterns: ['.env*', '*.pem'], except: ['.env.example'] },
];
const ruleOf = (path: string) => findRule(rules, path)?.rule;
const ruleBelow = (path: string) => findRuleBelow(rules, path)?.rule;

test('a pattern with a slash begins at the root, one without holds in every folder', () => {
  expect(['docs/specs', 'docs/specs/a/b', 'Docs/./Specs/a'].map(ruleOf)).toEqual(['rooted', 'rooted', 'rooted']);
  expect(['a/docs/specs', 'docs', 'docs/specs2', 'docs/spec'].map(ruleOf)).toEqual(Array(4).fill(undefined));
  expect(['.env', 'a/.env.local', 'a/.env/b', 'x/y.pem'].map(ruleOf)).toEqual(Array(4).fill('anywhere'));
  expect(['env', 'a.env', 'pem', '.env.example', 'a/.env.example'].map(ruleOf)).toEqual(Array(5).fill(undefined));
});

test('a pattern of the shell falls under what it can match, which never begins with a dot by itself', () => {
  expect(['docs/*', '*/specs', 'd?cs/s*/a', '.e*'].map(ruleOf)).toEqual(['rooted', 'rooted', 'rooted', 'anywhere']);
  expect(['docs/*.md', 'src/*', '*'].map(ruleOf)).toEqual([undefined, undefined, undefined]);
});

test('a folder above is known to hold what is protected', () => {
  expect(['.', '', 'docs', '*', './d*'].map(ruleBelow)).toEqual(Array(5).fill('rooted'));
  expect(['src', 'docs/specs', 'docs/other', 'docs/specs/a'].map(ruleBelow)).toEqual(Array(4).fill(undefined));
});

test('paths are brought to one form, and none leads out', () => {
  expect(['a//b/../c/', './a', '.'].map(normalisePath)).toEqual(['a/c/', 'a', '.']);
  expect(['..', '../a', 'a/../../b', '/a'].map(normalisePath)).toEqual(Array(4).fill(undefined));
  expect(normalisePath('..a/b')).toBe('..a/b');
});
