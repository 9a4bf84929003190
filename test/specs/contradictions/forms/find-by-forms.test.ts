import { expect, test } from 'vitest';
import { findByForms } from '../../../../src/specs/contradictions/forms/find-by-forms.ts';
import {
  type Duty,
  emptyGlossary,
  type Fact,
  type Form,
  formSchema,
  type Glossary,
} from '../../../../src/specs/contradictions/forms/form.ts';

interface Said {
  text?: string;
  guard?: Fact[];
  duty: Omit<Duty, 'modality'> & { modality?: Duty['modality'] };
}

/** What two criteria with these forms are found to be; the first is 1.1, the second 1.2. */
function between(one: Said, other: Said, glossary: Partial<Glossary> = {}) {
  const criteria = [one, other].map(({ text = 'THE SYSTEM SHALL do it' }, at) => ({ id: `1.${at + 1}`, text }));
  const forms = [one, other].map(({ guard = [], duty }, at): [string, Form] => {
    const form = { id: `1.${at + 1}`, guard, duties: [{ modality: 'must' as const, ...duty }] };
    return [form.id, formSchema.parse(form)];
  });
  return findByForms(criteria, new Map(forms), { ...emptyGlossary, ...glossary });
}

const open: Duty = { modality: 'must', action: 'open', object: 'gate' };
const shut: Duty = { modality: 'must', action: 'shut', object: 'gate' };
const exclusive = [['open', 'shut']];
const when = (subject: string, value: string): Fact => ({ kind: 'trigger', subject, value });
const during = (subject: string, value: string): Fact => ({ kind: 'state', subject, value });

test('acts of one thing that rule each other out contradict under one guard, and only with the word of the glossary', () => {
  const [found, ...more] = between({ duty: open }, { duty: shut }, { exclusive });
  expect(found).toMatchObject({ kind: 'opposing', severity: 'advice', ids: ['1.1', '1.2'] });
  expect(found?.scenario).toBe('always: 1.1 says open gate, 1.2 says shut gate');
  expect(found?.readAs).toContain('open, shut taken to rule each other out');
  expect(more).toEqual([]);
  expect(between({ duty: open }, { duty: shut })).toEqual([]);
  expect(between({ duty: open }, { duty: { ...shut, object: 'door' } }, { exclusive })).toEqual([]);
});

test('words that mean the same are one word, whatever their endings', () => {
  const duty = { action: 'opens', object: 'the barriers' };
  expect(between({ duty: shut }, { duty }, { exclusive, same: [['gate', 'barrier']] })).toHaveLength(1);
  expect(between({ duty: shut }, { duty }, { exclusive })).toEqual([]);
});

test('moments that differ never meet, nor do states of one subject; others do where one of the two holds always', () => {
  const found = (
    one: Fact,
    other: Fact,
    { always = false, apart = [] }: Partial<Glossary> & { always?: boolean } = {},
  ) => {
    const duty = { ...shut, ...(always && { quantifier: 'every' as const }) };
    return between({ guard: [one], duty: open }, { guard: [other], duty }, { exclusive, apart });
  };
  expect(found(when('ticket', 'valid'), when('fire', 'starts'))).toEqual([]);
  expect(found(during('ticket', 'valid'), during('ticket', 'blocked'))).toEqual([]);
  expect(found(when('ticket', 'valid'), during('station', 'closed'))).toEqual([]);
  expect(found(when('ticket', 'valid'), during('station', 'closed'), { always: true })).toHaveLength(1);
  const apart: Glossary['apart'] = [
    [
      { subject: 'station', value: 'closed' },
      { subject: 'ticket', value: 'valid' },
    ],
  ];
  expect(found(when('ticket', 'valid'), during('station', 'closed'), { apart, always: true })).toEqual([]);
  expect(found(when('ticket', 'valid'), { ...when('ticket', 'valid'), not: true })).toEqual([]);
});

test('an error branch meets another condition only where the glossary says that both can hold', () => {
  const one = { guard: [when('password', 'right')], duty: open };
  const other = {
    text: 'IF the account is locked THEN ...shall shut',
    guard: [during('account', 'locked')],
    duty: shut,
  };
  expect(between(one, other, { exclusive })).toEqual([]);
  const together: Glossary['together'] = [
    [
      { subject: 'account', value: 'locked' },
      { subject: 'password', value: 'right' },
    ],
  ];
  expect(between(one, other, { exclusive, together })[0]?.conditions).toEqual(['password right', 'account locked']);
});

test('what is narrower is an exception unless the wider one says that it holds always', () => {
  const narrow = { guard: [when('alarm', 'sounds')], duty: open };
  expect(between({ duty: shut }, narrow, { exclusive })).toEqual([]);
  expect(between({ duty: { ...shut, quantifier: 'every' } }, narrow, { exclusive })).toHaveLength(1);
  expect(between({ duty: { ...open, not: true } }, narrow)).toHaveLength(1);
  const branch = { ...narrow, text: 'IF the alarm sounds THEN THE SYSTEM SHALL open the gate' };
  expect(between({ duty: { ...open, not: true } }, branch)).toEqual([]);
});

test('of a thing and a kind of it, the wider rule has to leave no case out', () => {
  const kinds = [['animal', 'dog', 'cat']];
  const dogs = { duty: { modality: 'may' as const, action: 'admit', object: 'dog' } };
  const animals = (more: Partial<Duty>) => ({ duty: { action: 'admit', object: 'animal', ...more } });
  expect(between(animals({ not: true }), dogs, { kinds })).toHaveLength(1);
  expect(between(dogs, animals({ not: true }), { kinds })).toHaveLength(1);
  expect(between(animals({ not: true }), dogs)).toEqual([]);
});

test('numbers of one quantity contradict where no value meets both, in whatever units', () => {
  const keep = (relation: '=' | '<=' | '>=', number: number, unit: string, per?: string) => ({
    duty: { action: 'keep', object: 'log', bounds: [{ quantity: 'span', relation, number, unit, per }] },
  });
  expect(between(keep('>=', 3, 'months'), keep('<=', 6, 'weeks'))[0]?.kind).toBe('bounds');
  expect(between(keep('>=', 1, 'weeks'), keep('<=', 7, 'days'))).toEqual([]);
  expect(between(keep('<=', 10, 'MB'), keep('<=', 7, 'days'))).toEqual([]);
  expect(between(keep('=', 1, 'times', '6 months'), keep('=', 2, 'checks', 'year'))).toEqual([]);
  expect(between(keep('=', 1, 'times', '6 months'), keep('=', 1, 'checks', 'year'))).toHaveLength(1);
  expect(between(keep('<=', 70, 'lines'), keep('<=', 110, 'lines'))).toHaveLength(1);
});

test('guards with numbers meet where these overlap', () => {
  const of = (relation: '<=' | '>', number: number, unit: string): Fact => ({
    kind: 'state',
    subject: 'file',
    amount: { relation, number, unit },
  });
  const found = (one: Fact, other: Fact) =>
    between({ guard: [one], duty: open }, { guard: [other], duty: shut }, { exclusive });
  expect(found(of('<=', 2, 'GB'), of('>', 500, 'MB'))).toHaveLength(1);
  expect(found(of('<=', 2, 'GB'), of('>', 3, 'MB'))).toHaveLength(1);
  expect(found(of('<=', 2, 'GB'), of('>', 2048, 'MB'))).toEqual([]);
});

test('one thing is given one value of an attribute; with two that differ there are two things', () => {
  const show = (...values: [string, string][]) => ({
    duty: { action: 'show', object: 'lamp', values: values.map(([attribute, value]) => ({ attribute, value })) },
  });
  expect(between(show(['colour', 'red']), show(['colour', 'green']))).toHaveLength(1);
  expect(between(show(['colour', 'red']), show(['colour', 'crimson']), { same: [['red', 'crimson']] })).toEqual([]);
  expect(between(show(['colour', 'red'], ['side', 'left']), show(['colour', 'green'], ['side', 'right']))).toEqual([]);
});

test('what is forbidden in one way leaves the other ways free', () => {
  const send = (way: string, not: boolean) => ({
    duty: { action: 'send', object: 'code', not, values: [{ attribute: 'way', value: way }] },
  });
  expect(between(send('text message', true), send('e-mail', false))).toEqual([]);
  expect(between(send('text message', true), send('text message', false))).toHaveLength(1);
});

test('only leaves out whoever is not named, and kinds of whom are', () => {
  const only = { duty: { modality: 'only' as const, actor: 'vet', action: 'read', object: 'result' } };
  const may = (actor: string) => ({ duty: { modality: 'may' as const, actor, action: 'read', object: 'result' } });
  expect(between(only, may('owner'))[0]?.scenario).toContain('only vet may read result');
  expect(between(only, may('vet'))).toEqual([]);
  expect(between(only, may('surgeon'), { kinds: [['vet', 'surgeon']] })).toEqual([]);
});

test('leave for somebody is no contradiction to what the system does in a case of its own', () => {
  const may = (more: Partial<Duty>) => ({ duty: { ...open, modality: 'may' as const, actor: 'guard', ...more } });
  const armed = { guard: [during('alarm', 'armed')], duty: shut };
  expect(between(may({ quantifier: 'every' }), armed, { exclusive })).toEqual([]);
  expect(between({ ...may({}), guard: armed.guard }, armed, { exclusive })).toHaveLength(1);
  expect(between(may({ not: true }), { duty: open })).toEqual([]);
  expect(between(may({ not: true }), may({}))).toHaveLength(1);
});

test('what a guard leaves out is not spoken of', () => {
  const kinds = [['door', 'fire door']];
  const all = (guard: Fact[]) => ({ guard, duty: { action: 'shut', object: 'door', quantifier: 'every' as const } });
  const fire = { duty: { action: 'open', object: 'fire door' } };
  expect(between(all([]), fire, { kinds, exclusive })).toHaveLength(1);
  expect(
    between(all([{ kind: 'state', subject: 'door', value: 'fire door', not: true }]), fire, { kinds, exclusive }),
  ).toEqual([]);
});

test('however many criteria exclude each other, a bounded number of findings comes of it, and quickly', () => {
  const criteria = Array.from({ length: 300 }, (_, at) => ({ id: `1.${at}`, text: 'THE SYSTEM SHALL do it' }));
  const forms = criteria.map(({ id }, at): [string, Form] => [id, { id, guard: [], duties: [at % 2 ? open : shut] }]);
  expect(findByForms(criteria, new Map(forms), { ...emptyGlossary, exclusive })).toHaveLength(200);
});
