import { expect, test } from 'vitest';
import { showHidden } from '../../src/base/hidden-text.ts';
import { shownJson, shownText } from '../../src/cli/shown-text.ts';
import { lookAlikes, secrets } from '../base/secret-samples.ts';

test.each(secrets)('%s is not shown, and JSON stays JSON', (_what, text, secret) => {
  expect(shownText(text)).not.toContain(secret);
  const line = shownJson({ text, path: 'a.ts' });
  expect(line).not.toContain(JSON.stringify(secret).slice(1, -1));
  expect(JSON.parse(line)).toMatchObject({ path: 'a.ts' });
});

test.each(lookAlikes)('%s is shown', (_what, text) => {
  expect(JSON.parse(shownJson({ text }))).toEqual({ text });
});

test.each([
  '\u001b[31mred',
  '\u009b2J',
  'a\u202eb',
  's\u200bu',
  'a\u{E0041}\u{E007F}',
  '\u2028',
  'a\u007fb',
  '\ufeffb',
  '\u2764\ufe0f',
])('JSON says %j and holds nothing that a terminal acts on or nobody sees', (text) => {
  const line = shownJson({ text });
  expect(JSON.parse(line)).toEqual({ text });
  expect(showHidden(line)).toBe(line);
});
