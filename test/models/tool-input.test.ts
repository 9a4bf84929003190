import { expect, test } from 'vitest';
import { limits } from '../../src/base/limits.ts';
import { parseToolInput } from '../../src/models/tool-input.ts';

test('halves of characters in arguments become U+FFFD, escaped or not; whole ones and backslashes stay', () => {
  const raw = String.raw`{"a":"x\ud800y","b":["\uDFFF"],"c":"\ud83d\ude00","d":"\\ud800"}`;
  const d = String.raw`\ud800`;
  expect(parseToolInput(raw)).toEqual({ input: { a: 'x\ufffdy', b: ['\ufffd'], c: '😀', d } });
  expect(parseToolInput('{"a":"x\ud800"}')).toEqual({ input: { a: 'x\ufffd' } });
});

test('arguments beyond all measure are not parsed', () => {
  const raw = `{"content":"${'x'.repeat(limits.callChars)}"}`;
  expect(parseToolInput(raw)).toEqual({ problem: expect.stringContaining('more than') });
});
