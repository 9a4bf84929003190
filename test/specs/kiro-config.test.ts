import { expect, test } from 'vitest';
import { readKiroConfig } from '../../src/specs/kiro-config.ts';

test.each([
  ['{"specId":"x","workflowType":"design-first","specType":"feature"}', { kind: 'feature', workflow: 'design-first' }],
  ['{"workflowType":"requirements-first","specType":"bugfix"}', { kind: 'bugfix', workflow: 'requirements-first' }],
  ['{"generationMode":"requirements-first"}', { workflow: 'requirements-first' }],
  ['\uFEFF{"specType":"quick-spec"}', { quick: true }],
  ['{"workflowType":"fast-task","specType":7}', { quick: true }],
  ['{"workflowType":"verify-first","specType":"epic"}', {}],
  ['not json', {}],
  ['[]', {}],
  ['', {}],
])('%s says %j', (text, wanted) => {
  expect(readKiroConfig(text)).toEqual(wanted);
});
