import { expect, test } from 'vitest';
import { findTestTags } from '../../src/context/find-test-tags.ts';

/** By framework: where its tests lie by habit, and one that is tied to a criterion as people would write it. */
const frameworks: readonly [framework: string, path: string, text: string, line: number][] = [
  [
    'RSpec',
    'spec/models/lock_spec.rb',
    `RSpec.describe Lock do\n  let(:user) { "o'hara" }\n  context "after #{5} failures" do\n    it "locks the account [lockout 1.2]" do\n      expect(user).to be_locked\n    end\n  end\nend\n`,
    4,
  ],
  [
    'Minitest',
    'test/lock_test.rb',
    'class LockTest < Minitest::Test\n  # [lockout 1.2]\n  def test_locks; end\nend\n',
    2,
  ],
  [
    'GoogleTest',
    'src/auth/lock_unittest.cc',
    "#include <gtest/gtest.h>\nconstexpr auto kMax = 1'000;\n\n// [lockout 1.2]\nTEST(LockTest, LocksAfterFive) {\n  EXPECT_EQ('\"', quote());\n}\n",
    4,
  ],
  ['GoogleTest with fixtures', 'lock/LockTest.cpp', 'TEST_F(LockTest, Locks) {  // [lockout 1.2]\n}\n', 1],
  ['Catch2', 'tests/lock.cpp', 'TEST_CASE("locks after five [lockout 1.2]", "[lock]") {\n}\n', 1],
  [
    'JUnit 5',
    'src/test/java/a/LockTest.java',
    'class LockTest {\n  @Test\n  @DisplayName("[lockout 1.2] locks")\n  void locks() {}\n}\n',
    3,
  ],
  [
    'JUnit 4',
    'src/main/java/a/TestLock.java',
    '/**\n * Locks after five. [lockout 1.2]\n */\n@Test public void locks() {}\n',
    2,
  ],
  [
    'xUnit',
    'src/Auth.Tests/Locking.cs',
    'public class Locking {\n  [Fact(DisplayName = "[lockout 1.2] locks")]\n  public void Locks() {}\n}\n',
    2,
  ],
  ['NUnit', 'Auth.UnitTests/UnitTest1.cs', '[Test, Description("[lockout 1.2] locks")]\npublic void Locks() {}\n', 1],
  ['MSTest', 'AuthTests/Locks.cs', '/// <summary>[lockout 1.2]</summary>\n[TestMethod]\npublic void Locks() {}\n', 1],
  [
    'PHPUnit',
    'tests/Unit/LockTest.php',
    `<?php\n#[TestDox('[lockout 1.2] locks')]\npublic function testLocks(): void {}\n`,
    2,
  ],
  [
    'PHPUnit with comments',
    'tests/LockTest.php',
    '<?php\n/**\n * @test [lockout 1.2]\n */\npublic function locks() {}\n',
    3,
  ],
  ['Pest', 'tests/Feature/lock.php', `<?php\nit('locks [lockout 1.2]', function () {});\n`, 2],
  ['Rust, integration', 'tests/lock.rs', "fn name<'a>(s: &'a str) {}\n/// [lockout 1.2]\n#[test]\nfn locks() {}\n", 2],
  [
    'Rust, in a module',
    'src/lock.rs',
    '#[cfg(test)]\nmod tests {\n  // [lockout 1.2]\n  #[tokio::test]\n  async fn locks() {}\n}\n',
    3,
  ],
  [
    'Rust, alone in a source file',
    'src/main.rs',
    'fn main() {}\n\n/// Locks after five.\n/// [lockout 1.2]\n#[test]\nfn locks() {}\n',
    4,
  ],
  [
    'Go',
    'auth/lock_test.go',
    'func TestLock(t *testing.T) {\n\tt.Run("[lockout 1.2] locks", func(t *testing.T) {})\n}\n',
    2,
  ],
  [
    'Go, a table',
    'auth/lock_test.go',
    'var cases = []struct{ name string }{\n\t{name: `locks [lockout 1.2]`},\n}\n',
    2,
  ],
  ['Ginkgo', 'auth/lock_test.go', 'var _ = It("locks [lockout 1.2]", func() {})\n', 1],
  ['pytest', 'tests/test_lock.py', 'def test_locks(user):\n    """Locks after five. [lockout 1.2]"""\n', 2],
  [
    'pytest, parameters',
    'test_lock.py',
    '@pytest.mark.parametrize("n", [5, 6], ids=["[lockout 1.2] five", "six"])\ndef test_it(n): ...\n',
    1,
  ],
  [
    'unittest of Django',
    'accounts/tests.py',
    'class LockTests(TestCase):\n    def test_locks(self):  # [lockout 1.2]\n        pass\n',
    2,
  ],
  [
    'Kotlin',
    'shared/src/commonTest/kotlin/Locking.kt',
    'class Locking {\n  /* [lockout 1.2] */\n  @Test fun `locks after five`() {}\n}\n',
    2,
  ],
  ['Kotest', 'src/test/kotlin/LockSpec.kt', 'class LockSpec : StringSpec({\n  "[lockout 1.2] locks" { }\n})\n', 2],
  ['Android', 'app/src/androidTest/java/Locking.kt', '@Test fun locks() {} // [lockout 1.2]\n', 1],
  [
    'XCTest',
    'AuthTests/Locking.swift',
    'final class Locking: XCTestCase {\n  /// [lockout 1.2]\n  func testLocks() {}\n}\n',
    2,
  ],
  ['Swift Testing', 'AuthUITests/Flow.swift', '@Test("locks [lockout 1.2]") func locks() {}\n', 1],
  ['Quick', 'Auth/LockSpec.swift', 'it("locks [lockout 1.2]") { }\n', 1],
  [
    'ExUnit',
    'test/lock_test.exs',
    `describe "lock" do\n  test "locks [lockout 1.2]", %{user: user} do\n    assert ?" == user\n  end\nend\n`,
    2,
  ],
  [
    'doctest of ExUnit',
    'apps/auth/test/lock_test.exs',
    '  @tag :slow\n  # [lockout 1.2]\n  test("locks") do\n  end\n',
    2,
  ],
  [
    'Jest',
    'src/__tests__/lock.js',
    `describe('lock', () => {\n  it.each([1, 2])('[lockout 1.2] locks %i', () => {});\n});\n`,
    2,
  ],
  ['Deno', 'lock_test.ts', 'Deno.test({ name: "[lockout 1.2] locks", fn() {} });\n', 1],
  ['Cypress', 'cypress/integration/lock.cy.ts', `it('locks [lockout 1.2]', () => {})\n`, 1],
  ['Spock', 'src/test/groovy/LockSpec.groovy', 'def "locks after five [lockout 1.2]"() {\n}\n', 1],
  ['ScalaTest', 'src/test/scala/LockSpec.scala', '"A lock" should "hold [lockout 1.2]" in { }\n', 1],
  ['Pester', 'src/Lock.Tests.ps1', `Describe 'Lock' {\n  It 'locks [lockout 1.2]' { }\n}\n`, 2],
  ['Bats', 'test/lock.bats', '@test "locks [lockout 1.2]" {\n}\n', 1],
  ['Cucumber', 'features/lock.feature', 'Feature: Lock\n  # [lockout 1.2]\n  Scenario: Five failures\n', 2],
  ['testthat', 'tests/testthat/test-lock.R', 'test_that("locks [lockout 1.2]", {\n})\n', 1],
  ['Test::More', 't/lock.t', `ok($locked, 'locks [lockout 1.2]');\n`, 1],
];

test.each(frameworks)('a test of %s is tied to its criterion by a tag: %s', (_framework, path, text, line) => {
  const tags = findTestTags({ path, text }, ['lockout', 'login']);
  expect(tags.map((tag) => [tag.spec, tag.ids, tag.line])).toEqual([['lockout', ['1.2'], line]]);
});

test.each([
  ['src/latest/lock.ts', '// [lockout 1.2]'],
  ['src/contest.java', '// [lockout 1.2]'],
  ['src/Greatest.cs', '// [lockout 1.2]'],
  ['src/Testimony.java', '// [lockout 1.2]'],
  ['src/lib.rs', '// [lockout 1.2]\n\n#[test]\nfn locks() {}\n'],
  ['src/main.rs', '// [lockout 1.2]\nfn lock() {}\n\n#[test]\nfn locks() {}\n'],
])('code beside the tests, such as in %s, is not looked at', (path, text) => {
  expect(findTestTags({ path, text }, ['lockout'])).toEqual([]);
});
