import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JournaledEvent } from '../../src/domain/event.ts';
import { userText } from '../../src/domain/message.ts';
import { nextPhase, type PhaseCause, type SessionPhase, sessionLives } from '../../src/orchestrator/lifecycle.ts';

const phases: SessionPhase[] = ['active', 'idle', 'hibernated', 'terminated'];
const causes: PhaseCause[] = ['waits', 'left', 'woken', 'ended'];

test('the table is these eight transitions, and everything else is refused', () => {
  const all = phases.flatMap((phase) => causes.map((cause) => [phase, cause, nextPhase(phase, cause)] as const));
  expect(all.filter(([, , to]) => to !== undefined)).toEqual([
    ['active', 'waits', 'idle'],
    ['active', 'left', 'hibernated'],
    ['active', 'ended', 'terminated'],
    ['idle', 'left', 'hibernated'],
    ['idle', 'woken', 'active'],
    ['idle', 'ended', 'terminated'],
    ['hibernated', 'woken', 'active'],
    ['hibernated', 'ended', 'terminated'],
  ]);
});

const walk = (from: SessionPhase, steps: readonly PhaseCause[]) =>
  steps.reduce<SessionPhase>((phase, cause) => nextPhase(phase, cause) ?? phase, from);

test('whatever happens, a session that was terminated stays so, and any other can be ended and can be woken', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...causes)), (steps) => {
      const phase = walk('active', steps);
      expect(walk('terminated', steps)).toBe('terminated');
      expect(phase === 'terminated').toBe(steps.includes('ended'));
      expect(walk(phase, ['ended'])).toBe('terminated');
      if (phase !== 'terminated') expect(walk(phase, ['woken'])).toBe('active');
      if (phase === 'hibernated') expect(steps).toContain('left');
    }),
  );
});

const opened = (session: string, task: string): JournaledEvent => ({
  type: 'session_opened',
  ...{ session, task, role: 'implementer', model: 'm', system: '', tools: [], first: userText('Go.') },
});
const question = { id: 'q', text: 'Which ink?', options: [] };
const waiting: JournaledEvent[] = [
  opened('s1', '1'),
  { type: 'session_closed', session: 's1', reason: 'finished' },
  { type: 'task_finished', task: '1', commit: 'c' },
  opened('s2', '2'),
  { type: 'question_asked', session: 's2', question },
  { type: 'run_paused', run: 'r', reason: 'the agent asked a question', next: '' },
];
const lives = (events: readonly JournaledEvent[], hasProcess: boolean) =>
  [
    ...sessionLives(
      events.map((event) => ({ event })),
      hasProcess,
    ),
  ].map(([id, { phase }]) => `${id} ${phase}`);

test('a session that waits for a human is idle while a process waits, hibernated once it left, and active when it is woken', () => {
  expect(lives(waiting, true)).toEqual(['s1 terminated', 's2 idle']);
  expect(lives(waiting, false)).toEqual(['s1 terminated', 's2 hibernated']);
  expect(lives([...waiting, { type: 'hibernated', run: 'r', waitedMs: 1 }], true)).toEqual([
    's1 terminated',
    's2 hibernated',
  ]);
  expect(lives([...waiting, { type: 'run_resumed', run: 'r' }], true)).toEqual(['s1 terminated', 's2 active']);
});

test('a session is idle while its checks run, active again where they were red, and over with its task', () => {
  const closed: JournaledEvent[] = [opened('s1', '1'), { type: 'session_closed', session: 's1', reason: 'finished' }];
  expect(lives(closed, true)).toEqual(['s1 idle']);
  const fed: JournaledEvent = { type: 'session_fed', session: 's1', cause: 'checks_failed', message: userText('Red.') };
  expect(lives([...closed, fed], true)).toEqual(['s1 active']);
  expect(lives([...closed, { type: 'task_blocked', task: '1', reason: 'red' }], true)).toEqual(['s1 terminated']);
});

test('a task that is tried again has a new session, and the old one is over', () => {
  expect(lives([opened('s1', '1'), opened('s2', '1')], true)).toEqual(['s1 terminated', 's2 active']);
});
