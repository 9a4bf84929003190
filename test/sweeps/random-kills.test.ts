import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { LedgerLine } from '../../src/domain/ledger.ts';
import { expectDone } from '../e2e/support/ashlar.ts';
import { expectNothingLeft } from '../e2e/support/crash-scene.ts';
import { makeProject, type Project } from '../e2e/support/project.ts';
import { approveByHand, bash, finish, implementer } from '../e2e/support/specs.ts';

/** `ASHLAR_SWEEP=whole` kills a run of thirty tasks until it was killed a hundred times; else a short one a few times. */
const isWhole = process.env.ASHLAR_SWEEP === 'whole';
const size = isWhole ? 30 : 4;
const wantedKills = isWhole ? 100 : 4;

const ids = Array.from({ length: size }, (_, at) => `${at + 1}`);

const texts = {
  'requirements.md': `# Requirements Document

## Introduction
Steps are counted.

## Requirements

### Requirement 1: Steps

#### Acceptance Criteria

${ids.map((id) => `${id}. WHEN step-${id}.txt is read THE SYSTEM SHALL say step ${id}`).join('\n')}
`,
  'design.md': `# Design Document

## Overview
A file a step.
_Requirements: ${ids.map((id) => `1.${id}`).join(', ')}_
`,
  'tasks.md': `# Implementation Plan

## Tasks

${ids
  .map(
    (id) =>
      `- [ ] ${id}. Write step ${id}\n  - _Requirements: 1.${id}_\n  - _Verify: grep -qx 'step ${id}' step-${id}.txt_`,
  )
  .join('\n')}
`,
};

/** A step leaves its text once, however often its session is asked. */
const steps = ids.map((id) => {
  const writeStep = bash(`echo 'step ${id}' > step-${id}.txt`);
  return implementer(id, [writeStep], [writeStep, finish()], [writeStep, finish()], [writeStep, finish()]);
});

async function makeLongProject(): Promise<Project> {
  const project = makeProject();
  await approveByHand(project, { folder: 'specs/steps', texts });
  project.useScript(steps);
  return project;
}

function expectAllSteps({ git, readLines }: Project): void {
  const subjects = git('log', '--reverse', '--format=%s', 'main..ashlar/steps').split('\n');
  expect(subjects).toEqual(ids.map((id) => `Write step ${id}`));
  for (const id of ids) expect(git('show', `ashlar/steps:step-${id}.txt`)).toBe(`step ${id}`);
  const facts = readLines<LedgerLine>('specs/steps/ledger.jsonl').map(({ fact }) => fact);
  expect(facts.flatMap((fact) => (fact.type === 'evidence' ? [fact.task] : []))).toEqual(ids);
}

/** Each row's number of the run, as `log` shows them. */
async function rowNumbers(project: Project): Promise<number[]> {
  const { stdout } = await project.ashlar('log', 'steps', '--json');
  const { runs } = JSON.parse(stdout) as { runs: { events: { seq: number }[] }[] };
  return runs.flatMap(({ events }) => events.map(({ seq }) => seq));
}

test('K17: a run that is killed and resumed over and over ends as if it never was', {
  timeout: 3_600_000,
}, async () => {
  let kills = 0;
  for (let round = 0; kills < wantedKills; round++) {
    const project = await makeLongProject();
    for (;;) {
      const running = project.start('run', 'steps', '--quiet');
      const isOver = await Promise.race([running.ended.then(() => true), delay(250 + Math.random() * 900, false)]);
      running.child.kill('SIGKILL');
      const { code, stderr } = await running.ended;
      if (code !== undefined) expect(code, stderr).toBe(0);
      if (isOver) break;
      kills += 1;
      if (kills >= wantedKills) break;
    }
    expectDone(await project.ashlar('run', 'steps'));
    expectAllSteps(project);
    expectNothingLeft(project);
    const numbers = await rowNumbers(project);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(round).toBeLessThan(wantedKills);
  }
});
