import { expect, test } from 'vitest';
import { approveStage, askApproval, rejectStage } from '../../src/app/approve-spec.ts';
import { draftSpec } from '../../src/app/draft-spec.ts';
import { type NewSpec, newSpec, newSpecOfRoadmap } from '../../src/app/new-spec.ts';
import { openSpec } from '../../src/app/open-spec.ts';
import { runSpec } from '../../src/app/run-spec.ts';
import { showStatus } from '../../src/app/show-status.ts';
import { drain, ofType } from '../support/drain.ts';
import { builders, design, openWire, type PlayedSession, requirements, tasks } from '../support/scripted-run.ts';
import { roadmap } from '../support/spec-texts.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const small = `# Lend books

Books can be lent.

## Requirement 1: Lend

### Acceptance Criteria

1. WHEN a book is lent THE SYSTEM SHALL note the reader

## Approach

One file, \`lend.txt\`.

## Tasks

- [ ] 1. Lend a book
  - Write lend.txt
  - _Requirements: 1.1_
  - _Verify: grep -q lent lend.txt_
`;

const make = (repository: TemporaryRepository, spec: Partial<NewSpec>, ...replies: PlayedSession['replies']) =>
  drain(newSpec({ item: 'Lend books', name: 'lend', ...spec }, openWire(repository, { play: [{ replies }] })));
const draft = (repository: TemporaryRepository, ...replies: PlayedSession['replies']) =>
  drain(draftSpec('lend', openWire(repository, { play: [{ replies }] })));
const approveWhole = async (repository: TemporaryRepository) => {
  const wire = openWire(repository);
  const request = askApproval('lend', undefined, wire);
  await approveStage(request, wire);
  return request;
};
const run = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };

test('a small spec is one file, approved once, and run like any other', async () => {
  const repository = makeRepository();
  const { end } = await make(repository, { size: 'S' }, { text: small, expect: '' });
  expect(end).toMatchObject({ status: 'drafted', path: expect.stringMatching(/lend\/spec\.md$/), problems: [] });
  const request = await approveWhole(repository);
  expect(request).toMatchObject({ text: small, stages: ['requirements', 'design', 'tasks'] });
  expect(request.blocks.map(({ id }) => id)).toContain('tasks/1');
  expect((await draft(repository, { text: 'never' })).end).toMatchObject({ status: 'complete' });
  const done = await drain(runSpec(run, openWire(repository, { play: builders })));
  expect(done.end).toMatchObject({ outcome: 'done', finished: ['1'] });
  expect(repository.read('specs/lend/spec.md')).toBe(small.replace('[ ]', '[x]'));
});

test('a change of any part of the one file asks for approval again', async () => {
  const repository = makeRepository();
  await make(repository, { size: 'S' }, { text: small });
  await approveWhole(repository);
  repository.write('specs/lend/spec.md', small.replace('One file', 'Two files'));
  const wire = openWire(repository, { play: builders });
  await expect(drain(runSpec(run, wire))).rejects.toMatchObject({ what: expect.stringContaining('design/approach') });
});

test('a small spec of more than 60 lines goes back to the author, and so does one that is rejected', async () => {
  const repository = makeRepository();
  const long = `${small}${'  - one more detail\n'.repeat(60)}`;
  await make(repository, { size: 'S' }, { text: long }, { text: small, expect: 'spec-too-long' });
  expect(repository.read('specs/lend/spec.md')).toBe(small);
  await rejectStage({ spec: 'lend', stage: undefined, comment: 'Say who lends.' }, openWire(repository));
  const better = small.replace('One file', 'The desk writes one file');
  const { events } = await draft(repository, { text: better });
  expect(JSON.stringify(ofType(events, 'session_opened')[0]?.first)).toContain('Say who lends.');
  expect(repository.read('specs/lend/spec.md')).toBe(better);
});

test('the size is estimated and told; what the author says of it is told too', async () => {
  const repository = makeRepository();
  const text = `Size: M, because returning belongs to it\n\n${small}`;
  const { events, end } = await make(repository, { item: 'Reword the greeting in desk.txt' }, { text });
  expect(ofType(events, 'note')[0]?.text).toContain('one file (size S)');
  expect(end).toMatchObject({ status: 'drafted', sizeRemark: 'M, because returning belongs to it' });
  expect(repository.read('specs/lend/spec.md')).toBe(small);
});

test('a quick spec is drafted in one go and approved once; nothing runs before', async () => {
  const repository = makeRepository();
  const play = [requirements, design, tasks].map((text, n) => ({
    match: ['Write `requirements.md`', 'Write `design.md`', 'Write `tasks.md`'][n] ?? '',
    replies: [{ text }],
  }));
  const wire = openWire(repository, { play });
  const { events, end } = await drain(newSpec({ item: 'Lend books', name: 'lend', quick: true }, wire));
  const paths = ['requirements', 'design', 'tasks'].map((stage) => `${repository.root}/specs/lend/${stage}.md`);
  expect(end).toMatchObject({ status: 'drafted', stage: 'tasks', paths });
  expect(askApproval('lend', undefined, wire).paths).toEqual(paths);
  expect(ofType(events, 'draft_written').map(({ file }) => file)).toEqual(['requirements.md', 'design.md', 'tasks.md']);
  const told = ofType(events, 'session_opened').map(({ first }) => JSON.stringify(first));
  expect(told[2]).toContain('file=\\"requirements.md\\" approved=\\"no\\"');
  await expect(drain(runSpec(run, openWire(repository, { play: builders })))).rejects.toMatchObject({
    kind: 'needs_human',
    next: 'ashlar approve lend',
  });
  const request = await approveWhole(repository);
  expect(request.text).toBe([requirements, design, tasks].join('\n'));
  const done = await drain(runSpec(run, openWire(repository, { play: builders })));
  expect(done.end.outcome).toBe('done');
});

test('a quick spec is not approved where one of its texts was changed after it was shown', async () => {
  const repository = makeRepository();
  const wire = openWire(repository);
  repository.write('specs/lend/.config.kiro', '{"specType":"quick-spec"}');
  for (const [file, text] of Object.entries({ requirements, design, tasks }))
    repository.write(`specs/lend/${file}.md`, text);
  const request = askApproval('lend', undefined, wire);
  repository.write('specs/lend/design.md', `${design}\nMore.\n`);
  await expect(approveStage(request, wire)).rejects.toMatchObject({ kind: 'needs_human' });
  expect(openSpec('lend', wire).ledger).toEqual([]);
});

test('design first: the design is drafted and approved, then the requirements that it meets, then the tasks', async () => {
  const repository = makeRepository({ '.ashlar/config.yaml': 'workflow: design-first\n' });
  const first = await make(repository, {}, { text: design });
  expect(first.end).toMatchObject({ stage: 'design' });
  expect(JSON.stringify(ofType(first.events, 'session_opened')[0]?.first)).toContain('there are no requirements yet');
  expect(() => askApproval('lend', 'requirements', openWire(repository))).toThrow('requirements.md');
  await approveWhole(repository);
  const second = await draft(repository, { text: requirements });
  expect(second.end).toMatchObject({ stage: 'requirements' });
  const told = JSON.stringify(ofType(second.events, 'session_opened')[0]?.first);
  expect(told).toContain('Two small files.');
  expect(told).toContain('that this design meets');
  await approveWhole(repository);
  expect((await draft(repository, { text: tasks })).end).toMatchObject({ stage: 'tasks', problems: [] });
});

test('where .config.kiro says design first, it is', async () => {
  const repository = makeRepository();
  repository.write('specs/lend/.config.kiro', '{"workflowType":"design-first","specType":"feature"}');
  repository.write('specs/lend/design.md', design);
  repository.write('specs/lend/requirements.md', requirements);
  const wire = openWire(repository);
  expect(askApproval('lend', undefined, wire).stage).toBe('design');
  expect(() => askApproval('lend', 'requirements', wire)).toThrow('design of lend come before requirements');
});

test('a roadmap is approved once and then each of its specs is made of it', async () => {
  const repository = makeRepository();
  const { end } = await make(repository, { size: 'L' }, { text: roadmap });
  expect(end).toMatchObject({ path: expect.stringMatching(/roadmap\.md$/), problems: [] });
  const of = (entry: string, text = small) =>
    drain(newSpecOfRoadmap({ roadmap: 'lend', entry }, openWire(repository, { play: [{ replies: [{ text }] }] })));
  await expect(of('1')).rejects.toMatchObject({ kind: 'needs_human', next: 'ashlar approve lend' });
  expect((await approveWhole(repository)).text).toBe(roadmap);
  const next = async () => (await showStatus('lend', openWire(repository)))[0]?.next;
  expect(await next()).toBe('ashlar new --roadmap lend 1');
  const second = await of('2', requirements);
  expect(ofType(second.events, 'note')[0]?.text).toContain('1 Lend books');
  const first = await of('1');
  expect(first.end).toMatchObject({ spec: 'lend-books', path: expect.stringMatching(/spec\.md$/) });
  expect(repository.read('specs/lend-books/spec.yaml')).toContain('Books can be lent.');
  expect(await next()).toBeUndefined();
  await expect(of('1')).rejects.toMatchObject({ what: 'spec 1 of lend was made already: lend-books' });
  await expect(of('7')).rejects.toMatchObject({ what: 'lend plans no spec 7' });
  await expect(drain(runSpec(run, openWire(repository)))).rejects.toMatchObject({
    what: 'lend is a roadmap of specs, which are run one by one',
  });
});

test('a small bug is held to the order that proves it, too', async () => {
  const repository = makeRepository();
  const bug = `# Lending crashes

### Current Behavior

1.1 WHEN a book is lent THEN the system crashes

### Expected Behavior

2.1 WHEN a book is lent THEN the system SHALL note it

### Unchanged Behavior

3.1 WHEN a book comes back THEN the system SHALL CONTINUE TO note it

## Approach

One line.

## Tasks

- [ ] 1. Show it
  - _Requirements: 1.1_
  - _Expect: fail_
  - _Verify: node --test test/lend.test.js_
- [ ] 2. Keep returns
  - _Requirements: 3.1_
  - _Verify: node --test test/return.test.js_
- [ ] 3. Mend it
  - _Requirements: 2.1_
`;
  const unordered = bug.replace('  - _Expect: fail_\n', '  - _Expect: pass_\n');
  const replies = [{ text: unordered }, { text: bug, expect: 'bug-order' }];
  const { events, end } = await make(repository, { size: 'S', kind: 'bugfix' }, ...replies);
  expect(end).toMatchObject({ status: 'drafted', problems: [] });
  const told = JSON.stringify(ofType(events, 'session_opened')[0]?.first);
  expect(told).toContain('Write `spec.md` for the bug');
  expect(told).toContain('The tasks of a bug come in this order');
});
