import { expect, test } from 'vitest';
import { isHarmlessAwk } from '../../../src/policy/commands/awk-program.ts';
import { isHarmlessSed } from '../../../src/policy/commands/sed-script.ts';

test.each([
  ...[
    '1,5p',
    's/a/b/',
    's|a|b|g;s,c,d,2',
    '/x/d',
    '/a/,/b/{ s/c/d/; p }',
    '$!N;P;D',
    'y/abc/xyz/',
    '10q',
    '/^$/d',
    '1~2p',
  ],
  ...['a\\\nsome text', 'i some text', ':a;N;$!ba;s/\\n/ /g', '\\%a/b%d', '# note', '5,+3p', '='],
])('sed %j only changes what it prints', (script) => {
  expect(isHarmlessSed(script)).toBe(true);
});

test.each([
  ...[
    '1w out',
    's/a/b/w out',
    's/a/b/e',
    's/a/b/ge',
    'e',
    '1e ls',
    'r /etc/passwd',
    'R f',
    'W f',
    'xp',
    's/a',
    'Z',
    's/a/b/x',
  ],
])('sed %j is not let through', (script) => {
  expect(isHarmlessSed(script)).toBe(false);
});

test.each([
  ...[
    '{print $1}',
    '$1 > 5 { print $2 }',
    '{ s += $2 } END { print s }',
    '/a|b/ { print }',
    'NR==1 || NR==3',
    '{ print "a > b | c" }',
  ],
])('awk %j only reads and prints', (program) => {
  expect(isHarmlessAwk(program)).toBe(true);
});

test.each([
  ...[
    'BEGIN{system("x")}',
    '{ print > "f" }',
    '{ print | "sh" }',
    '{ "x" | getline y }',
    '{ printf "a" >> "f" }',
    'BEGIN { print ENVIRON["K"] }',
  ],
  ...['@load "x"', '{ x = 1 / 1; "c" | getline; y = 1 / 1 }', '{ print |& "x" }'],
])('awk %j is not let through', (program) => {
  expect(isHarmlessAwk(program)).toBe(false);
});
