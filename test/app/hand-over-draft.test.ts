import { expect, test } from 'vitest';
import { draftSpec } from '../../src/app/draft-spec.ts';
import { newSpec } from '../../src/app/new-spec.ts';
import { replayRun } from '../../src/app/replay-run.ts';
import { textOf } from '../../src/domain/message.ts';
import { drain, drainUntil, ofType } from '../support/drain.ts';
import { openWire, type PlayedSession, requirements } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const used = (inputTokens: number) => ({ inputTokens, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 });
const look = (path: string, tokens: number) => ({ calls: [{ name: 'read', input: { path } }], usage: used(tokens) });

/** Looks around until its context is full, and writes in a second session. */
const played: PlayedSession[] = [
  { match: 'Where this stands', replies: [{ text: requirements }] },
  {
    match: 'Lend books',
    replies: [
      look('README.md', 100),
      look('a.txt', 200),
      look('b.txt', 900),
      { expect: 'Your context is almost full.', text: 'README.md says it is a library.', usage: used(910) },
    ],
  },
];

async function setUp() {
  const repository = makeRepository();
  const wire = async () => {
    const opened = openWire(repository, { play: played });
    Object.assign(opened.workspace.config, { contextWindows: { [(await opened.model('author')).id]: 1_000 } });
    return opened;
  };
  return { repository, wire };
}

test('an author whose context is full hands over to a fresh one, which has the same request and what was handed over', async () => {
  const { repository, wire } = await setUp();
  const opened = await wire();
  const { events, end } = await drain(newSpec({ item: 'Lend books', name: 'lend' }, opened));
  expect(end).toMatchObject({ status: 'drafted', stage: 'requirements' });
  const authors = ofType(events, 'session_opened').filter(({ role }) => role === 'author');
  const [first = '', second = ''] = authors.map(({ first: opening }) => textOf(opening));
  expect(authors).toHaveLength(2);
  expect(second.startsWith(first)).toBe(true);
  expect(second.slice(first.length)).toContain('README.md says it is a library.');
  expect(repository.read('specs/lend/requirements.md')).toBe(requirements);
  const replayed = await replayRun({ name: 'lend', to: undefined }, opened);
  expect(replayed).toMatchObject({ differences: [] });
});

test('a draft that is interrupted after the hand-off goes on with it, and asks for nothing twice', async () => {
  const { repository, wire } = await setUp();
  const work = newSpec({ item: 'Lend books', name: 'lend' }, await wire());
  await drainUntil(work, (event) => event.type === 'session_closed' && event.reason === 'handed_off');
  await work.return(undefined as never);
  const { events, end } = await drain(draftSpec('lend', await wire()));
  expect(end).toMatchObject({ status: 'drafted' });
  expect(ofType(events, 'model_replied')).toHaveLength(1);
  expect(repository.read('specs/lend/requirements.md')).toBe(requirements);
});
