import { describe, expect, test } from 'vitest';
import { digest } from '../../src/base/ids.ts';
import { uniqueIds } from '../../src/specs/blocks.ts';
import { parse, readFixture } from './fixtures.ts';

const blocksOf = (text: string) => parse('design', text).blocks;
const names = (text: string) => blocksOf(text).map(({ id }) => id.replace('design/', ''));

test('a design has a block for each section of the second level', () => {
  const { blocks, problems } = readFixture('flat-2025', 'design');
  expect(problems).toEqual([]);
  expect(blocks.map(({ id, title }) => [id, title])).toEqual([
    ['design/preamble', 'Design Document'],
    ['design/overview', 'Overview'],
    ['design/architecture', 'Architecture'],
    ['design/components-and-interfaces', 'Components and Interfaces'],
    ['design/testing-strategy', 'Testing Strategy'],
  ]);
  expect(blocks[2]?.text).toContain('## not a heading');
  expect(blocks[3]?.text).toContain('### SearchQuery');
});

describe('sections', () => {
  test('before the first heading are the preamble, and only where something stands there', () => {
    expect(names('Prose.\n\n## A one\n')).toEqual(['preamble', 'a-one']);
    expect(names('\n\n## A one\n')).toEqual(['a-one']);
    expect(names('')).toEqual([]);
    expect(names(' \n\n')).toEqual([]);
  });

  test('of the first level stand alone after the title', () => {
    expect(names('# Title\n\n# First part\n\n## Second part\n')).toEqual(['preamble', 'first-part', 'second-part']);
  });

  test('of the third level stand alone between requirements of that level', () => {
    const text = '### Requirement 1\n#### Acceptance Criteria\n1. a\n### Notes\n#### Deeper\n### More\n## Last\n';
    expect(parse('requirements', text).blocks.map(({ title }) => title)).toEqual([
      'Requirement 1',
      'Notes',
      'More',
      'Last',
    ]);
  });

  test('of the third level belong to the one above them', () => {
    expect(names('## Part\n### Deeper\n#### Deepest\n### Deeper\n## Other\n')).toEqual(['part', 'other']);
  });
});

describe('ids', () => {
  test('are made unique in order', () => {
    expect(names('## Part\n## Part\n## part!\n')).toEqual(['part', 'part-2', 'part-3']);
  });

  test('do not change when a heading is numbered anew', () => {
    expect(names('## 1. Overview\n## 2.1 Data models\n')).toEqual(['overview', 'data-models']);
  });

  test('of headings without Latin letters stay when others are added', () => {
    const [first, second] = names('## 概述\n## 架构\n');
    expect(first).toMatch(/^section-[0-9a-f]{6}$/);
    expect(names('## 新的\n## 架构\n## 概述\n').slice(1)).toEqual([second, first]);
    expect(names('## 概述\n## 概述\n')).toEqual([first, `${first}-2`]);
  });

  test('of headings that are only numbers are never those of requirements', () => {
    const text = '## 1\n\n### Requirement 1\n#### Acceptance Criteria\n1. a\n';
    const [heading, requirement] = parse('requirements', text).blocks.map(({ id }) => id);
    expect(heading).toMatch(/^requirements\/section-/);
    expect(requirement).toBe('requirements/1');
  });

  test('that are taken get the first free number', () => {
    const uniqueId = uniqueIds();
    expect(['a', 'a', 'a-3', 'b', 'a'].map((id) => uniqueId(id))).toEqual(['a', 'a-2', 'a-3', 'b', 'a-4']);
    expect(uniqueId('c', (id) => id === 'c')).toBe('c-2');
  });
});

test('a block holds its normalised text, the hash of it and where it stands', () => {
  const text = '\uFEFF# Title  \r\n\r\nProse.\t\r\n\r\n\r\n## Next\r\n';
  const [block] = blocksOf(text);
  expect(block?.text).toBe('# Title\n\nProse.');
  expect(block?.hash).toBe(digest('# Title\n\nProse.'));
  expect(text.slice(block?.span.start, block?.span.end)).toBe('# Title  \r\n\r\nProse.\t');
});

test('line breaks and trailing space change no hash, words do', () => {
  const hash = (text: string) => blocksOf(text)[0]?.hash;
  expect(hash('## A b\r\n\r\nc  \r\n')).toBe(hash('## A b\n\nc'));
  expect(hash('## A b\n\nd')).not.toBe(hash('## A b\n\nc'));
});
