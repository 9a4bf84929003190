import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerQuestion, findQuestions } from '../../src/app/answer-question.ts';
import { askApproval, rejectStage } from '../../src/app/approve-spec.ts';
import { draftSpec } from '../../src/app/draft-spec.ts';
import { newSpec } from '../../src/app/new-spec.ts';
import { drain, drainUntil, ofType } from '../support/drain.ts';
import { approve, design, openWire, requirements, tasks, type WireOptions } from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

type Replies = NonNullable<WireOptions['play']>[number]['replies'];

const file = 'specs/lend/requirements.md';
const broken = '# Requirements Document\n\nNothing is required.\n';
const better = requirements.replace('SHALL refuse', 'SHALL say who has it');

/** Drafts with an author who says this; each call is a process of its own. */
function draft(repository: TemporaryRepository, replies: Replies, more: Omit<WireOptions, 'play'> = {}) {
  return draftSpec('lend', openWire(repository, { play: [{ replies }], ...more }));
}

async function begin(replies: Replies): Promise<{ repository: TemporaryRepository; ended: Promise<unknown> }> {
  const repository = makeRepository();
  const wire = openWire(repository, { play: [{ replies }] });
  return { repository, ended: drain(newSpec({ item: 'Lend books', name: 'lend' }, wire)) };
}

test('the documents are drafted one after another, each when the one before is approved', async () => {
  const { repository, ended } = await begin([{ text: requirements }]);
  await ended;
  expect(repository.read(file)).toBe(requirements);
  const waits = await drain(draft(repository, [{ text: 'never asked' }]));
  expect(waits).toMatchObject({ events: [], end: { status: 'waits_for_approval', stage: 'requirements' } });
  for (const [before, after, text] of [
    ['requirements', 'design', design],
    ['design', 'tasks', tasks],
  ] as const) {
    await approve(openWire(repository), 'lend', [before]);
    const { end } = await drain(draft(repository, [{ text }]));
    expect(end).toMatchObject({ status: 'drafted', stage: after, problems: [] });
    expect(repository.read(`specs/lend/${after}.md`)).toBe(text);
  }
  await approve(openWire(repository), 'lend', ['tasks']);
  expect((await drain(draft(repository, [{ text: 'never' }]))).end).toEqual({
    status: 'complete',
    spec: 'lend',
    next: 'ashlar run lend',
  });
});

test('the author reads the item, the approved documents and the format, and cannot write', async () => {
  const { repository, ended } = await begin([{ text: requirements }]);
  await ended;
  await approve(openWire(repository), 'lend', ['requirements']);
  const { events } = await drain(draft(repository, [{ text: design }]));
  const opened = ofType(events, 'session_opened')[0];
  const said = JSON.stringify(opened?.first);
  expect(said).toContain('Lend books');
  expect(said).toContain('WHEN a book is lent THE SYSTEM SHALL note the reader');
  expect(said).toContain('Write `design.md`');
  expect(opened?.tools).toEqual(['read', 'grep', 'glob', 'ask']);
});

test('a draft with problems goes back with them, and a corrected one is taken', async () => {
  const { repository, ended } = await begin([{ text: broken }, { text: requirements, expect: 'requirement-missing' }]);
  expect(await ended).toMatchObject({ end: { status: 'drafted', problems: [] } });
  expect(repository.read(file)).toBe(requirements);
});

test('a criterion without its shape goes back; what is only advice does not, and is no problem of the draft', async () => {
  const advised = requirements.replace('note the reader', 'note the appropriate reader');
  const shapeless = advised.replace('THE SYSTEM SHALL refuse', 'it is refused');
  const { ended } = await begin([{ text: shapeless }, { text: advised }]);
  const { events, end } = (await ended) as Awaited<ReturnType<typeof drain>>;
  expect(end).toMatchObject({ status: 'drafted', problems: [] });
  const fed = ofType(events, 'session_fed');
  expect(fed).toHaveLength(1);
  expect(JSON.stringify(fed[0]?.message)).toContain('criterion 1.2 has no SHALL');
  expect(JSON.stringify(fed[0]?.message)).not.toContain('vague-word');
});

test('it goes back at most twice; then it is written with its problems for the human to see', async () => {
  const { repository, ended } = await begin([{ text: broken }, { text: broken }, { text: broken }, { text: 'never' }]);
  expect(await ended).toMatchObject({
    end: { status: 'drafted', problems: [expect.objectContaining({ code: 'requirement-missing' })] },
  });
  expect(repository.read(file)).toBe(broken);
});

test('tasks that leave a criterion uncovered go back', async () => {
  const { repository, ended } = await begin([{ text: requirements }]);
  await ended;
  await approve(openWire(repository), 'lend', ['requirements']);
  await drain(draft(repository, [{ text: design }]));
  await approve(openWire(repository), 'lend', ['design']);
  const partial = tasks.replace('_Requirements: 1.1, 1.2_', '_Requirements: 1.1_');
  const { events } = await drain(
    draft(repository, [
      { text: partial },
      { text: tasks, expect: 'requirements.md line 16: no required task covers criterion 1.2' },
    ]),
  );
  expect(ofType(events, 'session_fed').map(({ cause }) => cause)).toEqual(['problems']);
});

test('a design that cites what does not exist goes back', async () => {
  const { repository, ended } = await begin([{ text: requirements }]);
  await ended;
  await approve(openWire(repository), 'lend', ['requirements']);
  const wrong = design.replace('2.1_', '2.9_');
  const { end } = await drain(
    draft(repository, [{ text: wrong }, { text: design, expect: '- line 10: 2.9 is no criterion' }]),
  );
  expect(end).toMatchObject({ status: 'drafted', problems: [] });
});

test('a reply without a document goes back too, and an author who never gives one ends the run', async () => {
  const idle = { text: 'I would rather talk.' };
  const { repository, ended } = await begin([idle, { ...idle, expect: 'no-document' }, idle, { text: requirements }]);
  await expect(ended).rejects.toMatchObject({ kind: 'provider', what: 'the author gave no document' });
  expect(repository.has(file)).toBe(false);
  expect((await drain(draft(repository, [{ text: requirements }]))).end.status).toBe('drafted');
});

test('a document that was cut at the output limit is put together from its parts', async () => {
  const at = requirements.indexOf('#### Acceptance');
  const { repository, ended } = await begin([
    { text: requirements.slice(0, at), stop: 'max_tokens' },
    { text: requirements.slice(at), expect: 'Your reply was cut' },
  ]);
  await ended;
  expect(repository.read(file)).toBe(requirements);
});

test('a redraft is not put together with the draft before it', async () => {
  const { repository, ended } = await begin([
    { text: broken },
    { text: requirements.slice(0, 80), stop: 'max_tokens' },
    { text: requirements.slice(80) },
  ]);
  await ended;
  expect(repository.read(file)).toBe(requirements);
});

test('a rejected document is redrafted once with the comment and its present text, edits of the human included', async () => {
  const { repository, ended } = await begin([{ text: requirements }]);
  await ended;
  repository.write(file, requirements.replace('note the reader', 'write down the reader'));
  await rejectStage({ spec: 'lend', stage: undefined, comment: '1.2: say who has it' }, openWire(repository));
  const { events, end } = await drain(draft(repository, [{ text: better }]));
  expect(end.status).toBe('drafted');
  const first = JSON.stringify(ofType(events, 'session_opened')[0]?.first);
  expect(first).toContain('1.2: say who has it');
  expect(first).toContain('write down the reader');
  expect(repository.read(file)).toBe(better);
  expect((await drain(draft(repository, [{ text: 'never' }]))).end.status).toBe('waits_for_approval');
});

test('a file that a human changed while the author wrote is kept, and the draft lies beside it', async () => {
  const { repository, ended } = await begin([{ text: requirements }]);
  await ended;
  await rejectStage({ spec: 'lend', stage: undefined, comment: 'Say who.' }, openWire(repository));
  const work = draft(repository, [{ text: better }]);
  await drainUntil(work, ({ type }) => type === 'model_replied');
  repository.write(file, '# Mine\n');
  await expect(drain(work)).rejects.toMatchObject({ kind: 'needs_human', why: expect.stringContaining('.draft') });
  expect(repository.read(file)).toBe('# Mine\n');
  expect(repository.read(`${file}.draft`)).toBe(better);
});

test('a question pauses the draft; the answer stands in the ledger and the author goes on with it', async () => {
  const question = { name: 'ask', input: { question: 'For how long?', options: ['a week', 'a month'] } };
  const replies = [{ calls: [question] }, { text: requirements, expect: 'The answer: a month' }];
  const { repository, ended } = await begin(replies);
  expect(await ended).toMatchObject({ end: { status: 'needs_answer', question: { text: 'For how long?' } } });
  expect((await drain(draft(repository, replies))).end.status).toBe('needs_answer');
  expect(await findQuestions('lend', openWire(repository))).toMatchObject([{ kind: 'draft', text: 'For how long?' }]);
  const answered = await answerQuestion({ spec: 'lend', question: undefined, answer: '2' }, openWire(repository));
  expect(answered.answer).toBe('a month');
  expect(await findQuestions('lend', openWire(repository))).toEqual([]);
  await expect(
    answerQuestion({ spec: 'lend', question: undefined, answer: '1' }, openWire(repository)),
  ).rejects.toMatchObject({ kind: 'usage', what: 'lend has no open question' });
  const { events, end } = await drain(draft(repository, replies));
  expect(end.status).toBe('drafted');
  expect(ofType(events, 'model_replied')).toHaveLength(1);
});

test('a person at the terminal is asked at once, and the answer stands in the ledger', async () => {
  const repository = makeRepository();
  const question = { name: 'ask', input: { question: 'For how long?' } };
  const play = [{ replies: [{ calls: [question] }, { text: requirements, expect: 'The answer: forever' }] }];
  const wire = openWire(repository, { play, ask: async () => 'forever' });
  expect((await drain(newSpec({ item: 'Lend books', name: 'lend' }, wire))).end.status).toBe('drafted');
  expect(repository.read('specs/lend/ledger.jsonl')).toContain('"answer":"forever"');
});

test('a draft that was interrupted goes on without asking for the reply again', async () => {
  const { repository, ended } = await begin([{ text: requirements }]);
  await ended;
  await approve(openWire(repository), 'lend', ['requirements']);
  const work = draft(repository, [{ text: design }]);
  await drainUntil(work, ({ type }) => type === 'model_replied');
  await work.return(undefined as never);
  expect(repository.has('specs/lend/design.md')).toBe(false);
  const { events, end } = await drain(draft(repository, [{ text: design }]));
  expect(end.status).toBe('drafted');
  expect(ofType(events, 'model_replied')).toEqual([]);
  expect(repository.read('specs/lend/design.md')).toBe(design);
});

test('two processes do not draft the same spec at once', async () => {
  const { repository, ended } = await begin([{ text: requirements }]);
  await ended;
  await approve(openWire(repository), 'lend', ['requirements']);
  const work = draft(repository, [{ text: design }]);
  await drainUntil(work, ({ type }) => type === 'session_opened');
  await expect(drain(draft(repository, [{ text: design }]))).rejects.toMatchObject({ kind: 'held' });
  await work.return(undefined as never);
  expect(existsSync(join(repository.root, 'specs/lend/design.md'))).toBe(false);
});

test('of a rejected block only this block is written anew, and only it is to be approved again', async () => {
  const { repository, ended } = await begin([{ text: requirements }]);
  await ended;
  const windows = requirements.replaceAll('\n', '\r\n');
  repository.write(file, windows);
  await approve(openWire(repository), 'lend', ['requirements']);
  const comment = 'say who has it';
  await rejectStage({ spec: 'lend', stage: 'requirements', block: '1', comment }, openWire(repository));
  const at = requirements.indexOf('### Requirement 1');
  const own = better.slice(at, better.indexOf('### Requirement 2')).trimEnd();
  const two = `${own}\n\n### Requirement 3: More\n\n#### Acceptance Criteria\n\n1. THE SYSTEM SHALL do more`;
  const { events, end } = await drain(
    draft(repository, [
      { text: two },
      { text: `\`\`\`markdown\n${own}\n\`\`\``, expect: 'requirements/3 would be added' },
    ]),
  );
  expect(end).toMatchObject({ status: 'drafted', stage: 'requirements', problems: [] });
  expect(JSON.stringify(ofType(events, 'session_opened')[0]?.first)).toMatch(
    /rejected one block of it, requirements\/1:/,
  );
  expect(repository.read(file)).toBe(windows.replace('SHALL refuse', 'SHALL say who has it'));
  const { blocks } = askApproval('lend', undefined, openWire(repository));
  expect(blocks.filter(({ state }) => state !== 'approved').map(({ id }) => id)).toEqual(['requirements/1']);
});

test('comments on several blocks are worked in one after another', async () => {
  const { repository, ended } = await begin([{ text: requirements }]);
  await ended;
  for (const block of ['1', '2']) {
    await rejectStage({ spec: 'lend', stage: 'requirements', block, comment: `louder ${block}` }, openWire(repository));
  }
  const blockOf = (id: string) => requirements.slice(requirements.indexOf(`### Requirement ${id}`)).split('\n### ')[0];
  const replies = ['1', '2'].map((id) => ({
    match: `louder ${id}`,
    replies: [{ text: `${blockOf(id)}`.replace('SHALL', 'SHALL at once') }],
  }));
  const { end } = await drain(draftSpec('lend', openWire(repository, { play: replies })));
  expect(end.status).toBe('drafted');
  expect(repository.read(file).split('SHALL at once')).toHaveLength(3);
  expect((await drain(draft(repository, [{ text: 'never' }]))).end.status).toBe('waits_for_approval');
});

test('an author who never keeps to the block leaves the file as it is', async () => {
  const { repository, ended } = await begin([{ text: requirements }]);
  await ended;
  await rejectStage({ spec: 'lend', stage: 'requirements', block: '1', comment: 'no' }, openWire(repository));
  const stray = { text: '### Requirement 9: Other' };
  await expect(drain(draft(repository, [stray, stray, stray]))).rejects.toMatchObject({ kind: 'provider' });
  expect(repository.read(file)).toBe(requirements);
});

test('a box that the author ticks is opened: nothing is done because a model wrote so', async () => {
  const { repository, ended } = await begin([{ text: requirements }]);
  await ended;
  await approve(openWire(repository), 'lend', ['requirements']);
  await drain(draft(repository, [{ text: design }]));
  await approve(openWire(repository), 'lend', ['design']);
  await drain(draft(repository, [{ text: tasks.replaceAll('- [ ]', '- [x]') }]));
  expect(repository.read('specs/lend/tasks.md')).toBe(tasks);
});
