import { expect, test } from 'vitest';
import { limits } from '../../../src/base/limits.ts';
import { changedSymbols, countPairs, nameAll, similarity } from '../../../src/context/anchors/compare-symbols.ts';
import { isForeign } from '../../../src/context/anchors/excluded-files.ts';
import { createSymbolReader } from '../../../src/context/anchors/read-symbols.ts';

const read = createSymbolReader();
const namesOf = async (path: string, text: string) => (await read(path, text)).symbols.map(({ symbol }) => symbol);
const testsOf = async (path: string, text: string) =>
  (await read(path, text)).symbols.flatMap(({ symbol, isTest, tags }) => (isTest ? [[symbol, ...tags]] : []));

async function changedBy(path: string, before: string, after: string): Promise<string[]> {
  const [old, now] = [await read(path, before), await read(path, after)];
  return changedSymbols(old.symbols, now.symbols).map(({ symbol }) => symbol);
}

test.each<[string, string, string[]]>([
  [
    'a.ts',
    "import x from 'y';\n@d export class A { @x() m(): void {} get z() { return 1 } b = () => 1; static { go(); } }\nexport default class { a() {} }\nexport { a } from './x';\nnamespace N { export function f() {} }\nexport const p = 1, q = 2;\nmodule.exports = { p };\nexport interface I { a: 1 }",
    ['(file)', 'A', 'A.m', 'A.z', 'A.b', 'default', 'default.a', 'N', 'N.f', 'p', 'q', 'module.exports', 'I'],
  ],
  ['a.jsx', 'export default function () { return <b>{x}</b>; }\nconst App = () => (<a/>);', ['default', 'App']],
  [
    'a.py',
    'import os\nX: int = 1\n@dec\ndef f(a): pass\nif X:\n    def g(): pass\nclass Z:\n    y = 1\n    class Q:\n        def m(self): pass\n',
    ['(file)', 'X', 'f', 'g', 'Z', 'Z.y', 'Z.Q', 'Z.Q.m'],
  ],
  [
    'a.go',
    'package a\nimport "x"\nconst (\n A = iota\n B\n)\nvar (\n x = 1\n y = "s"\n)\ntype T struct { a int }\nfunc (t *T) M() {}\nfunc (t T[K]) N() {}\nfunc F[K any]() {}\n',
    ['A', 'x', 'y', 'T', 'T.M', 'T.N', 'F'],
  ],
  [
    'a.rs',
    'use x;\n#[derive(A)]\nstruct S;\nimpl<T> Foo<T> { const A: u8 = 1; fn a() {} }\nimpl fmt::Display for Foo { fn b() {} }\nmod t { fn q() {} }\nmacro_rules! m { () => {} }\n',
    ['S', 'Foo<T>', 'Foo<T>.A', 'Foo<T>.a', 'Foo as fmt::Display', 'Foo as fmt::Display.b', 't', 't.q', 'm'],
  ],
  [
    'A.java',
    'package a; import b; class A<T> { int a = 1, b; void m(int x) {} void m(String x) {} A() {} enum E { P; void k() {} } interface I { int K = 1; } }',
    ['A', 'A.a,b', 'A.m', 'A.m', 'A.A', 'A.E', 'A.E.k', 'A.I', 'A.I.K'],
  ],
  [
    'A.cs',
    'using X;\nnamespace A.B {\n class C : D { public void M() {} public int P { get; set; } public int this[int i] => 1; C() {} class In { int f; } }\n record R(int A);\n}',
    ['(file)', 'C', 'C.M', 'C.P', 'C.this', 'C.C', 'C.In', 'C.In.f', 'R'],
  ],
  [
    'a.rb',
    "require 'x'\nmodule Shop\n  LIMIT = 3\n  class Cart < Base\n    def add(a) = a\n    def self.of; end\n    class << self\n      def make; end\n    end\n    private\n    def total; end\n  end\nend\n",
    [
      '(file)',
      'Shop',
      'Shop.LIMIT',
      'Shop.Cart',
      'Shop.Cart.add',
      'Shop.Cart.of',
      'Shop.Cart.class << self',
      'Shop.Cart.class << self.make',
      'Shop.Cart.total',
    ],
  ],
  [
    'a.php',
    '<?php\nuse C\\D;\nconst X = 1;\nfinal class Cart { const A = 1, B = 2; private int $n = 0; public function add() {} }\ninterface I { function f(); }\nenum S { case A; function l() {} }\nfunction g() {}\n',
    ['X', 'Cart', 'Cart.A,B', 'Cart.$n', 'Cart.add', 'I', 'I.f', 'S', 'S.l', 'g'],
  ],
  [
    'a.cpp',
    '#include <x>\n#define N 3\nnamespace a { class C { public: C(int x) : n(x) {} ~C(); private: int n; bool operator==(C& o) { return true; } }; template <class T> T max(T a) { return a; } }\nint *a::C::f(int x) { return 0; }\nX& g() { return x; }\ntypedef struct { int a; } Q;\nstatic int p, *q;\nextern "C" { void h(void); }\nenum E { A };\n',
    ['(file)', 'N', 'a', 'a.C', 'a.C.C', 'a.C.~C', 'a.C.operator==', 'a.max', 'a::C::f', 'g', 'Q', 'p,q', 'h', 'E'],
  ],
  ['a.c', 'static int add(int a) { return a; }\nstruct n { int a; };\nint (*fp)(int);\n', ['add', 'n', 'fp']],
])('all code of %s is in a symbol', async (path, text, wanted) => {
  const file = await read(path, text);
  expect(file.symbols.map(({ symbol }) => symbol)).toEqual(wanted);
  expect(file.isBroken).toBe(false);
});

test.each<[string, string, string]>([
  [
    'a.ts',
    "const f = x => ({ a: 'it\\'s', b: [1, 2] });",
    '// why\nconst f = (x) => ({\n  a: "it\'s",\n  b: [1, 2,],\n})',
  ],
  ['a.ts', `const f = () => \`a \${b("c")} d\`;`, `const f = () => \`a \${b('c')} d\`;`],
  ['a.tsx', 'const A = () => <b>x  y</b>;', 'const A = () => (\n  <b>\n    x y\n  </b>\n);'],
  [
    'a.py',
    "def f(a):\n    if (a and b):\n        return g(a, 'x')\n",
    'def f(a):\n    """Says."""\n    # why\n    if a and b:\n        return g(\n            a,\n            "x",\n        )\n',
  ],
  ['a.py', 'x = f\'a {b["c"]}\'\n', 'x = f"a {b[\'c\']}"\n'],
  ['a.go', 'package a\nfunc f() { g(1, 2) }\n', 'package a\n// f.\nfunc f() {\n\tg(\n\t\t1,\n\t\t2,\n\t)\n}\n'],
  ['a.rs', 'fn f() { g(1, 2); }', '/// Says.\nfn f() {\n    g(\n        1, /* two */ 2,\n    );\n}'],
  [
    'A.java',
    'class A { int[] x = {1, 2}; void f() { g(1); } }',
    'class A {\n  /** X. */\n  int[] x = {\n    1, 2,\n  };\n  void f()\n  {\n    g(1); // why\n  }\n}',
  ],
  [
    'A.cs',
    'class A { int F() => G(1); }',
    'class A\n{\n    /// <summary>F</summary>\n    int F()\n        => G(1);\n}',
  ],
  ['a.rb', "def f(a)\n  g(a, 'x')\nend\n", '# Says.\ndef f(a)\n  g(\n    a,\n    "x",\n  )\nend\n'],
  [
    'a.php',
    "<?php\nfunction f() { return [1, 'x']; }\n",
    "<?php\n// Says.\nfunction f()\n{\n  return [\n    1,\n    'x',\n  ];\n}\n",
  ],
  [
    'a.cpp',
    'struct A { int f() { return g(1); } };',
    'struct A {\n  // Says.\n  int f()\n  {\n    return g(1);\n  }\n};',
  ],
])('form is no change in %s: %s', async (path, before, after) => {
  expect(await changedBy(path, before, after)).toEqual([]);
  expect(await changedBy(path, before, before.replaceAll('\n', '\r\n'))).toEqual([]);
});

test.each<[string, string, string, string[]]>([
  ['a.ts', 'class A { m() { return a === b; } n() {} }', 'class A { m() { return a !== b; } n() {} }', ['A.m']],
  ['a.ts', 'class A { n() {} }', 'class A extends B { n() {} }', ['A']],
  ['a.ts', "const a = 'x  y';", "const a = 'x y';", ['a']],
  ['a.ts', 'if (x) exports.a = 1;', 'if (!x) exports.a = 1;', ['(file)']],
  ['a.ts', `const f = () => \`a \${b} c\`;`, `const f = () => \`a \${b}  c\`;`, ['f']],
  ['a.py', 'def f():\n    if a:\n        b()\n        c()\n', 'def f():\n    if a:\n        b()\n    c()\n', ['f']],
  ['a.py', 'def f():\n    return (1,)\n', 'def f():\n    return (1)\n', ['f']],
  ['a.go', 'package a\nconst (\n A = iota\n B\n)\n', 'package a\nconst (\n A = iota\n C\n B\n)\n', ['A']],
  ['a.rs', 'fn f() -> u8 { g(); 1 }', 'fn f() -> u8 { g() ; 1; }', ['f']],
  [
    'A.java',
    'class A { void m(int x) {} void m(long x) { a(); } }',
    'class A { void m(int x) {} void m(long x) { b(); } }',
    ['A.m'],
  ],
  ['A.cs', 'class A { [B] int F() => 1; }', 'class A { [C] int F() => 1; }', ['A.F']],
  ['a.rb', "def f; 'a\\n'; end", 'def f; "a\\n"; end', ['f']],
  ['a.rb', "def f; '#{a}'; end", 'def f; "#{a}"; end', ['f']],
  [
    'a.rb',
    'class A\n def f; end\n private\n def g; end\nend',
    'class A\n private\n def f; end\n def g; end\nend',
    ['A.f'],
  ],
  ['a.php', "<?php function f() { return 'a\\n'; }", '<?php function f() { return "a\\n"; }', ['f']],
  ['a.php', '<?php class A { public function f() {} }', '<?php class A { private function f() {} }', ['A.f']],
  ['a.cpp', 'class A { public: void f() {} };', 'class A { private: void f() {} };', ['A', 'A.f']],
  ['a.cpp', 'struct A { int x; int y; };', 'struct A { int y; int x; };', ['A']],
  ['a.cpp', 'template <class T> T f(T a) { return a; }', 'template <class T> T f(T a) { return -a; }', ['f']],
])('meaning is a change in %s: %s', async (path, before, after, wanted) => {
  expect(await changedBy(path, before, after)).toEqual(wanted);
});

test('a member that is added changes nothing else, and a renamed symbol keeps its tokens', async () => {
  expect(
    await changedBy(
      'a.py',
      'class A:\n    def f(self): pass\n',
      'class A:\n    def f(self): pass\n    def g(self): pass\n',
    ),
  ).toEqual(['A.g']);
  const [before, after] = [
    await read('a.ts', 'function f(a) { return f(a - 1); }'),
    await read('a.ts', 'function g(a) { return g(a - 1); }'),
  ];
  expect(before.symbols[0]?.hash).toBe(after.symbols[0]?.hash);
});

test.each<[string, string, string[][]]>([
  [
    'a.test.ts',
    "describe('lock', () => { it.each([1])('a [lockout 1.2, 1.4]', () => {}); test.skip('b', () => {}); xit('c', () => {}) });",
    [['lock.a [lockout 1.2, 1.4]', 'lockout 1.2', 'lockout 1.4']],
  ],
  [
    'test_a.py',
    '# [billing/lockout 2.1-2.2]\ndef test_a(): pass\n@pytest.mark.skip\ndef test_b(): pass\ndef helper(): pass\n',
    [['test_a', 'billing/lockout 2.1', 'billing/lockout 2.2']],
  ],
  ['a_test.go', 'package a\n// [lockout 1.1]\nfunc TestA(t *T) {}\nfunc help() {}\n', [['TestA', 'lockout 1.1']]],
  ['a.rs', '#[test]\nfn a() {}\n#[test]\n#[ignore]\nfn b() {}\nfn c() {}\n', [['a']]],
  ['a_test.rb', 'class T\n def test_a; end\n def test_b\n  skip\n end\n def help; end\nend', [['T.test_a']]],
  ['T.php', '<?php class T { function testA() {} #[Test] function b() {} function help() {} }', [['T.testA'], ['T.b']]],
  ['A.java', 'class A { @Test void a() {} @Test @Disabled void b() {} void c() {} }', [['A.a']]],
  ['A.cs', 'class A { [Fact] void a() {} [Fact(Skip = "x")] void b() {} void c() {} }', [['A.a']]],
])('tests that run are known in %s, with what they name', async (path, text, wanted) => {
  expect(await testsOf(path, text)).toEqual(wanted);
});

test('what cannot be read says why; a broken symbol does not break the others', async () => {
  expect(await read('a.xyz', 'x')).toMatchObject({ symbols: [], unread: 'there is no grammar for this kind of file' });
  const large = await read('a.ts', ' '.repeat(limits.anchoredFileChars + 1));
  expect(large).toMatchObject({ language: 'typescript', unread: 'the file is too large' });
  const { symbols, isBroken } = await read('a.ts', 'function a() { return 1; }\nfunction b() { return = ; }\n');
  expect(isBroken).toBe(true);
  expect(symbols.map(({ symbol, isBroken: own }) => [symbol, own])).toEqual(
    expect.arrayContaining([
      ['a', false],
      ['b', true],
    ]),
  );
});

test.each(['\n', '\r\n', '\r'])('lines are counted whatever ends them: %j', async (end) => {
  const { symbols } = await read('a.ts', ['', 'const a = 1;', '', 'function f() {}'].join(end));
  expect(symbols.map(({ symbol, line }) => [symbol, line])).toEqual([
    ['a', 2],
    ['f', 4],
  ]);
});

test('an expression that is nested as deep as a file is long is read', async () => {
  const sum = Array.from({ length: 20_000 }, (_, at) => `a${at}`).join(' + ');
  expect(await changedBy('a.ts', `const s = ${sum};`, `const s = ${sum} + 1;`)).toEqual(['s']);
});

test('files are read at once, each by its own grammar', async () => {
  const files = [
    namesOf('a.py', 'def f(): pass\n'),
    namesOf('a.go', 'package a\nfunc g() {}\n'),
    namesOf('a.ts', 'function h() {}'),
  ];
  expect(await Promise.all(files)).toEqual([['f'], ['g'], ['h']]);
});

test('symbols of one name have ids of their own, and likeness is counted in pairs', () => {
  const about = { line: 1, hash: '', code: '', size: 0, isBroken: false, isTest: false, tags: [] };
  const symbol = { symbol: 'A.m', ...about };
  const pairs = (...tokens: string[]) => countPairs({ code: tokens.join('\0') });
  expect(nameAll('a.ts', [symbol, symbol]).map(({ id }) => id)).toEqual(['a.ts#A.m', 'a.ts#A.m~2']);
  expect(similarity(pairs('a', 'b', 'c'), pairs('a', 'b', 'c'))).toBe(1);
  expect(similarity(pairs('a', 'b', 'c'), pairs('a', 'b', 'd'))).toBe(0.5);
  expect(similarity(pairs('a', 'b'), pairs('c', 'd'))).toBe(0);
});

test('what nobody of the team wrote is foreign', () => {
  for (const path of ['vendor/a.go', 'x/node_modules/a.js', 'Cargo.lock', 'package-lock.json', 'a.min.js', 'a_pb2.py'])
    expect(isForeign(path), path).toBe(true);
  expect(isForeign('a.go', '// Code generated by x. DO NOT EDIT.\n')).toBe(true);
  expect(isForeign('src/generator.ts', 'export const a = 1;')).toBe(false);
});
