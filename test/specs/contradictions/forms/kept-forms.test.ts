import { expect, test } from 'vitest';
import { findInDocument, sayContradiction } from '../../../../src/specs/contradictions/find-in-document.ts';
import { emptyGlossary, type Form, type Glossary } from '../../../../src/specs/contradictions/forms/form.ts';
import { readForms, writeForms } from '../../../../src/specs/contradictions/forms/kept-forms.ts';
import { readFormalReply } from '../../../../src/specs/contradictions/forms/read-formal-reply.ts';
import { parseDocument } from '../../../../src/specs/parse-document.ts';

const requirement = (number: number, criterion: string) =>
  `### Requirement ${number}: Gates\n\n#### Acceptance Criteria\n\n1. ${criterion}\n\n`;
const parse = (...criteria: string[]) =>
  parseDocument(
    'requirements',
    'requirements.md',
    `# Requirements Document\n\n## Requirements\n\n${criteria.map((text, at) => requirement(at + 1, text)).join('')}`,
  );

const texts = [
  'WHEN a guest is banned, THE SYSTEM SHALL bar the way',
  'WHEN a guest is banned, THE SYSTEM SHALL wave the visitor through',
] as const;
const document = parse(...texts);
const glossary: Glossary = { ...emptyGlossary, exclusive: [['bar', 'wave']], same: [['way', 'visitor']] };
const guard: Form['guard'] = [{ kind: 'trigger', subject: 'guest', value: 'banned' }];
const bar: Form = { id: '1.1', guard, duties: [{ modality: 'must', action: 'bar', object: 'way' }] };
const wave: Form = { id: '2.1', guard, duties: [{ modality: 'must', action: 'wave', object: 'way' }] };
const forms = new Map([bar, wave].map((form) => [form.id, form]));
const file = writeForms({ glossary, forms }, document);

test('forms are read back as they were written, and written in the order of the document', () => {
  expect(readForms(file, document)).toMatchObject({ glossary, forms, missing: [] });
  const turned = new Map([...forms].reverse());
  expect(writeForms({ glossary, forms: turned }, document)).toBe(file);
  expect(file.split('\n').map((line) => line.slice(0, 8))).toEqual(['{"glossa', '{"block"', '{"block"', '']);
});

test('they show a contradiction that the words do not, as a question with the words that were taken for others', () => {
  expect(findInDocument(document).found).toEqual([]);
  const { found, withoutForm } = findInDocument(document, file);
  expect(withoutForm).toEqual([]);
  expect(found.map(sayContradiction)).toEqual([
    'can both be met? when guest banned: 1.1 says bar way, 2.1 says wave way (a model put it in these words, and code compared them: 1.1 read as: when guest banned, bar way; 2.1 read as: when guest banned, wave way; visitor taken for way; bar, wave taken to rule each other out)',
  ]);
});

test('a form counts no more once its block is changed, and its criterion is counted as without one', () => {
  const changed = parse(texts[0], `${texts[1]} at once`);
  expect([...readForms(file, changed).forms.keys()]).toEqual(['1.1']);
  expect(findInDocument(changed, file)).toMatchObject({ found: [], withoutForm: [{ id: '2.1' }] });
});

test('a file that is damaged, forged or far too big throws nothing, and what is fine in it counts', () => {
  const [head = '', first = '', second = ''] = file.split('\n');
  const kept = (...lines: string[]) => [...readForms(lines.join('\n'), document).forms.keys()];
  expect(kept('<<<<<<< ours', head, first, '=======', '{"id":', second, '[]', 'null')).toEqual(['1.1', '2.1']);
  expect(kept(head, first.replace('"bar"', '"bar\\u001b[2J"'))).toEqual([]);
  expect(kept(head, first.replace('"bar"', '"release"'))).toEqual([]);
  expect(kept(head, first.replace('}', ',"approved":true}'))).toEqual([]);
  expect(kept(head, first, ' '.repeat(5_000_000))).toEqual([]);
  expect(kept(first.replaceAll('requirements/1', 'requirements/2'))).toEqual([]);
});

test('glossaries of two branches are joined', () => {
  const more = JSON.stringify({ glossary: { same: [['guest', 'caller']] } });
  expect(readForms(`${file}${more}\n`, document).glossary.same).toEqual([...glossary.same, ['guest', 'caller']]);
});

test('forms add to what the words show and take nothing away, whatever they say', () => {
  const plain = parse('THE SYSTEM SHALL delete the log', 'THE SYSTEM SHALL not delete the log');
  const empty = (id: string): Form => ({ id, guard: [], duties: [{ modality: 'may', action: 'log' }] });
  const hiding = writeForms({ glossary: emptyGlossary, forms: new Map([['1.1', empty('1.1')]]) }, plain);
  const before = findInDocument(plain).found;
  expect(before).toMatchObject([{ kind: 'opposing', severity: 'error' }]);
  expect(findInDocument(plain, hiding).found).toEqual(before);
});

test('of a reply, the forms that hold are taken, and the rest is told', () => {
  const asked = document.requirements.flatMap(({ criteria }) => criteria);
  const strange = { ...wave, duties: [{ modality: 'must', action: 'greet' }] };
  const reply = JSON.stringify({ glossary: { same: glossary.same }, forms: [bar, strange, { ...bar, id: '9.9' }, 7] });
  const read = readFormalReply(`Here it is:\n${reply}\n`, asked, emptyGlossary);
  expect(read.forms).toEqual([bar]);
  expect(read.glossary.same).toEqual(glossary.same);
  expect(read.problems).toEqual([
    '2.1: "greet" is neither in its text nor declared to mean a word of it',
    '9.9: no such criterion was asked about',
    'form 4: the object: Invalid input: expected object, received number',
  ]);
  expect(readFormalReply('I cannot', asked, emptyGlossary)).toMatchObject({
    forms: [],
    problems: ['the reply is no JSON object'],
  });
});
