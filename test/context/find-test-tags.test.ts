import { expect, test } from 'vitest';
import { findTestTags } from '../../src/context/find-test-tags.ts';

const slugs = ['lockout', 'login', 'billing/refunds', 'shop/returns', 'desk/returns'];
const tagsIn = (path: string, text: string) =>
  findTestTags({ path, text }, slugs).map(({ spec, ids, line }) => `${spec} ${ids.join(' ')} @${line}`);

test.each([
  ['test/a.test.ts', "test('[lockout 1.2] locks after five', () => {});"],
  ['src/a.spec.js', `it(\`[lockout 1.2] locks \${after(5)}\`, f);`],
  ['tests/test_a.py', 'def test_lock():  # [lockout 1.2]\n    pass'],
  ['tests/test_a.py', 'def test_lock():\n    """Locks. [lockout 1.2]"""'],
  ['a_test.go', '// [lockout 1.2]\nfunc TestLock(t *testing.T) {}'],
  ['a_test.go', 'func TestA(t *testing.T) { t.Run(`[lockout 1.2] locks`, f) }'],
  ['src/test/java/LockTest.java', '@DisplayName("[lockout 1.2] locks") @Test void locks() {}'],
  ['src/LockTests.cs', '/// <summary>[lockout 1.2]</summary>\n[Fact] public void Locks() {}'],
  ['tests/lock.rs', '/* [lockout 1.2] */ #[test] fn locks() {}'],
  ['spec/lock_spec.rb', "it '[lockout 1.2] locks' do\nend"],
  ['tests/LockTest.php', '#[Test]\n// [lockout 1.2]\npublic function locks() {}'],
  ['test/lock_test.exs', 'test "[lockout 1.2] locks" do\nend'],
  ['test/lock.bats', '@test "[lockout 1.2] locks" {\n}'],
  ['features/lock.feature', 'Feature: Lock\n  Scenario: Locks [lockout 1.2]'],
  ['test/lock_test.lua', '-- [lockout 1.2]\nit("locks", f)'],
  ['test/LockSpec.hs', '  it "[lockout 1.2] locks" $ do'],
  ['Tests/LockTests.swift', '/// [lockout 1.2]\nfunc testLocks() {}'],
  ['test/lock_test.dart', "test('[lockout 1.2] locks', () {});"],
  ['tests/lock.cpp', 'TEST_CASE("[lockout 1.2] locks") {}'],
])('a tag is found in the strings and comments of %s', (path, text) => {
  const [found, ...others] = findTestTags({ path, text }, slugs);
  expect(found).toMatchObject({ spec: 'lockout', ids: ['1.2'], path });
  expect(others).toEqual([]);
});

test('a tag has the line it stands on and a title without it', () => {
  const text = "\ntest('[lockout 1.2] locks after five', () => {});\n// [lockout 2.1]\ntest('opens', () => {});\n";
  expect(findTestTags({ path: 'test/a.test.ts', text }, slugs)).toEqual([
    { spec: 'lockout', ids: ['1.2'], path: 'test/a.test.ts', line: 2, title: 'locks after five' },
    { spec: 'lockout', ids: ['2.1'], path: 'test/a.test.ts', line: 3, title: "test('opens', () => {});" },
  ]);
});

test('a comment that is only a tag has the code beside it or below it for its title', () => {
  const text =
    '# [lockout 1.1]\ndef test_one():\n    pass\ndef test_two():  # [lockout 1.2]\n    pass\n#====\n# [lockout 1.3] three =#\n';
  const titles = findTestTags({ path: 'tests/test_a.py', text }, slugs).map(({ title }) => title);
  expect(titles).toEqual(['def test_one():', 'def test_two():', 'three =#']);
});

test('several ids, ranges and whole requirements may stand in one tag', () => {
  const text = `
// [lockout 1.2, 2.1-2.3]
// [lockout 3] and [login: 1.1; 1.4] and [lockout#1.5]
`;
  expect(tagsIn('test/a.test.ts', text)).toEqual([
    'lockout 1.2 2.1 2.2 2.3 @2',
    'lockout 3 @3',
    'login 1.1 1.4 @3',
    'lockout 1.5 @3',
  ]);
});

test('a nested spec goes by its path, or by its last name where no other has it', () => {
  const text = '// [billing/refunds 1.1]\n// [refunds 1.2]\n// [returns 1.3]\n// [shop/returns 1.4]';
  expect(tagsIn('test/a.test.ts', text)).toEqual([
    'billing/refunds 1.1 @1',
    'billing/refunds 1.2 @2',
    'shop/returns 1.4 @4',
  ]);
});

test('code is no tag: an index, a list, a template’s code, a regular expression, a range', () => {
  const text = `
const a = lockout[1.2] + b[ 1.2 ] + [lockout, 1.2];
const t = \`lockout \${a[1.2]} \${[1.2]}\`;
const r = text.match(/["'] [lockout 1.2]/);
const s = 'lockout[1.2]';
`;
  expect(tagsIn('test/lockout.test.ts', text)).toEqual([]);
});

test('a quote within a regular expression or a character opens no string', () => {
  expect(tagsIn('test/a.test.ts', "const r = /'/; x[lockout 1.2]; // '")).toEqual([]);
  expect(tagsIn('test/a.test.ts', "const r = /[`/]/;\ntest('[lockout 1.2] locks')")).toEqual(['lockout 1.2 @2']);
  expect(tagsIn('a_test.go', "r := '\"'\n// [lockout 1.2]")).toEqual(['lockout 1.2 @2']);
  expect(tagsIn('tests/a.rs', "fn f<'a>(x: &'a str) {}\n// [lockout 1.2] isn't")).toEqual(['lockout 1.2 @2']);
  expect(tagsIn('tests/a.rs', 'let s = r#"a " b"#;\n// [lockout 1.2]')).toEqual(['lockout 1.2 @2']);
});

test('a tag without a name counts where the file is about one spec', () => {
  expect(tagsIn('test/lockout.test.ts', "test('[1.2] locks')")).toEqual(['lockout 1.2 @1']);
  expect(tagsIn('test/a.test.ts', "describe('lockout', () => test('[1.2] locks'))")).toEqual(['lockout 1.2 @1']);
  expect(tagsIn('test/a.test.ts', '// specs/billing/refunds\n// [1.2]')).toEqual(['billing/refunds 1.2 @2']);
  expect(tagsIn('test/login.test.ts', '// [lockout 1.1]\n// [1.2]')).toEqual(['lockout 1.1 @1', 'lockout 1.2 @2']);
});

test('a tag without a name counts for nothing in a file about no spec, or about two', () => {
  expect(tagsIn('test/a.test.ts', "test('[1.2] locks')")).toEqual([]);
  expect(tagsIn('test/a.test.ts', "describe('lockout, login', () => test('[1.2] locks'))")).toEqual([]);
  expect(tagsIn('test/lockouts.test.ts', "test('[1.2] pre-lockout locks')")).toEqual([]);
});

test('a string that is only a number in brackets is a value, and a whole number needs a name', () => {
  expect(tagsIn('test/lockout.test.ts', "expect(text).toBe('[1.2]'); // [2]")).toEqual([]);
});

test('only tests are looked at: other files, other people’s code and unknown languages are not', () => {
  expect(tagsIn('src/lock.ts', '// [lockout 1.2]')).toEqual([]);
  expect(tagsIn('node_modules/a/test/a.test.js', '// [lockout 1.2]')).toEqual([]);
  expect(tagsIn('test/data.json', '"[lockout 1.2] locks"')).toEqual([]);
});

test('in Rust the tests of a source file count, and what stands before them does not', () => {
  const text =
    '// [lockout 1.1]\nfn lock() {}\n#[cfg(test)]\nmod tests {\n  // [lockout 1.2]\n  #[test] fn locks() {}\n}';
  expect(tagsIn('src/lock.rs', text)).toEqual(['lockout 1.2 @5']);
});
