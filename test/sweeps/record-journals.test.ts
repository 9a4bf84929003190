import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import type { JournaledEvent } from '../../src/domain/event.ts';
import { proveRows } from '../../src/journal/event-log.ts';
import { foldRun } from '../../src/journal/fold-run.ts';
import { makeProject, type Project, parseLines } from '../e2e/support/project.ts';
import { approveByHand, authors, bash, call, finish, implementer, implementers, item } from '../e2e/support/specs.ts';

/** Each of these is several whole runs. */
vi.setConfig({ testTimeout: 120_000 });

/**
 * Journals as the present program writes them, for later programs to replay: `ASHLAR_RECORD_JOURNALS=folder` writes each
 * to `folder/NAME.jsonl`, a row of the journal a line. Without it they are recorded and looked at only.
 */
const folder = process.env.ASHLAR_RECORD_JOURNALS;

interface Row {
  seq: number;
  run: string;
  at: number;
  /** The event as JSON, letter for letter: the hash is over it. */
  body: string;
  hash: string;
}

interface Scenario {
  name: string;
  play(project: Project): Promise<unknown>;
  /** How the last run ends. */
  ends: JournaledEvent['type'];
}

const [one, ...others] = implementers;

async function killAt(project: Project, failpoint: string): Promise<void> {
  project.env.ASHLAR_FAILPOINT = `${failpoint}=kill`;
  expect(await project.ashlar('run', 'greet')).toMatchObject({ signal: 'SIGKILL' });
  delete project.env.ASHLAR_FAILPOINT;
}

const asksFirst = {
  match: '# Task 1 of ',
  replies: [{ calls: [call('ask', { question: 'Hello or hi?', options: ['hello', 'hi'] })] }, ...(one?.replies ?? [])],
};
const wrongFirst = implementer(
  '1',
  [bash('echo hi > greet.txt')],
  [finish()],
  [bash('echo hello > greet.txt')],
  [finish()],
);
const neverRight = implementer('1', [bash('echo hi > greet.txt')], [finish()], [finish()], [finish()]);

const scenarios: readonly Scenario[] = [
  { name: 'done', ends: 'run_finished', play: (project) => project.ashlar('run', 'greet') },
  {
    name: 'killed-in-a-call',
    ends: 'run_finished',
    play: async (project) => {
      await killAt(project, 'tool:effect:1');
      const [first, ...rest] = one?.replies ?? [];
      const makesSure = {
        match: '# Task 1 of ',
        replies: [...(first === undefined ? [] : [first]), { calls: [bash('echo hello > greet.txt')] }, ...rest],
      };
      project.useScript([makesSure, ...others]);
      await project.ashlar('resume');
    },
  },
  {
    name: 'killed-twice',
    ends: 'run_finished',
    play: async (project) => {
      await killAt(project, 'git:committed:1');
      await killAt(project, 'turn:journaled:2');
      await project.ashlar('resume');
    },
  },
  {
    name: 'red-then-green',
    ends: 'run_finished',
    play: async (project) => {
      project.useScript([wrongFirst, ...others]);
      await project.ashlar('run', 'greet');
    },
  },
  {
    name: 'blocked',
    ends: 'run_paused',
    play: async (project) => {
      project.useScript([neverRight, ...others]);
      await project.ashlar('run', 'greet');
    },
  },
  {
    name: 'asked',
    ends: 'run_paused',
    play: async (project) => {
      project.useScript([asksFirst, ...others]);
      await project.ashlar('run', 'greet');
    },
  },
  {
    name: 'drafted',
    ends: 'run_finished',
    play: async (project) => {
      project.useScript(authors);
      await project.ashlar('new', item, '--name', 'welcome');
    },
  },
];

function readRows({ root }: Project): Row[] {
  const database = new Sqlite(join(root, '.ashlar/state/journal.db'), { readonly: true });
  const rows = database.prepare<[], Row>('SELECT seq, run, at, body, hash FROM events ORDER BY seq').all();
  database.close();
  return rows;
}

/** A home, a machine or a repository has no place in a file that others replay. */
function expectPlaceless(text: string, { root, home }: Project): void {
  for (const place of [root, home]) expect(text).not.toContain(place);
}

test.each(scenarios)(
  'S08: the journal of a run that is $name is recorded and folds to its state',
  async ({ name, play, ends }) => {
    const project = makeProject();
    await approveByHand(project);
    project.useScript(implementers);
    await play(project);
    const lines = readRows(project).map((row) => JSON.stringify(row));
    const text = `${lines.join('\n')}\n`;
    expectPlaceless(text, project);

    const rows = parseLines<Row>(text);
    const run = rows.at(-1)?.run ?? '';
    const { events, wrongSeq } = proveRows(
      rows.filter((row) => row.run === run),
      run,
      '',
    );
    expect(wrongSeq).toBeUndefined();
    expect(events.at(-1)?.event.type).toBe(ends);
    expect(foldRun(events)?.run).toBe(run);
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.jsonl`), text);
  },
);
