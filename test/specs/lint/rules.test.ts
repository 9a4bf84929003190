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

test('docs/lint.md says what rests on the rules that no team can turn down', () => {
  const held = new Map<string, string[]>();
  for (const [name, { holds }] of Object.entries(lintRules)) {
    if (holds !== undefined) held.set(holds, [...(held.get(holds) ?? []), `\`${name}\``]);
  }
  const rows = [...held].map(([holds, names]) => `| ${holds} | ${names.join(', ')} |`);
  expect(rows.filter((row) => !docs.includes(row))).toEqual([]);
});

test('what no table knows, such as a finding on the ledger, is structure and keeps its severity', () => {
  expect(ruleOf('ledger-forged', 'error')).toMatchObject({ class: 'structure', severity: 'error' });
});
