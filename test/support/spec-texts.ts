/** Documents of specs that several tests begin with. */

export const roadmap = `# Roadmap: Library

## Overview

Two specs.

## Specs

### 1. Lend books
- _Size: S_

Books can be lent.

### 2. Return books
- _Depends: 1_

Books come back.
`;

export const bugfix = `# Bugfix Requirements Document

## Introduction
A day is lost.

### Current Behavior (Defect)
1.1 WHEN a book is lent THEN the system allows 13 days

### Expected Behavior (Correct)
2.1 WHEN a book is lent THEN the system SHALL allow 14 days

### Unchanged Behavior (Regression Prevention)
3.1 WHEN a book is renewed THEN the system SHALL CONTINUE TO allow 7 days
`;
