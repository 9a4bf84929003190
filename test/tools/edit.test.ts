import { chmodSync, linkSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openToolBench, type ToolBench } from './tool-bench.ts';

let bench: ToolBench;
beforeEach(() => {
  bench = openToolBench();
});
afterEach(() => bench.remove());

const edit = (path: string, old: string, fresh: string, all?: boolean) =>
  bench.call('edit', { path, old, new: fresh, ...(all === undefined ? {} : { all }) });

/** Puts a file there, reads it, edits it. */
async function editing(content: string | Uint8Array, old: string, fresh: string, all?: boolean) {
  bench.put('a', content);
  await bench.call('read', { path: 'a' });
  return edit('a', old, fresh, all);
}

test('the only place is replaced, and the reply shows it with line numbers', async () => {
  const lines = Array.from({ length: 20 }, (_, i) => `line ${i + 1}`);
  const outcome = await editing(lines.join('\n'), 'line 12\nline 13', 'twelve\nand a half\nline 13');
  expect(outcome.text).toBe(
    [
      'Edited a:',
      ...['    9\tline 9', '   10\tline 10', '   11\tline 11', '   12\ttwelve'],
      ...['   13\tand a half', '   14\tline 13', '   15\tline 14', '   16\tline 15'],
    ].join('\n'),
  );
  expect(bench.text('a')).toBe([...lines.slice(0, 11), 'twelve', 'and a half', ...lines.slice(12)].join('\n'));
});

test('after an edit the file may be edited again', async () => {
  await editing('one two', 'one', '1');
  expect((await edit('a', 'two', '2')).isError).toBeUndefined();
  expect(bench.text('a')).toBe('1 2');
});

test.each([
  ['a byte order mark', '\uFEFFone\ntwo\n', '\uFEFFone\n2\n'],
  ['carriage returns', 'one\r\ntwo\r\n', 'one\r\n2\r\n'],
  ['mixed line endings', 'one\r\ntwo\nthree\r\n', 'one\r\n2\nthree\r\n'],
  ['no final newline', 'one\ntwo', 'one\n2'],
  ['tabs and trailing spaces', '\tone  \n\ttwo\t\n', '\tone  \n\t2\t\n'],
  ['a lone carriage return', 'one\rx\ntwo\r', 'one\rx\n2\r'],
])('%s: all other bytes stay as they are', async (_name, before, after) => {
  await editing(before, 'two', '2');
  expect(bench.text('a')).toBe(after);
});

test('latin-1 and UTF-16 stay what they are, in all other bytes too', async () => {
  await editing(Buffer.from('\xfc one \x80\r\ntwo \xff', 'latin1'), 'two', 'zw\xf6lf');
  expect(bench.bytes('a')).toEqual(Buffer.from('\xfc one \x80\r\nzw\xf6lf \xff', 'latin1'));
  await editing(Buffer.from('\uFEFFone 😀\r\ntwo', 'utf16le'), 'two', 'zwölf');
  expect(bench.bytes('a')).toEqual(Buffer.from('\uFEFFone 😀\r\nzwölf', 'utf16le'));
  await editing(Buffer.from('\uFEFFone\ntwo', 'utf16le').swap16(), 'two', '2');
  expect(bench.bytes('a')).toEqual(Buffer.from('\uFEFFone\n2', 'utf16le').swap16());
});

test('what latin-1 cannot hold is refused and the file stays', async () => {
  const outcome = await editing(Buffer.from('\xfc one', 'latin1'), 'one', '→');
  expect(outcome).toEqual({ text: 'The file is encoded in latin-1, which has no "→".', isError: true });
  expect(bench.bytes('a')).toEqual(Buffer.from('\xfc one', 'latin1'));
});

test('the mode of the file is kept', async () => {
  chmodSync(bench.put('a', 'one'), 0o755);
  await bench.call('read', { path: 'a' });
  await edit('a', 'one', 'two');
  expect(statSync(join(bench.root, 'a')).mode & 0o777).toBe(0o755);
  expect(readdirSync(bench.root)).toEqual(['a']);
});

test('a match across carriage returns takes the line endings of the place', async () => {
  const outcome = await editing('a\r\nb\r\nc\nd\n', 'a\nb\n', 'a\nx\ny\n');
  expect(outcome.text).toMatch(/^Edited a \(matched without regard to line endings\):/);
  expect(bench.text('a')).toBe('a\r\nx\r\ny\r\nc\nd\n');
  await editing('a\r\nb\r\n', '\nb', '\nx\nb');
  expect(bench.text('a')).toBe('a\r\nx\r\nb\r\n');
  await editing('a\r\nb', 'b', 'b\nc');
  expect(bench.text('a')).toBe('a\r\nb\r\nc');
});

test('an exact match goes before one that only line endings tell apart', async () => {
  await editing('a\nb\na\r\nb\n', 'a\nb', 'x\nb');
  expect(bench.text('a')).toBe('x\nb\na\r\nb\n');
});

test('trailing spaces may differ, and stay on the lines that did not change', async () => {
  const outcome = await editing('one  \ntwo\t\nthree \n', 'one\ntwo\nthree\n', 'one\n2\nthree\n');
  expect(outcome.text).toContain('(matched without regard to trailing spaces)');
  expect(bench.text('a')).toBe('one  \n2\nthree \n');
});

test('indentation may differ: what is put in is indented as the place is', async () => {
  const before = 'class A:\n\tdef f(self):\n\t\treturn 1\n\n\tdef g(self):\n\t\treturn 2\n';
  const old = 'def f(self):\n    return 1\n';
  const outcome = await editing(before, old, 'def f(self, x):\n    if x:\n        return x\n    return 1\n');
  expect(outcome.text).toContain('(matched without regard to indentation)');
  expect(bench.text('a')).toBe(
    'class A:\n\tdef f(self, x):\n\t\tif x:\n\t\t\treturn x\n\t\treturn 1\n\n\tdef g(self):\n\t\treturn 2\n',
  );
});

test('indentation is learned for deeper and for shallower lines', async () => {
  await editing('  if (a) {\n    b();\n  }\n', '      b();\n', '      b();\n      if (c) {\n        d();\n      }\n');
  expect(bench.text('a')).toBe('  if (a) {\n    b();\n    if (c) {\n      d();\n    }\n  }\n');
  await editing('f() {\n\t\tb();\n}\n', '        b();\n', '        b();\n    c();\n');
  expect(bench.text('a')).toBe('f() {\n\t\tb();\n\tc();\n}\n');
});

test('lines whose indentation says two things are no match', async () => {
  const before = 'a\n  b\n    c\n';
  expect(await editing(before, 'a\nb\nc', 'x')).toMatchObject({ isError: true });
  expect(bench.text('a')).toBe(before);
});

test('a last line without a newline is found with one, and gets none', async () => {
  await editing('one\ntwo', 'two\n', '2\n');
  expect(bench.text('a')).toBe('one\n2');
  await editing('a\nb', 'a\nb\n', 'a\nc\n\n');
  expect(bench.text('a')).toBe('a\nc\n');
});

test('lines are removed whole', async () => {
  await editing('one\r\ntwo\r\nthree\r\n', 'two\n', '');
  expect(bench.text('a')).toBe('one\r\nthree\r\n');
  await editing('one', 'one', '');
  expect(bench.text('a')).toBe('');
});

test('more than one match is an error with the lines, unless all are wanted', async () => {
  const before = 'x\ny\nx\nz\nx x\n';
  expect(await editing(before, 'x', 'w')).toEqual({
    text: 'old stands in the file 4 times, at lines 1, 3, 5, 5. Nothing was changed: take in more of the lines around it, or set all.',
    isError: true,
  });
  expect(bench.text('a')).toBe(before);
  const outcome = await edit('a', 'x', 'w', true);
  expect(outcome.text).toMatch(/^Edited a at 4 places:/);
  expect(bench.text('a')).toBe('w\ny\nw\nz\nw w\n');
});

test('places that overlap are not the only one', async () => {
  expect((await editing('aXaXa', 'aXa', 'b')).text).toContain('2 times');
  await edit('a', 'aXa', 'b', true);
  expect(bench.text('a')).toBe('bXa');
});

test('a text that is not there is an error with the nearest line', async () => {
  const before = 'const one = 1;\nconst second = compute(two);\n';
  expect(await editing(before, 'const second = compute(three);', 'x')).toEqual({
    text: 'old does not stand in the file. Nothing was changed: read the file and copy the text from there. The nearest line is 2: const second = compute(two);',
    isError: true,
  });
  expect((await edit('a', 'qqqq', 'x')).text).not.toContain('nearest');
  expect(bench.text('a')).toBe(before);
});

test.each([
  ['', 'x', 'old is blank. Give the text that is to be replaced.'],
  [' \n', 'x', 'old is blank. Give the text that is to be replaced.'],
  ['one', 'one', 'old and new are the same. Nothing was changed.'],
  ['one\n', 'one\r\n', 'The edit would change nothing: the file already reads so.'],
])('replacing %j by %j is refused', async (old, fresh, text) => {
  expect(await editing('one\ntwo\n', old, fresh)).toEqual({ text, isError: true });
  expect(bench.text('a')).toBe('one\ntwo\n');
});

test('a file must have been read, and be as it was', async () => {
  bench.put('a', 'one');
  expect((await edit('a', 'one', 'two')).text).toBe('a was not read in this session. Read it first.');
  await bench.call('read', { path: 'a' });
  bench.put('a', 'one by hand');
  expect((await edit('a', 'one', 'two')).text).toBe('a changed since it was read. Read it again.');
  expect(bench.text('a')).toBe('one by hand');
});

test('missing, huge, binary and hard-linked files are refused', async () => {
  expect((await edit('none', 'a', 'b')).text).toBe('There is no file none. Create it with write.');
  truncateSync(bench.put('huge', 'a'), 500 * 1024 ** 2);
  expect((await edit('huge', 'a', 'b')).text).toBe('huge is too large to be opened whole (500 MB).');
  bench.put('binary', 'a\0');
  expect((await edit('binary', 'a', 'b')).text).toBe('binary is a binary file (2 bytes), no text.');
  linkSync(bench.put('one', 'a'), join(bench.root, 'other'));
  await bench.call('read', { path: 'one' });
  expect((await edit('one', 'a', 'b')).text).toMatch(/^one is a hard link/);
});

test('a placeholder for text that was left out is refused', async () => {
  const outcome = await editing('one\ntwo\n', 'one', '1\n// ... existing code ...');
  expect(outcome.text).toMatch(/^Nothing was written: line 2/);
  expect(bench.text('a')).toBe('one\ntwo\n');
});

test('the mark that stands for a secret is not written in its place, and what is around it can be changed', async () => {
  const secret = 'const key = "AKIAQ3EGXWZ7TLMNOPQR"; // old\n';
  const shown = 'const key = "[redacted:aws-key]";';
  for (const [old, fresh] of [
    [`${shown} // old`, `${shown} // new`],
    ['// old', `// ${shown}`],
  ] as const) {
    const { text, isError } = await editing(secret, old, fresh);
    expect(isError).toBe(true);
    expect(text).toMatch(/^Nothing was written: \[redacted:aws-key\] stands for a secret/);
    expect(bench.text('a')).toBe(secret);
  }
  await edit('a', 'const key', 'const accessKey');
  await edit('a', '// old', '// new');
  expect(bench.text('a')).toBe('const accessKey = "AKIAQ3EGXWZ7TLMNOPQR"; // new\n');
});

test('a mark that the file itself holds is text like any other', async () => {
  await editing('a log: [redacted:aws-key], end\n', '[redacted:aws-key], end', '[redacted:aws-key]. End');
  expect(bench.text('a')).toBe('a log: [redacted:aws-key]. End\n');
});
