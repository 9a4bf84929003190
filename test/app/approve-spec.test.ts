import { expect, test } from 'vitest';
import { approveStage, askApproval, rejectStage } from '../../src/app/approve-spec.ts';
import { openSpec, stageState } from '../../src/app/open-spec.ts';
import { approve, openWire, requirements, tasks, writeSpec } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

function open(documents = {}) {
  const repository = makeRepository();
  writeSpec(repository, 'lend', documents);
  return { repository, wire: openWire(repository) };
}

test('an approval is bound to the text that was shown and stands in the ledger with the name of the person', async () => {
  const { wire } = open();
  const request = askApproval('lend', undefined, wire);
  expect(request).toMatchObject({ spec: 'lend', stage: 'requirements', text: requirements, alreadyApproved: false });
  expect(request.blocks.map(({ id, state }) => [id, state])).toEqual([
    ['requirements/preamble', 'new'],
    ['requirements/introduction', 'new'],
    ['requirements/requirements', 'new'],
    ['requirements/1', 'new'],
    ['requirements/2', 'new'],
  ]);
  await approveStage(request, wire);
  const spec = openSpec('lend', wire);
  expect(stageState(spec, 'requirements')).toBe('approved');
  expect(spec.ledger).toHaveLength(1);
  expect(spec.ledger[0]).toMatchObject({ by: 'Ann <ann@example.test>', fact: { type: 'approved', whole: true } });
});

test('a text that was changed after it was shown is not approved', async () => {
  const { repository, wire } = open();
  const request = askApproval('lend', undefined, wire);
  repository.write('specs/lend/requirements.md', requirements.replace('forget the reader', 'charge the reader'));
  await expect(approveStage(request, wire)).rejects.toMatchObject({
    kind: 'needs_human',
    what: expect.stringMatching(/requirements\.md was changed after it was shown$/),
    next: 'look at it again: ashlar approve lend requirements',
  });
  expect(repository.has('specs/lend/ledger.jsonl')).toBe(false);
});

test('documents are approved in their order, and the next one that waits is asked for', async () => {
  const { wire } = open();
  expect(() => askApproval('lend', 'tasks', wire)).toThrow(
    expect.objectContaining({ kind: 'needs_human', next: 'ashlar approve lend requirements' }) as Error,
  );
  await approve(wire, 'lend', ['requirements']);
  expect(askApproval('lend', undefined, wire).stage).toBe('design');
  await approve(wire, 'lend', ['design', 'tasks']);
  expect(askApproval('lend', undefined, wire)).toMatchObject({ stage: 'tasks', alreadyApproved: true });
  expect(askApproval('lend', 'requirements', wire).alreadyApproved).toBe(true);
});

test('a document that changed since it was approved is asked for again, with what changed, removed blocks too', async () => {
  const { repository, wire } = open();
  await approve(wire, 'lend');
  const shorter = `${requirements.slice(0, requirements.indexOf('### Requirement 2'))}`;
  repository.write('specs/lend/requirements.md', shorter.replace('SHALL refuse', 'SHALL queue'));
  const { stage, blocks } = askApproval('lend', undefined, wire);
  expect(stage).toBe('requirements');
  const [stale, removed] = blocks.filter(({ state }) => state !== 'approved');
  expect(stale).toMatchObject({ id: 'requirements/1', state: 'stale' });
  expect(stale?.change).toContain('-2. IF the book is out THEN THE SYSTEM SHALL refuse');
  expect(stale?.change).toContain('+2. IF the book is out THEN THE SYSTEM SHALL queue');
  expect(removed).toMatchObject({ id: 'requirements/2', state: 'removed' });
  expect(removed?.change).toContain('-### Requirement 2: Return');
});

test('boxes that were ticked in the approved text are noted as done by the word of a human', async () => {
  const { wire } = open({ tasks: tasks.replace('- [ ] 1.', '- [x] 1.') });
  await approve(wire, 'lend');
  expect(openSpec('lend', wire).ledger.at(-1)?.fact).toMatchObject({ stage: 'tasks', done: ['1'] });
});

test('with the tasks come the criteria that none of them covers', () => {
  const { wire } = open({ tasks: tasks.replace('_Requirements: 2.1_', '_Requirements: 1.1_') });
  const waits = () => askApproval('lend', 'tasks', wire);
  expect(waits).toThrow();
  return approve(wire, 'lend', ['requirements', 'design']).then(() => {
    expect(waits().problems.map(({ code }) => code)).toEqual(['criterion-uncovered']);
  });
});

test('an empty document and one that is not there cannot be approved', async () => {
  const { repository, wire } = open({ requirements: '' });
  await expect(approveStage(askApproval('lend', undefined, wire), wire)).rejects.toMatchObject({ kind: 'invalid' });
  repository.write('specs/other/design.md', '# Design\n');
  expect(() => askApproval('other', undefined, wire)).toThrow('other has no requirements.md yet');
});

test('a rejection takes the approval back and keeps the comment', async () => {
  const { wire } = open();
  await approve(wire, 'lend');
  expect(await rejectStage({ spec: 'lend', stage: 'design', comment: ' One file. \n' }, wire)).toEqual({
    spec: 'lend',
    stage: 'design',
  });
  const spec = openSpec('lend', wire);
  expect(stageState(spec, 'design')).toBe('drafted');
  expect(stageState(spec, 'tasks')).toBe('approved');
  expect(spec.ledger.at(-1)?.fact).toEqual({ type: 'rejected', stage: 'design', comment: 'One file.' });
});

test('a rejection without a comment is refused, and one without a document means the last that was written', async () => {
  const { wire } = open();
  await expect(rejectStage({ spec: 'lend', stage: undefined, comment: '  ' }, wire)).rejects.toMatchObject({
    kind: 'usage',
  });
  expect((await rejectStage({ spec: 'lend', stage: undefined, comment: 'Smaller.' }, wire)).stage).toBe('tasks');
});

test('a ledger that was tampered with is not believed', async () => {
  const { repository, wire } = open();
  await approve(wire, 'lend');
  const ledger = repository.read('specs/lend/ledger.jsonl');
  repository.write('specs/lend/ledger.jsonl', ledger.replace('Ann', 'Bob'));
  expect(() => askApproval('lend', undefined, wire)).toThrow(
    expect.objectContaining({ kind: 'invalid', what: expect.stringContaining('tampered') }) as Error,
  );
});

test('criteria that contradict each other are shown before the requirements are approved', () => {
  const criterion = (act: string) => `WHEN a reader returns a book, THE System SHALL ${act} the reader's name`;
  const added = `\n### Requirement 9: Names\n\n#### Acceptance Criteria\n\n1. ${criterion('keep')}\n2. ${criterion('delete')}\n`;
  const { wire } = open({ requirements: requirements + added });
  const found = askApproval('lend', 'requirements', wire).problems.filter(({ code }) => code === 'contradiction');
  expect(found).toMatchObject([
    { code: 'contradiction', message: expect.stringMatching(/9\.1 says keep the reader's name, 9\.2 says delete/) },
  ]);
});
