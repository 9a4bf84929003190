import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SpecDocument } from '../../../../src/domain/spec.ts';
import type { Contradiction } from '../../../../src/specs/contradictions/contradiction.ts';
import { findInDocument } from '../../../../src/specs/contradictions/find-in-document.ts';
import { parseDocument } from '../../../../src/specs/parse-document.ts';

interface FormalisedDocument {
  domain: string;
  document: SpecDocument;
  forms: string;
  /** Ids of criteria, the earlier one first. */
  contradict: [string, string][];
  agree: [string, string][];
}

/** Documents of pairs that were written freely and shuffled, with the forms that a model's replies gave them. */
const documents = readdirSync(join(import.meta.dirname, 'documents'))
  .sort()
  .map(readFormalised);

function readFormalised(domain: string): FormalisedDocument {
  const read = (file: string) => readFileSync(join(import.meta.dirname, 'documents', domain, file), 'utf8');
  const document = parseDocument('requirements', 'requirements.md', read('requirements.md'));
  return { domain, document, forms: read('forms.jsonl'), ...JSON.parse(read('pairs.json')) };
}

/** Contradictions that the kept forms show. */
const found: Record<string, number> = {
  carsharing: 5,
  dental: 6,
  doors: 9,
  ferries: 9,
  greenhouses: 10,
  hotels: 10,
  newsroom: 6,
  radio: 8,
  ski: 7,
  vending: 7,
  vetlab: 9,
  water: 8,
  wearables: 9,
};

const opposed = (contradictions: readonly Contradiction[]) =>
  contradictions.flatMap(({ kind, ids }) => (kind === 'opposing' || kind === 'bounds' ? [ids.join()] : []));

test.each(documents)('of $domain, forms show contradictions that the words do not, and no compatible pair', (each) => {
  const { domain, document, forms, contradict, agree } = each;
  const [plain, all] = [findInDocument(document).found, findInDocument(document, forms).found];
  const told = new Set(opposed(all));
  expect(contradict.filter((pair) => told.has(pair.join()))).toHaveLength(found[domain] ?? 0);
  const byForms = new Set(opposed(all.filter(({ readAs }) => readAs !== undefined)));
  expect(agree.filter((pair) => byForms.has(pair.join()))).toEqual([]);
  expect(opposed(all)).toEqual(expect.arrayContaining(opposed(plain)));
});

test.each(documents)('of $domain, what forms show is a question and says how both criteria were read', (each) => {
  const { found: all } = findInDocument(each.document, each.forms);
  const asked = all.filter(({ readAs }) => readAs !== undefined);
  expect(asked.length).toBeGreaterThan(0);
  for (const { severity, ids, readAs = [] } of asked) {
    expect(severity).toBe('advice');
    for (const id of ids) expect(readAs.some((line) => line.startsWith(`${id} read as: `))).toBe(true);
  }
});
