import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { commitMessage } from '../../src/git/message.ts';
import { makeRepository, runGit } from './make-repository.ts';

test('subject, body and trailers stand apart', () => {
  const text = commitMessage({
    subject: 'Lock files',
    body: 'Because.',
    trailers: [
      ['Spec', 'locks'],
      ['Task', '2.1'],
    ],
  });
  expect(text).toBe('Lock files\n\nBecause.\n\nSpec: locks\nTask: 2.1\n');
});

test('a subject of more than 72 characters is cut, and an emoji counts as one', () => {
  expect(commitMessage({ subject: 'x'.repeat(73), trailers: [] })).toBe(`${'x'.repeat(71)}…\n`);
  expect(commitMessage({ subject: '🪨'.repeat(72), trailers: [] })).toBe(`${'🪨'.repeat(72)}\n`);
});

test('a subject without a printable character is still a subject', () => {
  expect(commitMessage({ subject: '\u0000\u202e\n', trailers: [['Task', '1']] })).toBe('Untitled\n\nTask: 1\n');
});

test('a title can forge no trailer, no second line and no colour', () => {
  const subject = 'Do it\n\nTask: 9\r\u001b[31m\u2028Spec: other';
  expect(
    commitMessage({
      subject,
      trailers: [
        ['Task', '1\nTask: 8'],
        ['Spec', ''],
      ],
    }),
  ).toBe('Do it Task: 9 [31m Spec: other\n\nTask: 1 Task: 8\n');
});

test('git reads exactly the trailers that were given, whatever the texts are', async () => {
  const { root, env, git, open } = makeRepository();
  const opened = await open();
  const start = (await opened.head()).commit ?? '';
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '---\n',
      'Task: 9',
      '# x\n',
      'diff --git a/x b/x\n---\n+++',
      '(cherry picked from commit abc)',
      'Signed-off-by: X <x@y>',
    ),
  );
  const property = fc.asyncProperty(texts, texts, async (subject, body) => {
    await opened.commitAll({
      message: commitMessage({
        subject,
        body,
        trailers: [
          ['Spec', 'demo'],
          ['Task', '1'],
        ],
      }),
      allowEmpty: true,
    });
    const [found] = await opened.commitsBetween(start, 'HEAD');
    expect(found?.trailers).toEqual({ Spec: 'demo', Task: '1' });
    expect(runGit(root, env, ['log', '-1', '--format=%(trailers:only)'])).toBe('Spec: demo\nTask: 1\n\n');
    await opened.softResetTo(start);
  });
  await fc.assert(property, { numRuns: 25 });
  expect(git('rev-parse', 'HEAD').trim()).toBe(start);
});

test('the lines of a body are broken between words at 72 characters; lists keep their indent, code stays as it is', () => {
  const long = `${'word '.repeat(20)}end`;
  const code = `    ${'x '.repeat(50)}x`;
  const body = `${long}\n\n- ${long}\n${code}\n\`\`\`\n${long}\n\`\`\`\n${'y'.repeat(90)}`;
  const message = commitMessage({ subject: 'S', body, trailers: [['Task', '1']] });
  expect(message.split('\n')).toEqual([
    ...['S', '', 'word '.repeat(14).trim(), `${'word '.repeat(6)}end`, ''],
    ...[`- ${'word '.repeat(14).trim()}`, `  ${'word '.repeat(6)}end`],
    ...[code, '```', long, '```', 'y'.repeat(90), '', 'Task: 1', ''],
  ]);
});
