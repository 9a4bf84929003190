import { expect, test } from 'vitest';
import { readRoadmap } from '../../src/specs/parse-roadmap.ts';
import { codes, parse } from './fixtures.ts';

const text = `# Roadmap: Holds

## Overview

Readers reserve books.

## Specs

### 1. Queue of holds
- _Size: S_

Keeps who waits.
In order.

### 2. Tell who waits
- _Size: M_
- _Depends: 1_

Sends a mail.
`;

test('each numbered heading is a spec with its size, what it waits for, and its paragraph', () => {
  expect(readRoadmap(text)).toEqual([
    { id: '1', title: 'Queue of holds', size: 'S', depends: [], text: 'Keeps who waits.\nIn order.' },
    { id: '2', title: 'Tell who waits', size: 'M', depends: ['1'], text: 'Sends a mail.' },
  ]);
});

test('it is approved block by block like any document', () => {
  const { blocks, problems } = parse('roadmap', text);
  expect(blocks.map(({ id }) => id)).toEqual([
    ...['requirements/preamble', 'requirements/overview', 'requirements/specs', 'requirements/1', 'requirements/2'],
  ]);
  expect(problems).toEqual([]);
});

test('one that plans nothing, says nothing, or waits for what comes later has problems', () => {
  expect(codes(parse('roadmap', '# Roadmap\n\n## Overview\n\nNothing.\n'))).toEqual(['entry-missing@1']);
  expect(codes(parse('roadmap', text.replace('Sends a mail.\n', '')))).toEqual(['entry-empty@15']);
  expect(codes(parse('roadmap', text.replace('Depends: 1', 'Depends: 3')))).toEqual(['dependency-unknown@15']);
  expect(codes(parse('roadmap', text.replace('- _Size: S_', '- _Depends: 2_')))).toEqual(['dependency-unknown@9']);
});

test('a size that is not said is M, and "Spec 2:" is a number too', () => {
  const entries = readRoadmap(text.replace('- _Size: S_\n', '').replace('### 2.', '### Spec 2:'));
  expect(entries.map(({ id, size }) => [id, size])).toEqual([
    ['1', 'M'],
    ['2', 'M'],
  ]);
});
