import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { replayDeps, replayRun } from '../../src/app/replay-run.ts';
import type { JournaledEvent } from '../../src/domain/event.ts';
import { foldRun } from '../../src/journal/fold-run.ts';
import { replayEvents } from '../../src/orchestrator/replay-events.ts';
import type { Difference, TapedEvent } from '../../src/orchestrator/tape.ts';
import { scenes } from '../support/journal-scenes.ts';
import { type KeptJournal, keptState, parseJournal } from '../support/kept-journal.ts';
import { openWire } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const corpus = fileURLToPath(new URL('../fixtures/replays', import.meta.url));
const journals = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'));
const read = (name: string): KeptJournal => parseJournal(readFileSync(join(corpus, name), 'utf8'));

/** A repository of which only the place counts. */
const base = mkdtempSync(join(tmpdir(), 'ashlar-replay-'));
const place = { root: join(base, 'repo'), home: join(base, 'home') };
beforeAll(() => void mkdirSync(join(place.root, '.git'), { recursive: true }));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const depsOf = (events: readonly TapedEvent[]) => replayDeps(events[0]?.event, openWire(place));
const replay = async (events: readonly TapedEvent[]) => replayEvents(events, await depsOf(events));

test('the corpus holds a journal of each kind of run', () => {
  for (const scene of Object.keys(scenes))
    expect(journals.map((name) => name.split('/')[1])).toContain(`${scene}.jsonl`);
});

test.each(journals)('S08: %s of an earlier version comes to the same decisions and the same state', async (name) => {
  const { events, state } = read(name);
  const replayed = await replay(events);
  expect(replayed.differences).toEqual([]);
  expect(replayed.events).toBe(events.length);
  expect(keptState(replayed.state)).toEqual(state);
  expect(replayed.state).toEqual(foldRun(events));
});

const rows = fileURLToPath(new URL('../fixtures/journals', import.meta.url));
const files = readdirSync(rows, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'));

test.each(files)(
  'S08: the rows of the journal %s, as they lay in the database, are gone through to their end',
  async (name) => {
    const lines = readFileSync(join(rows, name), 'utf8').trimEnd().split('\n');
    const events = lines.map((line): TapedEvent => {
      const { seq, at, body } = JSON.parse(line) as { seq: number; at: number; body: string };
      return { seq, at, event: JSON.parse(body) as JournaledEvent };
    });
    expect(await replay(events)).toMatchObject({ differences: [], events: events.length });
  },
);

test.each(journals)('wherever %s ends, as a crash ends it, what is there is gone through', async (name) => {
  const { events } = read(name);
  const deps = await depsOf(events);
  for (const { seq } of events) {
    const { differences, events: count } = await replayEvents(events, deps, seq);
    expect(differences, `step ${seq}`).toEqual([]);
    expect(count).toBe(events.filter((event) => event.seq <= seq).length);
  }
});

test('a journal without a plan, as early ones are, is gone through in the order in which its tasks were begun', async () => {
  for (const name of ['two-tasks', 'blocked-and-tried-again', 'killed-at-every-kind-of-event', 'question-and-answer']) {
    const { events } = read(`0.1.0/${name}.jsonl`);
    const early = events.filter(({ event }) => event.type !== 'tasks_planned');
    expect(await replay(early), name).toMatchObject({ differences: [], events: early.length });
  }
});

/** The first difference of a journal in which some events are others than today's code would make. */
async function firstDifference(
  name: string,
  change: (event: JournaledEvent) => JournaledEvent,
): Promise<Difference | undefined> {
  const { events } = read(`0.1.0/${name}.jsonl`);
  const { differences } = await replay(
    events.map((taped) => ({ ...taped, event: change(structuredClone(taped.event)) })),
  );
  return differences[0];
}

test('fewer rounds than were recorded block a task earlier', async () => {
  const difference = await firstDifference('red-check-and-feedback', (event) =>
    event.type === 'tasks_planned' ? { ...event, rounds: 1 } : event,
  );
  expect(difference).toMatchObject({ kind: 'decision', recorded: { type: 'checks_finished' }, today: { rounds: 1 } });
});

test('another order of the tasks is another decision', async () => {
  const difference = await firstDifference('two-tasks', (event) =>
    event.type === 'tasks_planned'
      ? { ...event, tasks: event.tasks.toReversed().map((task) => ({ ...task, needs: [] })) }
      : event,
  );
  expect(difference).toMatchObject({ recorded: { task: '1' }, today: { type: 'task_started', task: '2' } });
});

test('a task of which the plan does not say what it waits for waits for all before it', async () => {
  const unnamed = (event: JournaledEvent): JournaledEvent =>
    event.type === 'tasks_planned' ? { ...event, tasks: event.tasks.map(({ needs: _needs, ...task }) => task) } : event;
  expect(await firstDifference('two-tasks', unnamed)).toBeUndefined();
  const blockedFirst = await firstDifference('blocked-and-tried-again', unnamed);
  expect(blockedFirst).toBeUndefined();
});

test('another check than was run is named with the one that was', async () => {
  const difference = await firstDifference('two-tasks', (event) =>
    event.type === 'tasks_planned'
      ? { ...event, tasks: event.tasks.map((task) => ({ ...task, verify: 'make test' })) }
      : event,
  );
  expect(difference?.today).toBe('`make test` is run for task 1, where `grep -q lent lend.txt` was run');
});

test('a call that the rules of today refuse is told from one that ran, and the other way round', async () => {
  const intoSpecs = JSON.stringify({ path: 'specs/lend/tasks.md' }).slice(1, -1);
  const difference = await firstDifference(
    'two-tasks',
    (event) => JSON.parse(JSON.stringify(event).replaceAll('"path":"lend.txt"', intoSpecs)) as JournaledEvent,
  );
  expect(difference).toMatchObject({
    recorded: { type: 'tool_finished', isError: false },
    today: { isError: true, text: expect.stringContaining('Denied by policy specs-belong-to-people') },
  });
  const harmless = await firstDifference(
    'refused-malformed-and-unknown-calls',
    (event) => JSON.parse(JSON.stringify(event).replaceAll('git commit -m x', 'git status')) as JournaledEvent,
  );
  expect(harmless).toMatchObject({
    recorded: { type: 'tool_finished', isError: true },
    today: 'bash is allowed, and run',
  });
});

test('a session that would end sooner, or not yet, is another decision', async () => {
  const sooner = await firstDifference('red-check-and-feedback', (event) =>
    event.type === 'tasks_planned' ? { ...event, turns: 1 } : event,
  );
  expect(sooner).toMatchObject({ recorded: { type: 'model_replied' }, today: { reason: 'turn_limit' } });
  const later = await firstDifference('nothing-changed-then-cut', (event) =>
    event.type === 'model_replied' && event.stopReason === 'max_tokens' ? { ...event, stopReason: 'refusal' } : event,
  );
  expect(later).toMatchObject({
    recorded: { type: 'session_fed' },
    today: { type: 'session_closed', reason: 'refusal' },
  });
});

test('other words to the model, and another request, are told as such, and the replay goes on', async () => {
  const { events } = read('0.1.0/red-check-and-feedback.jsonl');
  const changed = events.map(({ event, ...at }): TapedEvent => {
    if (event.type === 'session_fed') return { ...at, event: { ...event, message: { role: 'user', content: [] } } };
    return { ...at, event };
  });
  const { differences, events: count } = await replay(changed);
  expect(differences.map(({ kind, recorded }) => [kind, recorded.type])).toEqual([
    ['words', 'session_fed'],
    ['words', 'model_replied'],
  ]);
  expect(count).toBe(events.length);
});

test('an end that today would not be is another decision', async () => {
  const difference = await firstDifference('two-tasks', (event) =>
    event.type === 'run_finished' ? { type: 'run_paused', run: event.run, reason: 'blocked: 2', next: '' } : event,
  );
  expect(difference).toMatchObject({ recorded: { type: 'run_paused' }, today: 'the run ends here: done' });
});

test.each(Object.entries(scenes))('a run as it is today replays from its own journal: %s', async (_name, play) => {
  const repository = await play();
  const wire = openWire(repository);
  const before = repository.git('status', '--porcelain');
  for (const { run } of (await wire.journal()).runs()) {
    const outcome = await replayRun({ name: run, to: undefined }, wire);
    expect(outcome).toMatchObject({ differences: [], replayed: outcome.events });
  }
  expect(repository.git('status', '--porcelain')).toBe(before);
});

test('a step that is not there is refused with those that are', async () => {
  const repository = await (scenes['two-tasks'] ?? makeRepository)();
  const refused = replayRun({ name: 'lend', to: 4711 }, openWire(repository));
  await expect(refused).rejects.toMatchObject({ kind: 'usage', what: expect.stringMatching(/has no step 4711$/) });
});
