import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { specStages } from '../../src/domain/spec.ts';
import { isStageApproved } from '../../src/specs/approval.ts';
import { checkCoverage } from '../../src/specs/check-coverage.ts';
import { readSpec } from '../../src/specs/spec-folder.ts';
import { standingOf } from '../support/signing.ts';

const folder = fileURLToPath(new URL('../../specs/main-job', import.meta.url));

test('the ledger of this product’s own spec is whole; its signer is unknown, so nothing in it counts', () => {
  const { ledger, strange, problems } = readSpec(folder, standingOf([]));
  expect(problems).toEqual([]);
  expect(ledger).toEqual([]);
  expect(new Set(strange.map(({ line }) => line.by)).size).toBe(1);
});

test('for whoever trusts that signer every document stands as it was approved, and every criterion has a task', () => {
  const { requirements, design, tasks, ledger } = readSpec(folder, { counts: () => true, known: [] });
  if (requirements === undefined || design === undefined || tasks === undefined)
    throw new Error('a document is missing');
  const documents = { requirements, design, tasks };
  for (const stage of specStages) expect(isStageApproved(documents[stage], stage, ledger)).toBe(true);
  expect(checkCoverage(requirements, tasks)).toEqual([]);
});
