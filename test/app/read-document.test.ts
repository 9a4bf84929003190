import { expect, test } from 'vitest';
import { documentOf, extractDocument } from '../../src/app/read-document.ts';

const document = '# Requirements Document\n\n## Introduction\n\nBooks can be lent.\n';
const fence = '```';
const withCode = `# Design Document\n\n## Overview\n\n${fence}ts\nlend(book)\n${fence}\n`;
const withCodeInside = `# Design Document\n\n${fence}\n# a comment of a shell\nnpm test\n${fence}\n\n## Overview\n\nSmall.\n`;

test.each([
  ['the document and nothing else', document, document],
  ['blank lines around it', `\n\n${document}\n\n`, document],
  ['line breaks of Windows', document.replaceAll('\n', '\r\n'), document],
  ['a preamble', `I looked at the code. Here it is:\n\n${document}`, document],
  ['a fence around it', `${fence}markdown\n${document}${fence}`, document],
  ['a fence without a language', `${fence}\n${document}${fence}\n`, document],
  ['a fence named in capitals', `${fence}Markdown \n${document}${fence}`, document],
  ['a fence of tildes', `~~~md\n${document}~~~`, document],
  ['a preamble of one line and a fence', `Here it is:\n${fence}md\n${document}${fence}`, document],
  ['a preamble, a blank line and a fence', `Here it is:\n\n${fence}markdown\n${document}${fence}`, document],
  ['a fence and a closing remark', `${fence}markdown\n${document}${fence}\n\nTell me what you think.`, document],
  ['a longer fence around one with code', `${fence}\`markdown\n${withCode}${fence}\``, withCode],
  ['a fence of the same length around one with code', `${fence}markdown\n${withCode}${fence}`, withCode],
  ['the same with a remark', `Done:\n\n${fence}markdown\n${withCode}${fence}\nThat is all.`, withCode],
  ['a fence that is never closed', `${fence}markdown\n${document}`, document],
  ['a fence that is never closed around one with code', `${fence}markdown\n${withCode}`, withCode],
  ['code at its end', withCode, withCode],
  ['code with comments at its beginning', withCodeInside, withCodeInside],
  ['a heading of the second level first', '## Overview\n\nSmall.', '## Overview\n\nSmall.\n'],
])('of a reply with %s the document is taken', (_shape, reply, wanted) => {
  expect(extractDocument(reply)).toBe(wanted);
});

test.each(['', 'I could not write it.', '#hashtag', `${fence}\nno heading\n${fence}`, '#### Too deep'])(
  'a reply without a heading holds no document: %j',
  (reply) => expect(extractDocument(reply)).toBe(''),
);

test('each stage has its document; that of a bug begins with bugfix.md', () => {
  expect(documentOf('requirements', { kind: 'feature', size: 'M' })).toEqual({
    kind: 'requirements',
    file: 'requirements.md',
  });
  expect(documentOf('requirements', { kind: 'bugfix', size: 'M' })).toEqual({ kind: 'bugfix', file: 'bugfix.md' });
  expect(documentOf('tasks', { kind: 'bugfix', size: 'M' })).toEqual({ kind: 'tasks', file: 'tasks.md' });
});
