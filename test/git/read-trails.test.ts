import { expect, test } from 'vitest';
import { readTrails } from '../../src/git/read-trails.ts';

const trail = (spec: string, tasks: string[], requirements: string[] = []) => ({ spec, tasks, requirements });

test('the trailers of a task’s commit are its trail', () => {
  const message = 'Lock\n\nWhat was done.\n\nSpec: lockout\nTask: 2.1\nRequirements: 1.2, 1.3\n';
  expect(readTrails(message)).toEqual([trail('lockout', ['2.1'], ['1.2', '1.3'])]);
});

test('a squash has a trail for each commit that went into it, as the forge or as git writes them', () => {
  const forge =
    'Lock (#7)\n\n* Count\n\nSpec: lockout\nTask: 1\nRequirements: 1.1\n\n* Say\n\nSpec: lockout\nTask: 2\n';
  expect(readTrails(forge)).toEqual([trail('lockout', ['1'], ['1.1']), trail('lockout', ['2'])]);
  const git =
    'Squashed commit of the following:\n\ncommit 1a2b\nAuthor: A\nDate:   today\n\n    Count\n    \n    Spec: lockout\n    Task: 1\n\ncommit 3c4d\n\n    Say\n\n    Spec: login\n    Task: 2\n';
  expect(readTrails(git)).toEqual([trail('lockout', ['1']), trail('login', ['2'])]);
});

test('other trailers, a wrapped one and a note of a cherry-pick may stand among them', () => {
  const message =
    'Lock\n\nSpec: lockout\nTask: 1\nRequirements: 1.1,\n  1.2\nSigned-off-by: A <a@b.test>\n(cherry picked from commit 1a2b)\n';
  expect(readTrails(message)).toEqual([trail('lockout', ['1'], ['1.1', '1.2'])]);
});

test('one paragraph may name several tasks and specs', () => {
  expect(readTrails('Lock\n\nSpec: lockout\nTask: 1, 2\nTask: 3\nSpec: login\nTask: 4\n')).toEqual([
    trail('lockout', ['1', '2', '3']),
    trail('login', ['4']),
  ]);
});

test('a line within prose is no trailer, and a task without a spec is none', () => {
  expect(readTrails('Lock\n\nAs it says in\nSpec: lockout\nTask: 1\n')).toEqual([]);
  expect(readTrails('Lock\n\nTask: 1\n')).toEqual([]);
});
