import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ScriptedReply, ScriptedSession } from '../../../src/models/script.ts';
import type { Project } from './project.ts';

export const item = 'Add greetings\n\nThe library should greet and take its leave.';

export const requirements = `# Requirements Document

## Introduction
The library greets.

## Requirements

### Requirement 1: Greeting

**User Story:** As a reader, I want a greeting, so that I feel welcome

#### Acceptance Criteria

1. WHEN greet.txt is read THE SYSTEM SHALL say hello
2. WHEN farewell.txt is read THE SYSTEM SHALL say goodbye
3. WHEN README.md is read THE SYSTEM SHALL name both files
`;

export const design = `# Design Document

## Overview
Two files, named in the README.

## Components and Interfaces
### Texts
greet.txt, farewell.txt and README.md.
_Requirements: 1.1, 1.2, 1.3_

## Testing Strategy
Each file is proved by grep.
`;

export const tasks = `# Implementation Plan

## Tasks

- [ ] 1. Write the greeting
  - greet.txt holds the line hello
  - _Requirements: 1.1_
  - _Files: greet.txt_
  - _Verify: grep -qx hello greet.txt_
- [ ] 2. Write the farewell
  - farewell.txt holds the line goodbye
  - _Requirements: 1.2_
  - _Files: farewell.txt_
  - _Verify: grep -qx hello greet.txt && grep -qx goodbye farewell.txt_
- [ ] 3. Name both in the README
  - _Requirements: 1.3_
  - _Files: README.md_
  - _Verify: grep -q farewell.txt README.md_
`;

export const documents = { 'requirements.md': requirements, 'design.md': design, 'tasks.md': tasks } as const;

export type Call = NonNullable<ScriptedReply['calls']>[number];

export const call = (name: string, input: Record<string, unknown> = {}): Call => ({ name, input });
export const write = (path: string, content: string): Call => call('write', { path, content });
export const bash = (command: string): Call => call('bash', { command });
/** A command that the policy does not see: it stands in a file. */
export const unseen = (command: string): Call =>
  bash(`cat > unseen.sh <<'END'\n${command}\nEND\nbash unseen.sh; rm -f unseen.sh`);
export const finish = (summary = 'It is done.', done = true): Call => call('finish', { summary, done });

/** A session of an agent that makes these calls, one reply after another, and then says this. */
export function session(match: string, ...replies: (readonly Call[] | string)[]): ScriptedSession {
  return {
    match,
    replies: replies.map((reply) => (typeof reply === 'string' ? { text: reply } : { calls: [...reply] })),
  };
}

/** The author of a document: looks at one file, then gives the text. */
export function author(file: string, text: string): ScriptedSession {
  return session(`Write \`${file}\``, [call('read', { path: 'README.md' })], text);
}

/** The implementer of a task. */
export function implementer(task: string, ...replies: (readonly Call[])[]): ScriptedSession {
  return session(`# Task ${task} of `, ...replies);
}

/** Who looks for questions before anything is drafted; here the item leaves none open. */
export const detector: ScriptedSession = session('You are the detector', '{"questions": []}');

export const authors: ScriptedSession[] = [
  ...Object.entries(documents).map(([file, text]) => author(file, text)),
  detector,
];

export const implementers: ScriptedSession[] = [
  implementer('1', [write('greet.txt', 'hello\n')], [bash('cat greet.txt')], [finish('greet.txt says hello.')]),
  implementer(
    '2',
    [call('read', { path: 'greet.txt' }), write('farewell.txt', 'goodbye\n')],
    [finish('farewell.txt says goodbye.')],
  ),
  implementer(
    '3',
    [call('read', { path: 'README.md' })],
    [call('edit', { path: 'README.md', old: '# Library', new: '# Library: greet.txt, farewell.txt' })],
    [finish('The README names both.')],
  ),
];

/** What the tasks leave behind when they are done. */
export const builtFiles = {
  'greet.txt': 'hello\n',
  'farewell.txt': 'goodbye\n',
  'README.md': '# Library: greet.txt, farewell.txt\n',
};

interface ByHand {
  folder?: string;
  texts?: Readonly<Record<string, string>>;
  /** The commands are typed, whatever was approved before: the journal and what the machine knows of ledgers are then there too. */
  isDriven?: boolean;
}

/** Writes the documents by hand and approves them as a human does. */
export async function approveByHand(
  project: Project,
  { folder = 'specs/greet', texts = documents, isDriven = false }: ByHand = {},
): Promise<void> {
  for (const [file, text] of Object.entries(texts)) project.write(`${folder}/${file}`, text);
  const key = JSON.stringify([texts, basename(folder), project.git('config', 'user.email')]);
  const [before, own] = [approvals.get(key), userFolder(project)];
  const isFirst = !existsSync(own) && !project.has(`${folder}/ledger.jsonl`);
  if (before !== undefined && isFirst && !isDriven) {
    for (const [file, text] of before.spec) project.write(`${folder}/${file}`, text);
    mkdirSync(own, { recursive: true, mode: 0o700 });
    for (const [file, text] of before.user) writeFileSync(join(own, file), text, { mode: 0o600 });
    return;
  }
  for (const stage of ['requirements', 'design', 'tasks']) {
    const args = ['approve', basename(folder), stage, '--yes', '--no-draft'];
    const { code, stderr } = await project.ashlar(...args);
    if (code !== 0) throw new Error(stderr);
  }
  if (isFirst) approvals.set(key, { spec: filesOf(join(project.root, folder)), user: filesOf(own) });
}

/** What approvals left in the folder of the spec and in that of the user: it is good in any repository of that user. */
interface Approval {
  spec: [file: string, text: string][];
  user: [file: string, text: string][];
}

/** The commands are driven once for each text in a file of tests. */
const approvals = new Map<string, Approval>();

const userFolder = ({ env }: Project) => join(env.XDG_STATE_HOME ?? '', 'ashlar');

/** The files that lie in a folder itself: of the user's those are the key and who counts, and not what is known of ledgers. */
function filesOf(folder: string): [file: string, text: string][] {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name }) => [name, readFileSync(join(folder, name), 'utf8')]);
}
