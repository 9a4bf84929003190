import { answerQuestion } from '../../src/app/answer-question.ts';
import { draftSpec } from '../../src/app/draft-spec.ts';
import { newSpec } from '../../src/app/new-spec.ts';
import { runSpec } from '../../src/app/run-spec.ts';
import type { Event } from '../../src/domain/event.ts';
import { type SpecStage, specStages } from '../../src/domain/spec.ts';
import type { ScriptedReply } from '../../src/models/script.ts';
import { drain, drainUntil } from './drain.ts';
import {
  approve,
  approvedSpec,
  builders,
  design,
  finish,
  openWire,
  type PlayedSession,
  requirements,
  write,
} from './scripted-run.ts';
import { bugfix } from './spec-texts.ts';
import { makeRepository, type TemporaryRepository } from './temporary-repository.ts';

/** What runs are like, each played over a repository of its own; its journal is what is left. */
export const scenes: Readonly<Record<string, () => Promise<TemporaryRepository>>> = {
  'two-tasks': () => played(builders),
  'red-check-and-feedback': () =>
    played(firstTask([write('lend.txt', 'kept\n'), finish()], [write('lend.txt', 'lent\n'), finish()])),
  'blocked-after-three-rounds': () =>
    played(firstTask([write('lend.txt', 'kept\n'), finish()], [finish()], [finish()])),
  'blocked-and-tried-again': async () => {
    const repository = await played(firstTask([finish('There is no paper.', false)]));
    await resume(repository, builders);
    return repository;
  },
  'question-and-answer': async () => {
    const ask = { name: 'ask', input: { question: 'Which ink?', options: ['red', 'blue'] } };
    const play = firstTask([ask], [write('lend.txt', 'lent\n'), finish()]);
    const repository = await played(play);
    await answerQuestion({ spec: 'lend', question: undefined, answer: '2' }, openWire(repository));
    await resume(repository, play);
    return repository;
  },
  'refused-malformed-and-unknown-calls': () => {
    const denied = [{ name: 'write', input: { path: 'specs/lend/tasks.md', content: 'x' } }, bash('git commit -m x')];
    const broken = [{ name: 'write', raw: '{"path":"lend.txt"' }, { name: 'fly', input: {} }, bash('exit 3')];
    return played(firstTask(denied, broken, [write('lend.txt', 'lent\n'), finish()]));
  },
  'empty-replies': () => played([{ match: 'Task 1 of', replies: [{}] }]),
  'nothing-changed-then-cut': () =>
    played([
      {
        match: 'Task 1 of',
        replies: [
          { calls: [finish()] },
          { text: 'I will', stop: 'max_tokens' },
          { calls: [write('lend.txt', 'lent\n'), finish()] },
        ],
      },
      ...builders.slice(1),
    ]),
  'model-fault-and-resume': async () => {
    const repository = await approvedSpec();
    const faulty = openWire(repository, { play: [{ replies: [{ fault: 'authentication' }] }] });
    await drain(runSpec(request, faulty)).catch(() => undefined);
    await resume(repository, builders);
    return repository;
  },
  'killed-at-every-kind-of-event': killedAtEachKind,
  'failing-test-first': mendedBug,
  'verified-again': () => changedAfterwards('note the reader at once', 'grep -q lent lend.txt', specStages),
  'verified-red-and-worked-on': () => changedAfterwards('note the reader', 'grep -q loaned lend.txt', ['tasks']),
  'draft-with-problems': async () => {
    const repository = makeRepository();
    const play = [{ replies: [{ text: '# Requirements Document\n\nNone.\n' }, { text: requirements }] }];
    await drain(newSpec({ item: 'Lend books', name: 'lend' }, openWire(repository, { play })));
    return repository;
  },
  'draft-with-questions-and-reading': draftedWithQuestions,
};

const request = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };
const bash = (command: string) => ({ name: 'bash', input: { command } });

function firstTask(...replies: NonNullable<ScriptedReply['calls']>[]): PlayedSession[] {
  return [{ match: 'Task 1 of', replies: replies.map((calls) => ({ calls })) }, ...builders.slice(1)];
}

async function played(play: PlayedSession[]): Promise<TemporaryRepository> {
  const repository = await approvedSpec();
  await drain(runSpec(request, openWire(repository, { play })));
  return repository;
}

const resume = (repository: TemporaryRepository, play: PlayedSession[]) =>
  drain(runSpec({ ...request, mustExist: true }, openWire(repository, { play })));

/** A spec that is done, changed by a human, approved and run again. */
async function changedAfterwards(
  duty: string,
  check: string,
  stages: readonly SpecStage[],
): Promise<TemporaryRepository> {
  const repository = await played(builders);
  const path = (stage: string) => `specs/lend/${stage}.md`;
  repository.write(path('requirements'), requirements.replace('note the reader', duty));
  repository.write(path('tasks'), repository.read(path('tasks')).replace('grep -q lent lend.txt', check));
  await approve(openWire(repository), 'lend', stages);
  const mend = firstTask([{ name: 'read', input: { path: 'lend.txt' } }], [write('lend.txt', 'loaned\n'), finish()]);
  await drain(runSpec(request, openWire(repository, { play: mend })));
  return repository;
}

const killedAfter: readonly Event['type'][] = [
  'task_started',
  'session_opened',
  'model_replied',
  'tool_started',
  'tool_finished',
  'session_closed',
  'checks_finished',
  'task_committed',
  'task_finished',
];

/** One run that is killed nine times; the model makes sure of what was interrupted. */
async function killedAtEachKind(): Promise<TemporaryRepository> {
  const sure = (id: string, path: string, content: string): PlayedSession => {
    const calls = [write(path, content), finish(`Wrote ${path}.`)];
    return { match: `Task ${id} of`, replies: [{ calls }, { calls }, { calls }] };
  };
  const play = [sure('1', 'lend.txt', 'lent\n'), sure('2', 'return.txt', 'back\n')];
  const repository = await approvedSpec();
  for (const type of killedAfter) {
    const work = runSpec(request, openWire(repository, { play }));
    await drainUntil(work, (event) => event.type === type);
    await work.return(undefined as never);
  }
  await drain(runSpec(request, openWire(repository, { play })));
  return repository;
}

const bugTasks = `# Implementation Plan

- [ ] 1. Show that a day is lost
  - _Requirements: 1.1_
  - _Expect: fail_
  - _Verify: sh test/lend.sh_
- [ ] 2. Keep the days of a renewal
  - _Requirements: 3.1_
  - _Expect: pass_
  - _Verify: sh test/renew.sh_
- [ ] 3. Give the day back
  - _Requirements: 2.1_
  - _Verify: true_
`;

/** Its first session changes more than tests, and writes a test that passes, before it is right; the last changes a test. */
async function mendedBug(): Promise<TemporaryRepository> {
  const repository = makeRepository({ 'days.txt': '13\n', 'renew.txt': '7\n' });
  for (const [file, text] of Object.entries({ 'bugfix.md': bugfix, 'design.md': design, 'tasks.md': bugTasks }))
    repository.write(`specs/lend/${file}`, text);
  await approve(openWire(repository), 'lend');
  const test = (path: string, content: string) => [write(path, content), finish()];
  const played = (id: string, ...replies: NonNullable<ScriptedReply['calls']>[]): PlayedSession => ({
    match: `Task ${id} of`,
    replies: replies.map((calls) => ({ calls })),
  });
  const play = [
    played(
      '1',
      [bash('echo 14 > days.txt'), finish()],
      [bash('echo 13 > days.txt'), ...test('test/lend.sh', 'grep -q 13 days.txt\n')],
      [bash('echo grep -q 14 days.txt > test/lend.sh'), finish()],
    ),
    played('2', test('test/renew.sh', 'grep -q 7 renew.txt\n')),
    played(
      '3',
      [bash('echo true > test/lend.sh; echo 14 > days.txt'), finish()],
      [bash('echo grep -q 14 days.txt > test/lend.sh'), finish()],
    ),
  ];
  await drain(runSpec(request, openWire(repository, { play })));
  return repository;
}

async function draftedWithQuestions(): Promise<TemporaryRepository> {
  const repository = makeRepository();
  const asked = {
    question: 'How long may a book be kept?',
    options: ['a week', 'a month'],
    recommended: 'a month',
    example: 'On 1 May Ann lends a book.',
    impact: 5,
    impactReason: 'readers pay',
    uncertainty: 4,
    uncertaintyReason: 'not said',
  };
  const read = { name: 'read', input: { path: 'README.md' } };
  const play: PlayedSession[] = [
    {
      match: 'You are the detector',
      replies: [{ calls: [read] }, { text: 'Is it a week?' }, { text: JSON.stringify({ questions: [asked] }) }],
    },
    { match: 'You are the author', replies: [{ calls: [read] }, { text: requirements }] },
  ];
  await drain(newSpec({ item: 'Lend books', name: 'lend', questions: true }, openWire(repository, { play })));
  await answerQuestion({ spec: 'lend', question: 'q1', answer: '1' }, openWire(repository));
  await drain(draftSpec('lend', openWire(repository, { play })));
  return repository;
}
