import { expect, test } from 'vitest';
import { type ProposedQuestion, rankQuestions, readProposed } from '../../src/app/rank-questions.ts';

const proposal = (question: string, impact: number, uncertainty: number, more: Partial<ProposedQuestion> = {}) => ({
  question,
  options: ['yes', 'no'],
  recommended: 'no',
  example: 'Ann lends one book twice.',
  impact,
  impactReason: 'data is lost',
  uncertainty,
  uncertaintyReason: 'the item is silent',
  ...more,
});
const texts = (questions: ProposedQuestion[], most = 5) => rankQuestions(questions, most).map(({ text }) => text);

test('the most costly guess comes first, and equal ones stay in their order', () => {
  const questions = [proposal('Two weeks?', 2, 3), proposal('Who pays?', 5, 4), proposal('Which desk?', 3, 2)];
  expect(texts(questions)).toEqual(['Who pays?', 'Two weeks?', 'Which desk?']);
  expect(rankQuestions(questions, 5).map(({ id }) => id)).toEqual(['q1', 'q2', 'q3']);
});

test('what is hardly worth a question is left out, and never more are kept than were wanted', () => {
  expect(texts([proposal('Blue?', 1, 5), proposal('Green?', 5, 1), proposal('Red?', 2, 3)])).toEqual(['Red?']);
  expect(texts([proposal('A1?', 5, 5), proposal('B2?', 4, 5), proposal('C3?', 4, 4)], 2)).toEqual(['A1?', 'B2?']);
});

test('numbers out of range are brought into it, so that none can push in front', () => {
  const [first, second] = rankQuestions([proposal('Honest?', 5, 5), proposal('Loud?', 900, 5.2)], 5);
  expect([first?.text, second?.impact, second?.uncertainty]).toEqual(['Honest?', 5, 5]);
  expect(texts([proposal('Nothing?', -3, 5)])).toEqual([]);
});

test('a question that asks the same again is left out, whichever order its words have', () => {
  const same = [
    proposal('How long may a reader keep a book?', 5, 4),
    proposal('For how long may a book be kept by the reader?', 4, 4),
    proposal('May a reader lend two books?', 3, 4),
  ];
  expect(texts(same)).toEqual(['How long may a reader keep a book?', 'May a reader lend two books?']);
});

test('the recommended answer is one of the options, by its words or its number', () => {
  const recommended = (said: string) =>
    rankQuestions([proposal('Who pays?', 5, 5, { recommended: said })], 5)[0]?.recommended;
  expect(recommended(' No ')).toBe('no');
  expect(recommended('2')).toBe('no');
  expect(recommended('perhaps')).toBe('yes');
});

test('each question says why it is asked', () => {
  expect(rankQuestions([proposal('Who pays?', 5, 4)], 5)).toEqual([
    {
      id: 'q1',
      text: 'Who pays?',
      options: ['yes', 'no'],
      recommended: 'no',
      example: 'Ann lends one book twice.',
      impact: 5,
      uncertainty: 4,
      why: 'impact 5 (data is lost), uncertainty 4 (the item is silent)',
    },
  ]);
});

test('the reply is one JSON object, whatever stands around it', () => {
  const reply = JSON.stringify({ questions: [proposal('Who pays?', 5, 4)] });
  expect(readProposed(`Here it is:\n\`\`\`json\n${reply}\n\`\`\`\n`)).toHaveLength(1);
  expect(readProposed('{"questions": []}')).toEqual([]);
});

test.each([
  ['# Requirements', 'the reply is no JSON object'],
  ['{"questions": [', 'the reply is no JSON object'],
  ['{}', /^questions: /],
  [JSON.stringify({ questions: [proposal('Who pays?', 5, 4, { options: ['me'] })] }), /^questions\.0\.options: /],
])('%s is told as what is wrong with it', (reply, wanted) => {
  expect(readProposed(reply)).toEqual(expect.stringMatching(wanted));
});
