import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerQuestion } from '../../src/app/answer-question.ts';
import { openSpec } from '../../src/app/open-spec.ts';
import { type RunRequest, runSpec } from '../../src/app/run-spec.ts';
import type { Event } from '../../src/domain/event.ts';
import { drain, drainUntil, ofType, typesOf } from '../support/drain.ts';
import { approvedSpec, builders, finish, openWire, type PlayedSession, write } from '../support/scripted-run.ts';
import type { TemporaryRepository } from '../support/temporary-repository.ts';

const request: RunRequest = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };

const start = (repository: TemporaryRepository, play: PlayedSession[], more: Partial<RunRequest> = {}) =>
  runSpec({ ...request, ...more }, openWire(repository, { play }));
const resume = (repository: TemporaryRepository, play: PlayedSession[] = builders) =>
  drain(start(repository, play, { mustExist: true }));
const notesOf = (events: readonly Event[]) => ofType(events, 'note').map(({ text }) => text);
const built = ({ git }: TemporaryRepository) => git('ls-tree', '--name-only', 'ashlar/lend').split('\n');
const subjects = ({ git }: TemporaryRepository) =>
  git('log', '--reverse', '--format=%s', 'main..ashlar/lend').split('\n');

const [lendBook, takeBack] = builders.map((each) => [each]);
const ask = { name: 'ask', input: { question: 'Which?', options: ['a', 'b'] } };
const half: PlayedSession = {
  match: 'Task 2 of',
  replies: [{ calls: [write('return.txt', 'half\n')] }, { calls: [ask] }],
};
const idle: PlayedSession = { match: 'Task 2 of', replies: [{ calls: [finish('No.', false)] }] };

/** A run of which task 1 is done, and task 2 blocked or, where `second` says so, half done. */
async function stopped(second: PlayedSession = idle) {
  const repository = await approvedSpec();
  await drain(start(repository, [...(lendBook ?? []), second]));
  const tree = join(repository.root, '.ashlar/state/worktrees/lend');
  const inTree = (...args: string[]) => repository.git('-C', tree, ...args);
  return { ...repository, tree, inTree };
}

test('a commit of a human on the branch is named, kept, and what it concerns is verified again', async () => {
  const repository = await stopped();
  repository.write('.ashlar/state/worktrees/lend/lend.txt', 'lent, in other words\n');
  repository.inTree('commit', '--quiet', '--all', '--message', 'Say it better');
  const { events, end } = await resume(repository);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(notesOf(events)).toContainEqual(
    expect.stringMatching(/^ashlar\/lend has 1 commit that the run did not make: \w{10} Say it better$/),
  );
  expect(notesOf(events)).toContain('1 is verified again: others changed files of its commit on the branch');
  expect(ofType(events, 'checks_finished').map(({ task, passed }) => [task, passed])).toEqual([
    ['1', true],
    ['2', true],
  ]);
  expect(ofType(events, 'branch_moved')).toMatchObject([{ how: 'forward' }]);
  expect(subjects(repository)).toEqual(['Lend a book', 'Say it better', 'Take a book back']);
});

test('a done task that a commit of a human broke is open again and worked on', async () => {
  const repository = await stopped();
  repository.write('.ashlar/state/worktrees/lend/lend.txt', 'sold\n');
  repository.inTree('commit', '--quiet', '--all', '--message', 'Sell it');
  const again = {
    match: 'Task 1 of',
    replies: [
      { calls: [{ name: 'read', input: { path: 'lend.txt' } }] },
      { calls: [write('lend.txt', 'lent\n'), finish()] },
    ],
  };
  const { events, end } = await resume(repository, [again, ...(takeBack ?? [])]);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(notesOf(events)).toContain('1 is open again: its check is red');
  expect(repository.git('show', 'ashlar/lend:lend.txt')).toBe('lent');
});

test('on a branch that was rebased the commits are found by their trailers and verified, and no model is asked', async () => {
  const repository = await stopped();
  repository.write('other.txt', 'other\n');
  repository.git('add', 'other.txt');
  repository.git('commit', '--quiet', '--message', 'Other work');
  repository.inTree('rebase', '--quiet', 'main');
  const { events, end } = await resume(repository);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(notesOf(events)).toContainEqual(expect.stringContaining('main has 1 commit since the run began'));
  expect(notesOf(events)).toContainEqual(expect.stringContaining('ashlar/lend was rebased, reset or force-pushed'));
  expect(ofType(events, 'model_replied')).toHaveLength(1);
  expect(subjects(repository)).toEqual(['Lend a book', 'Take a book back']);
  expect(built(repository)).toContain('other.txt');
});

test('a branch that was reset loses its work to nobody’s surprise: the task is done anew', async () => {
  const repository = await stopped();
  repository.inTree('reset', '--quiet', '--hard', 'main');
  const { events, end } = await resume(repository);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(ofType(events, 'task_started').map(({ task }) => task)).toEqual(['1', '2']);
});

test('a branch and a worktree that were deleted are made again at the last commit of the run', async () => {
  const repository = await stopped();
  const tip = repository.git('rev-parse', 'ashlar/lend');
  repository.git('worktree', 'remove', '--force', repository.tree);
  repository.git('branch', '--quiet', '-D', 'ashlar/lend');
  const { events, end } = await resume(repository);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(notesOf(events)).toContain(
    `ashlar/lend was deleted; it is made again at ${tip.slice(0, 10)}, the last commit of its run`,
  );
  expect(ofType(events, 'task_started').map(({ task }) => task)).toEqual(['2']);
  expect(subjects(repository)).toEqual(['Lend a book', 'Take a book back']);
});

test('half-done work that was lost with its worktree is said to be lost and begun anew', async () => {
  const repository = await stopped(half);
  rmSync(repository.tree, { recursive: true });
  const { events, end } = await resume(repository);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(ofType(events, 'task_blocked')).toMatchObject([
    { task: '2', reason: 'its worktree was deleted, and with it all that was not committed' },
  ]);
  expect(repository.git('show', 'ashlar/lend:return.txt')).toBe('back');
});

test('half-done work on a branch that was moved is kept as a patch and begun anew on what is there', async () => {
  const repository = await stopped(half);
  repository.inTree('stash', '--quiet', '--include-untracked');
  repository.inTree('commit', '--quiet', '--amend', '--message', 'Reworded\n\nSpec: lend\nTask: 1');
  repository.inTree('stash', 'pop', '--quiet');
  const { events, end } = await resume(repository);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  const [blocked] = ofType(events, 'task_blocked');
  expect(blocked).toMatchObject({ task: '2', reason: 'ashlar/lend was moved while it was worked on' });
  expect(repository.read(blocked?.patch ?? '')).toContain('+half');
  expect(subjects(repository)).toEqual(['Reworded', 'Take a book back']);
});

/** A second after the run stopped: git dates commits to the second. */
const later = { GIT_COMMITTER_DATE: new Date(Date.now() + 3_600_000).toISOString() };

test('a commit of a human under half-done work stays his, and the session goes on', async () => {
  const repository = await stopped(half);
  repository.write('.ashlar/state/worktrees/lend/theirs.txt', 'theirs\n');
  repository.inTree('add', 'theirs.txt');
  execFileSync('git', ['commit', '--quiet', '--message', 'Theirs'], {
    cwd: repository.tree,
    env: { ...process.env, ...later },
  });
  await answerQuestion({ spec: 'lend', question: undefined, answer: 'a' }, openWire(repository));
  const { events, end } = await resume(repository, [
    { ...half, replies: [...half.replies, { calls: [write('return.txt', 'back\n'), finish()] }] },
  ]);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(ofType(events, 'session_opened')).toEqual([]);
  expect(subjects(repository)).toEqual(['Lend a book', 'Theirs', 'Take a book back']);
  expect(repository.git('diff', '--name-only', 'ashlar/lend^', 'ashlar/lend')).toBe('return.txt');
});

test('where a human committed the files that are half done, the work is kept as a patch and begun anew', async () => {
  const repository = await stopped(half);
  repository.inTree('add', 'return.txt');
  execFileSync('git', ['commit', '--quiet', '--message', 'Mine'], {
    cwd: repository.tree,
    env: { ...process.env, ...later },
  });
  repository.write('.ashlar/state/worktrees/lend/return.txt', 'half, and more\n');
  const again = {
    match: 'Task 2 of',
    replies: [
      { calls: [{ name: 'read', input: { path: 'return.txt' } }] },
      { calls: [write('return.txt', 'back\n'), finish()] },
    ],
  };
  const { events, end } = await resume(repository, [again]);
  expect(end.outcome).toBe('done');
  const [blocked] = ofType(events, 'task_blocked');
  expect(blocked?.reason).toBe('others committed changes of the same files while it was stopped');
  expect(repository.read(blocked?.patch ?? '')).toContain('+half, and more');
  expect(subjects(repository)).toEqual(['Lend a book', 'Mine', 'Take a book back']);
});

test('a commit that came onto the branch from elsewhere is not taken back by files that lack it', async () => {
  const repository = await stopped();
  const elsewhere = join(repository.home, 'elsewhere');
  repository.git('worktree', 'add', '--quiet', '--detach', elsewhere, 'ashlar/lend');
  repository.write('../home/elsewhere/theirs.txt', 'theirs\n');
  repository.git('-C', elsewhere, 'add', 'theirs.txt');
  repository.git('-C', elsewhere, 'commit', '--quiet', '--message', 'Theirs');
  repository.git('update-ref', 'refs/heads/ashlar/lend', repository.git('-C', elsewhere, 'rev-parse', 'HEAD'));
  const { end } = await resume(repository);
  expect(end.outcome).toBe('done');
  expect(built(repository)).toEqual(['README.md', 'lend.txt', 'return.txt', 'theirs.txt']);
});

test.each([
  ['a commit is on top of it', 'goes on'],
  ['a commit of the run is gone', 'stops'],
])('between two tasks the branch is looked at: where %s, the run %s', async (_, happens) => {
  const repository = await approvedSpec();
  const work = start(repository, builders);
  await drainUntil(work, ({ type }) => type === 'task_finished');
  const inTree = (...args: string[]) =>
    repository.git('-C', join(repository.root, '.ashlar/state/worktrees/lend'), ...args);
  if (happens === 'goes on') {
    inTree('commit', '--quiet', '--allow-empty', '--message', 'Mine');
    const { events, end } = await drain(work);
    expect(end.outcome).toBe('done');
    expect(notesOf(events)).toContainEqual(expect.stringContaining('has 1 commit that the run did not make'));
    expect(subjects(repository)).toEqual(['Lend a book', 'Mine', 'Take a book back']);
    return;
  }
  inTree('reset', '--quiet', '--hard', 'main');
  await expect(drain(work)).rejects.toMatchObject({
    kind: 'needs_human',
    what: 'ashlar/lend was moved while the run works on it',
  });
  const again = await resume(repository);
  expect(again.end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
});

test('a worktree that is deleted at work stops the run in one sentence, and resume makes it again', async () => {
  const repository = await approvedSpec();
  const removes = {
    name: 'bash',
    input: {
      // In a file, where the policy does not see it.
      command: `cat > gone.sh <<'END'
cd / && rm -rf "$OLDPWD" && mkdir -p "$OLDPWD" && echo x > "$OLDPWD/left.txt"
END
bash gone.sh`,
    },
  };
  const play = [...(lendBook ?? []), { match: 'Task 2 of', replies: [{ calls: [removes] }, { calls: [finish()] }] }];
  await expect(drain(start(repository, play))).rejects.toMatchObject({
    kind: 'needs_human',
    what: 'the worktree of ashlar/lend was deleted while the run works in it',
  });
  const { events, end } = await resume(repository);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(notesOf(events)).toContainEqual(expect.stringContaining('was no worktree any more; what was in it is in'));
  expect(ofType(events, 'task_blocked')).toMatchObject([{ task: '2' }]);
});

test.each<[string, (repository: TemporaryRepository) => void, string]>([
  [
    'it has new commits, with a lockfile among them',
    ({ git, write }) => {
      write('package-lock.json', '{}\n');
      git('add', 'package-lock.json');
      git('commit', '--quiet', '--message', 'Lock');
    },
    'main has 1 commit since the run began, with changes of package-lock.json; the run goes on from',
  ],
  [
    'it was rewritten',
    ({ git }) => git('commit', '--quiet', '--amend', '--message', 'Rewritten'),
    'was rebased or force-pushed',
  ],
  [
    'it was deleted',
    ({ git }) => git('branch', '--quiet', '--move', 'trunk'),
    'main, on which the run began, was deleted',
  ],
])('a run that goes on says what became of the branch that it began on: %s', async (_, happen, said) => {
  const repository = await stopped();
  happen(repository);
  const head = repository.git('rev-parse', 'HEAD');
  const { events, end } = await resume(repository);
  expect(end.outcome).toBe('done');
  expect(notesOf(events)).toContainEqual(expect.stringContaining(said));
  expect(repository.git('rev-parse', 'HEAD')).toBe(head);
});

test('at its end a run says whether its branch merges, into what, and which files conflict', async () => {
  const repository = await approvedSpec();
  const clean = await drain(start(repository, builders));
  expect(clean.end.merge).toEqual({ into: 'main', conflicts: [] });
  repository.write('lend.txt', 'sold\n');
  repository.git('add', 'lend.txt');
  repository.git('commit', '--quiet', '--message', 'Sell it');
  const conflicting = await drain(start(repository, builders));
  expect(conflicting.end).toMatchObject({ outcome: 'nothing_to_do', merge: { into: 'main', conflicts: ['lend.txt'] } });
  expect(repository.git('status', '--porcelain', '--untracked-files=no')).toBe('');
  expect(typesOf(conflicting.events)).not.toContain('model_replied');
  expect(openSpec('lend', openWire(repository)).problems).toEqual([]);
});

test('files that somebody changed beside the run are named, and go into the next commit', async () => {
  const repository = await approvedSpec();
  const work = start(repository, builders);
  await drainUntil(work, ({ type }) => type === 'task_finished');
  repository.write('.ashlar/state/worktrees/lend/README.md', '# Mine\n');
  const { events, end } = await drain(work);
  expect(end.outcome).toBe('done');
  expect(notesOf(events)).toContain(
    'changed in the worktree, and not by a task: README.md; the commit of the next task takes that up',
  );
  expect(repository.git('diff', '--name-only', 'ashlar/lend^', 'ashlar/lend').split('\n')).toEqual([
    'README.md',
    'return.txt',
  ]);
});
