import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lintRules, ruleOf } from '../../../src/specs/lint/rules.ts';

const docs = readFileSync(new URL('../../../docs/lint.md', import.meta.url), 'utf8');

test('docs/lint.md has every rule with its severity and what it asks for', () => {
  const missing = Object.entries(lintRules).filter(
    ([name, { severity, says }]) => !docs.includes(`| \`${name}\` | ${severity} | ${says} |`),
  );
  expect(missing).toEqual([]);
});

test('what no table knows, such as a finding on the ledger, is structure and keeps its severity', () => {
  expect(ruleOf('ledger-forged', 'error')).toMatchObject({ class: 'structure', severity: 'error' });
});
