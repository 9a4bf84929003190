import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { LedgerLine } from '../../../src/domain/ledger.ts';
import type { ServedSession } from '../../e2e/support/model-server.ts';
import type { Project } from '../../e2e/support/project.ts';
import { approveByHand, bash, finish, implementer } from '../../e2e/support/specs.ts';

/** A spec of so many tasks, each of which writes one file of its own. */
export interface Steps {
  ids: string[];
  texts: Record<'requirements.md' | 'design.md' | 'tasks.md', string>;
  /** For a model that looks at nothing: a call that was cut is made again. */
  sessions: ServedSession[];
}

/** Tasks that one criterion stands for, so that a long spec has no thousand criteria. */
const tasksOfCriterion = 10;

export function stepsOf(size: number): Steps {
  const ids = Array.from({ length: size }, (_, at) => `${at + 1}`);
  const criterionOf = (at: number) => 1 + Math.floor(at / tasksOfCriterion);
  const criteria = Array.from({ length: criterionOf(size - 1) }, (_, at) => at + 1);
  return {
    ids,
    texts: {
      'requirements.md': `# Requirements Document

## Introduction
Steps are counted.

## Requirements

### Requirement 1: Steps

#### Acceptance Criteria

${criteria.map((n) => `${n}. WHEN a file of batch-${n} is read THE SYSTEM SHALL say its step`).join('\n')}
`,
      'design.md': `# Design Document

## Overview
A file a step.
_Requirements: ${criteria.map((n) => `1.${n}`).join(', ')}_
`,
      'tasks.md': `# Implementation Plan

## Tasks

${ids
  .map(
    (id, at) =>
      `- [ ] ${id}. Write step ${id}\n  - _Requirements: 1.${criterionOf(at)}_\n  - _Verify: grep -qx 'step ${id}' step-${id}.txt_`,
  )
  .join('\n')}
`,
    },
    sessions: ids.map((id) => {
      const writeStep = bash(`echo 'step ${id}' > step-${id}.txt`);
      return { ...implementer(id, [writeStep], [finish()]), afterInterruption: { calls: [writeStep] } };
    }),
  };
}

export async function approveSteps(project: Project, { texts }: Steps): Promise<void> {
  await approveByHand(project, { folder: 'specs/steps', texts });
}

/** One commit a task, in order; evidence for each, once; every box ticked; and the tree of a run that nobody disturbed. */
export function expectAllSteps({ git, read, readLines }: Project, { ids, texts }: Steps): void {
  const subjects = git('log', '--reverse', '--format=%s', 'main..ashlar/steps').split('\n');
  expect(subjects).toEqual(ids.map((id) => `Write step ${id}`));
  const before = git('ls-tree', '-r', 'main').split('\n');
  const written = ids.map((id) => `100644 blob ${blobOf(`step ${id}\n`)}\tstep-${id}.txt`);
  expect(git('ls-tree', '-r', 'ashlar/steps').split('\n').sort()).toEqual([...before, ...written].sort());
  const facts = readLines<LedgerLine>('specs/steps/ledger.jsonl').map(({ fact }) => fact);
  expect(facts.flatMap((fact) => (fact.type === 'evidence' ? [fact.task] : []))).toEqual(ids);
  expect(read('specs/steps/tasks.md')).toBe(texts['tasks.md'].replaceAll('[ ]', '[x]'));
}

/** The name that git gives to a file's content. */
function blobOf(text: string): string {
  return createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');
}
