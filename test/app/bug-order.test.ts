import { expect, test } from 'vitest';
import { askApproval } from '../../src/app/approve-spec.ts';
import { planChange } from '../../src/app/change-set.ts';
import { checkDraft } from '../../src/app/check-draft.ts';
import { judgeSpecs } from '../../src/app/judge-specs.ts';
import { lintSpecs } from '../../src/app/lint-spec.ts';
import { openSpec } from '../../src/app/open-spec.ts';
import { type RunRequest, runSpec } from '../../src/app/run-spec.ts';
import { drain } from '../support/drain.ts';
import { approve, builders, openWire } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const behaviours = `### Current Behavior

1.1 WHEN a book is lent THEN the system allows 13 days

### Expected Behavior

2.1 WHEN a book is lent THEN the system SHALL allow 14 days

### Unchanged Behavior

3.1 WHEN a book is renewed THEN the system SHALL CONTINUE TO allow 7 days
`;
const ordered = `- [ ] 1. Show it
  - _Requirements: 1.1_
  - _Expect: fail_
  - _Verify: node --test test/lend.test.js_
- [ ] 2. Keep renewals
  - _Requirements: 3.1_
  - _Verify: node --test test/renew.test.js_
- [ ] 3. Mend it
  - _Requirements: 2.1_
  - _Verify: true_
`;
const unordered = ordered.replace('_Expect: fail_', '_Expect: pass_');
const files = (tasks: string) => ({
  M: {
    'bugfix.md': `# Days\n\n${behaviours}`,
    'design.md': '# Design\n\n## Overview\n\nOne number.\n',
    'tasks.md': `# Plan\n\n${tasks}`,
  },
  S: { 'spec.md': `# Days\n\n${behaviours}\n## Approach\n\nOne number.\n\n## Tasks\n\n${tasks}` },
});

function specOf(size: 'S' | 'M', tasks: string) {
  const repository = makeRepository();
  const yaml = `slug: days\ntitle: Days\nkind: bugfix\nsize: ${size}\nitem: Days\ncreatedAt: 2026-03-01T09:30:00Z\n`;
  for (const [file, text] of Object.entries({ 'spec.yaml': yaml, ...files(tasks)[size] }))
    repository.write(`specs/days/${file}`, text);
  return { repository, wire: openWire(repository, { play: builders }) };
}

const request: RunRequest = { spec: 'days', inPlace: false, withOptional: false, mustExist: false };
const errors = (found: readonly { code?: string; rule?: string; severity: string }[]) =>
  found.flatMap(({ code, rule, severity }) => (severity === 'error' ? [code ?? rule] : []));

test.each(['S', 'M'] as const)(
  'tasks of a bug (size %s) in a wrong order are one error for whoever drafts, approves, lints, changes, checks and runs',
  async (size) => {
    const { wire } = specOf(size, unordered);
    const spec = openSpec('days', wire);
    const text = spec.tasks?.text ?? '';
    expect(errors(checkDraft(spec, 'tasks', { text, team: {} }))).toEqual(['bug-order']);
    const stage = size === 'S' ? undefined : 'tasks';
    await approve(wire, 'days', size === 'S' ? ['requirements'] : ['requirements', 'design']);
    expect(errors(askApproval('days', stage, wire).problems)).toEqual(['bug-order']);
    expect(errors(lintSpecs({ specs: [], all: true }, wire).flatMap(({ findings }) => findings))).toEqual([
      'bug-order',
    ]);
    const { checks } = await judgeSpecs({ specs: [] }, wire);
    const found = checks.flatMap(({ findings }) => findings.filter(({ code }) => code === 'bug-order'));
    expect(found.map(({ kind }) => kind)).toEqual(['invalid']);
    await approve(wire, 'days');
    await expect(drain(runSpec(request, wire))).rejects.toMatchObject({ kind: 'invalid' });
  },
);

test.each(['S', 'M'] as const)(
  'a change (size %s) that takes the order from the tasks of a bug has that error',
  (size) => {
    const { wire } = specOf(size, ordered);
    const spec = openSpec('days', wire);
    const first = unordered.slice(0, unordered.indexOf('- [ ] 2.'));
    const edits = { requirements: [], design: [], tasks: [{ op: 'replace' as const, block: 'tasks/1', text: first }] };
    expect(errors(checkDraft(spec, 'tasks', { text: spec.tasks?.text ?? '', team: {} }))).toEqual([]);
    expect(errors(planChange(spec, edits).problems)).toEqual(['bug-order']);
  },
);
