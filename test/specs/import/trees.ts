import type { SourceTree } from '../../../src/specs/import/foreign-spec.ts';
import { parseDocument } from '../../../src/specs/parse-document.ts';

/** A tree of made-up files. */
export function treeOf(files: Readonly<Record<string, string>>): SourceTree {
  return { paths: Object.keys(files).sort(), read: (path) => files[path] ?? '' };
}

export function parseRequirements(text = '') {
  const { requirements, problems } = parseDocument('requirements', 'requirements.md', text);
  const criteria = requirements.flatMap((each) => each.criteria.map(({ id, text: said }) => [id, said]));
  return { requirements, criteria, problems };
}

export function parseTasks(text = '') {
  const { tasks, problems } = parseDocument('tasks', 'tasks.md', text);
  return { tasks, problems };
}

export const specKit: Readonly<Record<string, string>> = {
  'specs/003-lend-books/spec.md': `# Feature Specification: Lend Books

**Feature Branch**: \`003-lend-books\`
**Input**: User description: "readers can lend books"

## User Scenarios & Testing *(mandatory)*

### User Story 1 - Lend a book (Priority: P1)

A reader takes a book home.

**Why this priority**: nothing works without it.

**Acceptance Scenarios**:

1. **Given** a book on the shelf, **When** a reader asks for it, **Then** it is noted as lent
2. **Given** a book that is out, **When** a reader asks for it, **Then** the reader is refused

---

### User Story 2 - Return a book (Priority: P2)

A reader brings a book back.

### Edge Cases

- What if the library burns?

## Requirements *(mandatory)*

### Functional Requirements

- **FR-001**: System MUST note the reader
- **FR-002**: System MUST refuse a book that is out
  - also at night

### Key Entities

- **Book**: has a title

## Success Criteria *(mandatory)*

### Measurable Outcomes

- **SC-001**: Lending takes less than 5 seconds
`,
  'specs/003-lend-books/plan.md': '# Implementation Plan: Lend Books\n\n## Summary\n\nTwo files.\n',
  'specs/003-lend-books/research.md': '# Research\n\n## Decision\n\nPlain text.\n',
  'specs/003-lend-books/contracts/api.yaml': 'openapi: 3\n',
  'specs/003-lend-books/tasks.md': `# Tasks: Lend Books

## Format: \`[ID] [P?] [Story] Description\`

- **[P]**: can run in parallel

## Phase 1: Setup

- [x] T001 Make the folder in src/

## Phase 2: User Story 1

- [ ] T002 [P] [US1] Write src/lend.ts as FR-001 says
- [X] T003 [US1] Test it in test/lend.test.ts (depends on T002)
  - with real books
- [ ] T003A [US9] Write test/more/lend.test.ts

**Checkpoint**: books can be lent
`,
  '.specify/memory/constitution.md': '# Constitution\n\nTests first.\n',
};

export const openSpec: Readonly<Record<string, string>> = {
  'openspec/project.md': '# Project\n\nWe lend books.\n',
  'openspec/specs/lending/spec.md': `# lending Specification

## Purpose
How books are lent.

## Requirements

### Requirement: Lend a book
The system SHALL lend books.

#### Scenario: A book is there
- **WHEN** a reader asks
- **THEN** the book is lent

### Requirement: Stay open
The system SHALL be open
at night.
`,
  'openspec/changes/add-fines/proposal.md': '# Change: Add fines\n\n## Why\n\nBooks come late.\n',
  'openspec/changes/add-fines/tasks.md': '## 1. Fines\n\n- [x] 1.1 Count the days\n- [ ] 1.2 Ask for money\n',
  'openspec/changes/add-fines/specs/lending/spec.md': `## MODIFIED Requirements

### Requirement: Lend a book
The system SHALL say when it is due.

#### Scenario: Due
- **WHEN** a book is lent
- **THEN** the day is said

## REMOVED Requirements

### Requirement: Stay open
**Reason**: too loud
`,
  'openspec/changes/add-fines/specs/fines/spec.md': `## ADDED Requirements

### Requirement: Fine
The system SHALL fine.

#### Scenario: Late
- **WHEN** a book is late
- **THEN** a fine is due
`,
  'openspec/changes/archive/2025-01-01-old/proposal.md': '# Old\n',
};

export const ccSdd: Readonly<Record<string, string>> = {
  '.kiro/specs/lend/spec.json': JSON.stringify({ approvals: { requirements: { approved: true }, tasks: {} } }),
  '.kiro/specs/lend/requirements.md': `# Requirements Document

## Project Description (Input)
Lend books.

## Requirements

### Requirement 1: Lend

#### Acceptance Criteria
1. When a reader asks, the library shall lend
`,
  '.kiro/specs/lend/tasks.md':
    '# Implementation Plan\n\n- [x] 1. Lend\n  - [x] 1.1 (P) Write it\n    - _Requirements: 1.1_\n- [ ] 2. Return\n',
  '.kiro/specs/lend/research.md': '# Research\n',
  '.kiro/steering/tech.md': '# Tech\n',
};
