/** What the model of the bench says: three documents for the author, then one tool call a turn for the implementer. */

export const parts = 20;

export function partFile(part, round) {
  const lines = Array.from(
    { length: 80 },
    (_, n) => `export const value${n} = part + ${n}; // line ${n} of part ${part}`,
  );
  return [`const part = ${part};`, `export const round = ${round};`, ...lines, ''].join('\n');
}

const requirements = `# Requirements Document

## Introduction

Every part of the library knows its round.

## Requirements

### Requirement 1: Rounds

**User Story:** As a developer, I want every part to know its round, so that I can tell them apart.

#### Acceptance Criteria

1. WHEN a part is loaded THE SYSTEM SHALL export the number of its round.
`;

const design = `# Design Document

## Overview

Each file under src holds one part and exports its round as a number.
`;

const tasks = `# Implementation Plan

- [ ] 1. Raise the rounds of all parts
  - Edit each file under src
  - _Requirements: 1.1_
  - _Files: src/, notes/_
  - _Verify: true_
`;

/** The document that the author's request asks for, told by how many it was shown. */
export function draftReply({ messages }) {
  const asked = messages[0].content.map(({ text }) => text).join('');
  const shown = asked.split('approved="yes"').length - 1;
  return [{ type: 'text', text: [requirements, design, tasks][shown] ?? tasks }];
}

/** The calls follow each other in this order, on one part after the other. */
const calls = [
  (part) => ['read', { path: `src/part-${part}.mjs` }],
  (part, round) => [
    'edit',
    {
      path: `src/part-${part}.mjs`,
      old: `export const round = ${round};`,
      new: `export const round = ${round + 1};`,
    },
  ],
  () => ['bash', { command: 'true' }],
  (part) => ['grep', { pattern: `line 7 of part ${part}$` }],
  (part, round) => ['write', { path: `notes/part-${part}-${round}.md`, content: `Part ${part}, round ${round}.\n` }],
  (part) => ['glob', { pattern: `src/part-${part}*.mjs` }],
];

export const callsInOrder = calls.map((call) => call(0, 0)[0]);

/** The reply of one turn; turns count from 1. */
export function workReply(turn) {
  const cycle = Math.floor((turn - 1) / calls.length);
  const [name, input] = calls[(turn - 1) % calls.length](cycle % parts, Math.floor(cycle / parts));
  return callReply(turn, name, input);
}

export function finishReply(turn) {
  return callReply(turn, 'finish', { summary: 'Raised the rounds of the parts.', done: true });
}

function callReply(turn, name, input) {
  const said = `Step ${turn}: the next thing to do is a call of ${name}, as the plan of this task says.`;
  return [
    { type: 'text', text: said },
    { type: 'tool_use', id: `toolu_${turn}`, name, input },
  ];
}
