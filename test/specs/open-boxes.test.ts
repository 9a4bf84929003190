import { expect, test } from 'vitest';
import { openBoxes } from '../../src/specs/open-boxes.ts';

test('ticked boxes of tasks are opened but for the kept ones, and no other character changes', () => {
  const text = '\uFEFF# Plan\r\n- [x] 1. a\r\n  - [X] 1.1 b 🚀\r\n- [-] 2. c\r\n```\r\n- [x] 3. code\r\n```\r\n';
  expect(openBoxes(text, new Set(['1.1']))).toBe(text.replace('- [x] 1.', '- [ ] 1.'));
  expect(openBoxes(text, new Set())).toBe(text.replace('- [x] 1.', '- [ ] 1.').replace('[X]', '[ ]'));
});
