import { expect, test } from 'vitest';
import { answerQuestion, findQuestions, settleQuestions } from '../../src/app/answer-question.ts';
import { askApproval } from '../../src/app/approve-spec.ts';
import { draftSpec } from '../../src/app/draft-spec.ts';
import { type NewSpec, newSpec } from '../../src/app/new-spec.ts';
import { openSpec } from '../../src/app/open-spec.ts';
import { showStatus } from '../../src/app/show-status.ts';
import type { Question } from '../../src/domain/tool.ts';
import { drain, drainUntil, ofType } from '../support/drain.ts';
import { openWire, type PlayedSession, requirements, type WireOptions } from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const question = (text: string, impact: number) => ({
  question: text,
  options: ['a week', 'a month'],
  recommended: 'a month',
  example: `On 1 May Ann does this: ${text}`,
  impact,
  impactReason: 'readers pay',
  uncertainty: 4,
  uncertaintyReason: 'not said',
});
const two = { questions: [question('How long are fines open?', 3), question('How long may a book be kept?', 5)] };
const detector = (...replies: unknown[]): PlayedSession => ({
  match: 'You are the detector',
  replies: replies.map((reply) => (typeof reply === 'string' ? { text: reply } : { text: JSON.stringify(reply) })),
});
const author: PlayedSession = { match: 'You are the author', replies: [{ text: requirements }] };

const begin = (
  repository: TemporaryRepository,
  play: PlayedSession[],
  more: Omit<WireOptions, 'play'> = {},
  spec: Partial<NewSpec> = {},
) =>
  drain(
    newSpec({ item: 'Lend books', name: 'lend', questions: true, ...spec }, openWire(repository, { play, ...more })),
  );
const go = (repository: TemporaryRepository, play: PlayedSession[]) =>
  drain(draftSpec('lend', openWire(repository, { play })));
const factsOf = (repository: TemporaryRepository) =>
  openSpec('lend', openWire(repository)).ledger.map(({ fact }) => fact);
const authorHeard = (events: Awaited<ReturnType<typeof go>>['events']) =>
  JSON.stringify(ofType(events, 'session_opened').find(({ role }) => role === 'author')?.first);

test('a detector apart from the author asks first; without a terminal all questions wait, ranked', async () => {
  const repository = makeRepository();
  const { events, end } = await begin(repository, [detector(two), author]);
  expect(end).toMatchObject({
    status: 'needs_answers',
    questions: [
      { id: 'q1', text: 'How long may a book be kept?', recommended: 'a month' },
      { id: 'q2', text: 'How long are fines open?' },
    ],
  });
  const [opened, ...more] = ofType(events, 'session_opened');
  expect(opened).toMatchObject({ role: 'detector', tools: ['read', 'grep', 'glob'] });
  expect(more).toEqual([]);
  expect(repository.has('specs/lend/requirements.md')).toBe(false);
  const again = await go(repository, [author]);
  expect(again.end.status).toBe('needs_answers');
  expect(ofType(again.events, 'model_replied')).toEqual([]);
  expect((await showStatus('lend', openWire(repository)))[0]).toMatchObject({
    question: 'How long may a book be kept?',
    next: 'ashlar answer lend "…"',
  });
});

test('answers stand in the ledger and reach the author', async () => {
  const repository = makeRepository();
  await begin(repository, [detector(two), author]);
  const first = await answerQuestion({ spec: 'lend', question: 'q2', answer: '1' }, openWire(repository));
  expect(first).toMatchObject({ answer: 'a week', left: 1, kind: 'draft' });
  const second = await answerQuestion({ spec: 'lend', question: undefined, answer: 'ten days' }, openWire(repository));
  expect(second).toMatchObject({ question: { id: 'q1' }, left: 0 });
  const { events, end } = await go(repository, [author]);
  expect(end.status).toBe('drafted');
  expect(authorHeard(events)).toContain('How long may a book be kept?\\n  ten days');
  expect(factsOf(repository)).toMatchObject([
    { type: 'answered', question: 'q2', answer: 'a week' },
    { type: 'answered', question: 'q1', answer: 'ten days' },
  ]);
});

test('what is skipped becomes an assumption: told to the author, shown at approval and in status', async () => {
  const repository = makeRepository();
  await begin(repository, [detector(two), author]);
  await settleQuestions({ spec: 'lend', question: 'q1', how: 'recommended' }, openWire(repository));
  await settleQuestions({ spec: 'lend', question: undefined, how: 'skip' }, openWire(repository));
  expect(factsOf(repository)).toMatchObject([
    { type: 'answered', question: 'q1', answer: 'a month' },
    { type: 'assumed', question: 'q2', assumption: 'a month' },
  ]);
  const { events } = await go(repository, [author]);
  expect(authorHeard(events)).toContain(
    'so this is assumed; list it under the assumptions of the document:\\n- How long are fines open?\\n  a month',
  );
  const note =
    'assumed, for nobody answered: How long are fines open? — a month (ashlar answer lend q2 "…" changes it)';
  expect(askApproval('lend', undefined, openWire(repository)).notes).toEqual([note]);
  expect((await showStatus('lend', openWire(repository)))[0]?.notes).toEqual([note]);
  await expect(
    settleQuestions({ spec: 'lend', question: undefined, how: 'skip' }, openWire(repository)),
  ).rejects.toMatchObject({ what: 'lend has no open question' });
});

test('an answer that comes after the draft takes the place of the assumption and has the document redrafted', async () => {
  const repository = makeRepository();
  await begin(repository, [detector(two), author]);
  await settleQuestions({ spec: 'lend', question: undefined, how: 'skip' }, openWire(repository));
  await go(repository, [author]);
  await answerQuestion({ spec: 'lend', question: 'q1', answer: 'three days' }, openWire(repository));
  const better = requirements.replace('note the reader', 'note the reader for three days');
  const { events } = await go(repository, [{ replies: [{ text: better }] }]);
  expect(authorHeard(events)).toContain('is answered now: three days');
  expect(repository.read('specs/lend/requirements.md')).toBe(better);
  expect(askApproval('lend', undefined, openWire(repository)).notes).toHaveLength(1);
});

test('an answer that comes late edits only the block that its question names', async () => {
  const repository = makeRepository();
  const named = { questions: [question('How long does 2.1 remember, 1.1 hours?', 5), question('Is 1.5 enough?', 4)] };
  await begin(repository, [detector(named), author]);
  await settleQuestions({ spec: 'lend', question: undefined, how: 'skip' }, openWire(repository));
  await go(repository, [author]);
  await answerQuestion({ spec: 'lend', question: 'q1', answer: 'three days' }, openWire(repository));
  expect(factsOf(repository).at(-1)).toMatchObject({ type: 'rejected', block: 'requirements/2' });
  expect((await showStatus('lend', openWire(repository)))[0]?.next).toBe('ashlar draft lend');
  const old = requirements.slice(requirements.indexOf('### Requirement 2')).trimEnd();
  const better = old.replace('forget the reader', 'forget the reader after three days');
  const { events } = await go(repository, [{ replies: [{ text: better }] }]);
  expect(authorHeard(events)).toContain('is answered now: three days');
  expect(repository.read('specs/lend/requirements.md')).toBe(requirements.replace(old, better));
  await answerQuestion({ spec: 'lend', question: 'q2', answer: 'no' }, openWire(repository));
  expect(factsOf(repository).at(-1)).not.toHaveProperty('block');
});

test('of a small spec, too, only the blocks are edited that the question names', async () => {
  const repository = makeRepository();
  const text = `${requirements}\n## Approach\n\nOne file.\n\n## Tasks\n\n- [ ] 1. All\n  - _Requirements: 1, 2_\n`;
  const play = [
    detector({ questions: [question('How does task 1 meet requirement 2?', 5)] }),
    { ...author, replies: [{ text }] },
  ];
  await begin(repository, play, {}, { size: 'S' });
  await settleQuestions({ spec: 'lend', question: undefined, how: 'skip' }, openWire(repository));
  await go(repository, play);
  await answerQuestion({ spec: 'lend', question: 'q1', answer: 'by hand' }, openWire(repository));
  expect(factsOf(repository).slice(-2)).toMatchObject([
    { type: 'rejected', stage: 'requirements', block: 'requirements/2' },
    { type: 'rejected', stage: 'tasks', block: 'tasks/1' },
  ]);
});

test('at a terminal each question is asked with its example; "skip" leaves an assumption', async () => {
  const repository = makeRepository();
  const asked: Question[] = [];
  const ask = async (each: Question) => {
    asked.push(each);
    return asked.length === 1 ? 'a week' : 'skip';
  };
  const { end } = await begin(repository, [detector(two), author], { ask });
  expect(end.status).toBe('drafted');
  expect(asked[0]?.text).toBe(
    'How long may a book be kept?\n  for example: On 1 May Ann does this: How long may a book be kept?',
  );
  expect(factsOf(repository).map(({ type }) => type)).toEqual(['answered', 'assumed']);
});

test('a small item gets two questions at most, and an item that leaves nothing open is drafted at once', async () => {
  const repository = makeRepository();
  const many = { questions: ['Alpha?', 'Beta?', 'Gamma?'].map((text) => question(text, 5)) };
  const { end } = await begin(repository, [detector(many), author], {}, { size: 'S' });
  expect(end).toMatchObject({ questions: [{ text: 'Alpha?' }, { text: 'Beta?' }] });
  const other = makeRepository();
  expect((await begin(other, [detector({ questions: [] }), author])).end.status).toBe('drafted');
});

test('without questions there is no detector', async () => {
  const { events, end } = await begin(makeRepository(), [author], {}, { questions: false });
  expect(end.status).toBe('drafted');
  expect(ofType(events, 'session_opened').map(({ role }) => role)).toEqual(['author']);
});

test('a reply that is no JSON goes back once; a detector that fails keeps nobody from drafting', async () => {
  const mended = await begin(makeRepository(), [detector('I have none.', { questions: [] }), author]);
  expect(ofType(mended.events, 'session_fed')).toMatchObject([{ cause: 'problems' }]);
  expect(mended.end.status).toBe('drafted');
  const never = await begin(makeRepository(), [detector('None.', 'None!'), author]);
  expect(ofType(never.events, 'note').at(-1)?.text).toContain('the reply is no JSON object');
  expect(never.end.status).toBe('drafted');
  const absent = await begin(makeRepository(), [author]);
  expect(ofType(absent.events, 'note').at(-1)?.text).toContain('no questions could be found');
  expect(absent.end.status).toBe('drafted');
});

test('a detector that was interrupted goes on without asking for its reply again', async () => {
  const repository = makeRepository();
  const wire = openWire(repository, { play: [detector(two), author] });
  const work = newSpec({ item: 'Lend books', name: 'lend', questions: true }, wire);
  await drainUntil(work, ({ type }) => type === 'model_replied');
  await work.return(undefined as never);
  const { events, end } = await go(repository, [detector(two), author]);
  expect(end.status).toBe('needs_answers');
  expect(ofType(events, 'model_replied')).toEqual([]);
  expect(await findQuestions('lend', openWire(repository))).toHaveLength(2);
});
