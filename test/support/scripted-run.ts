import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { approveStage, askApproval } from '../../src/app/approve-spec.ts';
import type { Surroundings } from '../../src/app/surroundings.ts';
import { type Wire, wire } from '../../src/app/wire.ts';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { noReach } from '../../src/base/failpoints.ts';
import { randomId } from '../../src/base/ids.ts';
import { type SpecStage, specStages } from '../../src/domain/spec.ts';
import type { Question } from '../../src/domain/tool.ts';
import type { ScriptedReply } from '../../src/models/script.ts';
import { makeRepository, type TemporaryRepository } from './temporary-repository.ts';

export interface PlayedSession {
  /** Text in the session's system text or first message. */
  match?: string;
  replies: ScriptedReply[];
}

export interface WireOptions {
  /** What the scripted model says; without it there is no model. */
  play?: PlayedSession[];
  /** The person at the terminal. */
  ask?: (question: Question) => Promise<string | undefined>;
  signal?: AbortSignal;
  clock?: Clock;
  env?: Record<string, string>;
}

export function surroundingsOf(
  repository: Pick<TemporaryRepository, 'root' | 'home'>,
  options: WireOptions = {},
): Surroundings {
  return {
    cwd: repository.root,
    env: { PATH: process.env.PATH, HOME: repository.home, ASHLAR_SANDBOX: 'direct', ...options.env },
    home: repository.home,
    packageRoot: fileURLToPath(new URL('../..', import.meta.url)),
    host: 'here',
    clock: options.clock ?? systemClock,
    newId: randomId,
    signal: options.signal ?? new AbortController().signal,
    reach: noReach,
    ask: options.ask,
  };
}

/** Everything as the command line wires it, over a real repository, with a scripted model. */
export function openWire(repository: Pick<TemporaryRepository, 'root' | 'home'>, options: WireOptions = {}): Wire {
  const script = join(repository.home, `${randomId('script')}.yaml`);
  const surroundings = surroundingsOf(repository, options);
  if (options.play === undefined) return wire(surroundings, {});
  writeFileSync(script, JSON.stringify({ sessions: options.play }));
  return wire(surroundings, { model: `scripted:${script}` });
}

export const requirements = `# Requirements Document

## Introduction

Books can be lent.

## Requirements

### Requirement 1: Lend

**User Story:** As a reader, I want to borrow a book, so that I can read it

#### Acceptance Criteria

1. WHEN a book is lent THE SYSTEM SHALL note the reader
2. IF the book is out THEN THE SYSTEM SHALL refuse

### Requirement 2: Return

#### Acceptance Criteria

1. WHEN a book comes back THE SYSTEM SHALL forget the reader
`;

export const design = `# Design Document

## Overview

Two small files.

## Components and Interfaces

\`lend.txt\` and \`return.txt\`.
_Requirements: 1.1, 1.2, 2.1_
`;

/** Task 1 is proved by \`lend.txt\`, task 2, which builds on it, by \`return.txt\`. */
export const tasks = `# Implementation Plan

## Tasks

- [ ] 1. Lend a book
  - Write lend.txt
  - _Requirements: 1.1, 1.2_
  - _Files: lend.txt_
  - _Verify: grep -q lent lend.txt_
- [ ] 2. Take a book back
  - Write return.txt
  - _Requirements: 2.1_
  - _Files: return.txt_
  - _Depends: 1_
  - _Verify: grep -q back return.txt_
`;

/** Writes a spec's documents into the working tree; those that are not given are the ones above. */
export function writeSpec(
  repository: TemporaryRepository,
  slug: string,
  documents: Partial<Record<SpecStage, string>> = {},
): void {
  for (const [stage, text] of Object.entries({ requirements, design, tasks, ...documents })) {
    repository.write(`specs/${slug}/${stage}.md`, text);
  }
}

/** A human approves the documents as they stand. */
export async function approve(wire: Wire, slug: string, stages: readonly SpecStage[] = specStages): Promise<void> {
  for (const stage of stages) await approveStage(askApproval(slug, stage, wire), wire);
}

/** A repository with the spec `lend`, approved as it stands. */
export async function approvedSpec(documents: Partial<Record<SpecStage, string>> = {}): Promise<TemporaryRepository> {
  const repository = makeRepository();
  writeSpec(repository, 'lend', documents);
  await approve(openWire(repository), 'lend');
  return repository;
}

export const write = (path: string, content: string) => ({ name: 'write', input: { path, content } });

export const finish = (summary = 'Built it.', done = true) => ({ name: 'finish', input: { summary, done } });

/** An implementer that writes one file and reports. */
export function builder(match: string, path: string, content: string): PlayedSession {
  return { match, replies: [{ calls: [write(path, content), finish(`Wrote ${path}.`)] }] };
}

/** Both tasks of the spec above, built well. */
export const builders: PlayedSession[] = [
  builder('Task 1 of', 'lend.txt', 'lent\n'),
  builder('Task 2 of', 'return.txt', 'back\n'),
];
