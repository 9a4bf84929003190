import { expect, test } from 'vitest';
import {
  emptyGlossary,
  type Form,
  formSchema,
  type Glossary,
} from '../../../../src/specs/contradictions/forms/form.ts';
import { ungrounded } from '../../../../src/specs/contradictions/forms/ground-form.ts';
import { openVocabulary } from '../../../../src/specs/contradictions/forms/vocabulary.ts';

function wrong(text: string, form: Partial<Form>, glossary: Partial<Glossary> = {}): string[] {
  const whole = formSchema.parse({ id: '1.1', guard: [], duties: [{ modality: 'must', action: 'keep' }], ...form });
  return ungrounded(whole, text, openVocabulary({ ...emptyGlossary, ...glossary }));
}

const keep = (more: object): Partial<Form> => ({ duties: [{ modality: 'must', action: 'keep', ...more }] });
const text = 'WHEN a parcel is lost, THE SYSTEM SHALL keep the claim for two weeks';

test('terms that stand in the text are grounded, in any form of the word', () => {
  expect(
    wrong(text, { guard: [{ kind: 'trigger', subject: 'parcels', value: 'lose' }], ...keep({ object: 'claims' }) }),
  ).toEqual([]);
});

test('a term that stands nowhere is not, unless the glossary says which words it stands for', () => {
  const strange = keep({ object: 'complaint' });
  expect(wrong(text, strange)).toEqual(['"complaint" is neither in its text nor declared to mean a word of it']);
  expect(wrong(text, strange, { same: [['complaint', 'claim']] })).toEqual([]);
  expect(wrong(text, strange, { same: [['complaint', 'grievance']] })).toHaveLength(1);
});

test('numbers stand in the text, in figures or in words', () => {
  const span = (number: number) => keep({ bounds: [{ quantity: 'span', relation: '=', number, unit: 'weeks' }] });
  expect(wrong(text, span(2))).toEqual([]);
  expect(wrong(text, span(3))).toEqual(['the number 3 is not in its text']);
  expect(
    wrong(
      'THE SYSTEM SHALL keep 1,500 claims',
      keep({ bounds: [{ quantity: 'number', relation: '=', number: 1500 }] }),
    ),
  ).toEqual([]);
  const monthly = keep({ bounds: [{ quantity: 'rate', relation: '=', number: 1, per: '6 months' }] });
  expect(wrong('THE SYSTEM SHALL keep it every six months', monthly)).toEqual([]);
  expect(wrong('THE SYSTEM SHALL keep it every two months', monthly)).toHaveLength(1);
});

test('a form neither denies nor generalises what its text does not', () => {
  expect(wrong(text, keep({ not: true }))).toEqual(['it has "not" where its text denies nothing']);
  expect(wrong(text, keep({ quantifier: 'every' }))).toHaveLength(1);
  expect(wrong('THE SYSTEM SHALL never keep it', keep({ not: true, quantifier: 'every' }))).toEqual([]);
});

test('a form leaves out no denial, of the condition or of the demand', () => {
  expect(wrong('THE SYSTEM SHALL not keep it', keep({}))).toEqual([
    'what its text demands denies something, and the form does not',
  ]);
  const lost = { guard: [{ kind: 'state' as const, subject: 'label' }] };
  const unlabelled = 'IF a parcel has no label, THEN THE SYSTEM SHALL keep it';
  expect(wrong(unlabelled, { ...lost, ...keep({}) })).toHaveLength(1);
  expect(wrong(unlabelled, { guard: [{ kind: 'state', subject: 'label', not: true }], ...keep({}) })).toEqual([]);
  expect(wrong('THE SYSTEM SHALL keep no more than two', keep({}))).toEqual([]);
  const except = 'THE SYSTEM SHALL keep all claims except old ones';
  expect(wrong(except, keep({ object: 'claim' }))).toEqual([
    'its text makes an exception, and the form has no "not" for it',
  ]);
  expect(
    wrong(except, {
      guard: [{ kind: 'state', subject: 'claim', value: 'old', not: true }],
      ...keep({ object: 'claim' }),
    }),
  ).toEqual([]);
});

test('in other languages terms and numbers are looked for, and words for no and all are not known', () => {
  const glossary = {
    same: [
      ['lock', 'sperren'],
      ['account', 'Konto'],
    ],
  };
  const lock: Partial<Form> = { duties: [{ modality: 'must', not: true, action: 'lock', object: 'account' }] };
  expect(wrong('Das System darf das Konto nicht sperren', lock, glossary)).toEqual([]);
  expect(wrong('Das System darf das Konto nicht öffnen', lock, glossary)).toHaveLength(1);
  expect(wrong('系统应锁定账户', { duties: [{ modality: 'must', action: '锁定', object: '账户' }] })).toEqual([]);
  expect(wrong('系统应锁定账户', { duties: [{ modality: 'must', action: '解锁', object: '账户' }] })).toHaveLength(1);
});
