import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { loadGrammars, type ParseText } from '../../../src/base/load-grammars.ts';
import { type CommandLine, readCommandLine } from '../../../src/policy/shell/command-line.ts';
import { listPrograms } from '../../../src/policy/shell/list-programs.ts';
import type { ShellWord } from '../../../src/policy/shell/words.ts';

let parse: ParseText;
beforeAll(async () => {
  parse = await loadGrammars()('bash');
});

const read = (line: string, folders: readonly string[] = []): CommandLine =>
  readCommandLine(line, {
    parse,
    variables: new Map([['HOME', ['/home/ann']]]),
    root: '/r',
    isFolder: (path) => folders.includes(path),
  });
const shown = ({ values, source }: ShellWord) => (values === undefined ? `?${source}` : values.join('|'));
const calls = (line: string) => read(line).calls.map(({ program, args }) => [program, ...args.map(shown)].join(' '));

test('commands end at the operators of the shell, not inside quotes', () => {
  expect(calls('a; b && c || d | e & f\ng')).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  expect(calls(`a ';' "&&" \\| 'b\nc'`)).toEqual(['a ; && | b\nc']);
});

test('words are what the shell makes of them', () => {
  expect(calls(`a"b c"'d "e'\\ f "" "x\\"y" " z " $'\\x41\\t'`)).toEqual(['ab cd "e f  x"y  z  A\t']);
  expect(calls('a \\\n b')).toEqual(['a b']);
  expect(calls(`a $HOME/x "$\{HOME}/y" ~/z $\{Z:-$HOME/d} {b,c}.ts "{b,c}" x$Y`)).toEqual([
    'a /home/ann/x /home/ann/y ~/z /home/ann/d b.ts|c.ts {b,c} ?x$Y',
  ]);
});

test('variables stand for all that the line gives them, unless it could give them more', () => {
  expect(calls('X=a; X=b; r $X; for f in c d; do s "$f"; done').slice(2)).toEqual(['r a|b', 's c|d']);
  expect(calls('X=a; read X; r $X').at(-1)).toBe('r ?$X');
  expect(calls('X="a b"; r $X "$X"').at(-1)).toBe('r ?$X a b');
  expect(calls('X=$(y); r $X').at(-1)).toBe('r ?$X');
});

test('redirects and assignments are told from words', () => {
  const [call] = read('A=1 B="x y" run a=b >out 2>>err <in 2>&1 &>all').calls;
  expect(call?.assignments.map(({ name, value }) => `${name}=${shown(value)}`)).toEqual(['A=1', 'B=x y']);
  expect(call?.args.map(shown)).toEqual(['a=b']);
  expect(call?.writes.map(shown)).toEqual(['out', 'err', 'all']);
  expect(call?.reads.map(shown)).toEqual(['in']);
  expect(read('ls > a b').calls[0]).toMatchObject({ args: [{ source: 'b' }], writes: [{ source: 'a' }] });
  expect(read('{ a; b; } > c').calls[0]).toMatchObject({ program: '', writes: [{ source: 'c' }] });
});

test('a command is found wherever the shell would run it', () => {
  for (const line of [
    ...['a $(x 1)', 'a "`x 1`"', 'a <(x 1)', 'a > >(x 1)', 'cat <<E\n$(x 1)\nE', 'a <<< "$(x 1)"', `a $\{b:-$(x 1)}`],
    ...['if x 1; then :; fi', 'while x 1; do :; done', 'for a in b; do x 1; done', 'case a in b) x 1;; esac', '! x 1'],
    ...[
      '{ x 1; }',
      '(x 1)',
      'f() { x 1; }; f',
      'time x 1',
      'coproc x 1',
      'a=$(x 1)',
      '[[ -n $(x 1) ]]',
      '((a[$(x 1)]))',
    ],
    ...[
      "sh -c 'x 1'",
      "bash -ec 'x 1'",
      'eval "x 1"',
      'env A=1 x 1',
      "env -S 'x 1'",
      'timeout -k 5 9 x 1',
      'nice -n 5 x 1',
    ],
    ...[
      'nohup x 1',
      'xargs -n 1 x 1',
      'find . -exec x 1 \\;',
      'sudo -u me x 1',
      'command x 1',
      'exec x 1',
      'npx --yes x 1',
    ],
    ...[
      "trap 'x 1' EXIT",
      "alias a='x 1'",
      "watch 'x 1'",
      "su -c 'x 1'",
      'npm exec -- x 1',
      'uv run x 1',
      'flock f x 1',
    ],
  ]) {
    const found = read(line).calls.some(({ program, args }) => program === 'x' && args[0]?.source.startsWith('1'));
    expect([line, found]).toEqual([line, true]);
  }
});

test.each([
  ...[
    'ls &&',
    'ls | | wc',
    'ls ;; pwd',
    "echo 'unclosed",
    'echo $(unclosed',
    '{touch,x}',
    '$X',
    '$(which x) y',
    '"$X" y',
  ],
  ...[
    `echo $\{v@P}`,
    ':(){ :|:& };:',
    "[[ -v 'a[$(x)]' ]]",
    'ls\r\nx',
    'ls\u00a0-la',
    'ls \u202e',
    'ls \u001b[8m',
    '\u0441at f',
  ],
  ...[
    'x | sh',
    'bash -s',
    'sh <(x)',
    '. /dev/stdin',
    'eval $X',
    'nice --strange 5 x',
    'xargs $X y',
    'parallel x',
    'to\\\nuch x',
  ],
])('%j says that it is not understood', (line) => {
  expect(read(line).opaque).toEqual(expect.any(String));
});

test.each(['ls -la', 'a && b', "echo 'a; b'", "cat <<'E'\n$ ` (\nE", 'x=1; y', '[ -f a ] && b', '', '# a'])(
  '%j is understood',
  (line) => {
    expect(read(line).opaque).toBeUndefined();
  },
);

test('where a command runs follows from the cd before it', () => {
  const folders = (line: string, sure: readonly string[] = []) => read(line, sure).calls.at(-1)?.folders;
  expect(folders('cd a && x')).toEqual(['/r/a']);
  expect(folders('cd a && b && x')).toEqual(['/r/a']);
  expect(folders('cd a; x')).toEqual(['/r', '/r/a']);
  expect(folders('cd a; x', ['/r/a'])).toEqual(['/r/a']);
  expect(folders('(cd a); x')).toEqual(['/r']);
  expect(folders('cd a | b; x')).toEqual(['/r']);
  expect(folders('cd; x')).toEqual(['/r', '/home/ann']);
  expect(folders('cd $X; x')).toEqual([]);
  expect(folders('cd - && x')).toEqual([]);
});

test('any text is read to its end without an error', () => {
  const shellish = fc.string({ unit: fc.constantFrom(...'ab$()`\'"\\;&|<>\n #={}-!*?[]'), maxLength: 40 });
  fc.assert(fc.property(shellish, (line) => Array.isArray(read(line).calls)));
});

test('programs are listed as they are called', () => {
  expect(listPrograms('./a.sh && npm test | /bin/cat; npm x', parse)).toEqual(['./a.sh', 'npm', '/bin/cat']);
});
