import { describe, expect, test } from 'vitest';
import { readLines } from '../../src/specs/lines.ts';
import { parse } from './fixtures.ts';

const verbatim = (text: string) => readLines(text).lines.flatMap(({ verbatim: is, number }) => (is ? [number] : []));
const ids = (text: string) => parse('tasks', text).tasks.map(({ id }) => id);

describe('front matter', () => {
  test('is no part of the document', () => {
    const text = '---\nstatus: draft\n# a comment\ntags:\n  - a\n- b\n---\n\n- [ ] 1. a\n';
    expect(verbatim(text)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(ids(text)).toEqual(['1']);
  });

  test.each([
    ['that is never closed', '---\nstatus: draft\n- [ ] 1. a\n'],
    ['that holds boxes', '---\nstatus: draft\n- [ ] 1. a\n---\n'],
    ['that holds prose', '---\nstatus: draft\nProse.\n---\n- [ ] 1. a\n'],
    ['that begins with no key', '---\n- a\n---\n- [ ] 1. a\n'],
    ['below the first line', '\n---\nstatus: draft\n---\n- [ ] 1. a\n'],
  ])('%s is none', (_name, text) => {
    expect(verbatim(text)).toEqual([]);
    expect(ids(text)).toEqual(['1']);
  });
});

describe('an HTML comment', () => {
  test('that starts a line hides all lines up to its end, blank ones too', () => {
    const text = '- [ ] 1. a\n<!--\n- [ ] 2. b\n\n- [ ] 3. c\n-->\n- [ ] 4. d\n';
    expect(verbatim(text)).toEqual([2, 3, 4, 5, 6]);
    expect(ids(text)).toEqual(['1', '4']);
  });

  test('that starts within a line hides the lines below it up to its end', () => {
    const text = '- [ ] 1. a <!-- was\n- [ ] 2. b\n-->\n- [ ] 3. c\n';
    expect(verbatim(text)).toEqual([2, 3]);
    expect(ids(text)).toEqual(['1', '3']);
  });

  test('within a line ends with its paragraph, so that an arrow further down closes nothing', () => {
    expect(ids('- [ ] 1. write <!-- to it\n- [ ] 2. b\n\nA --> B\n')).toEqual(['1', '2']);
  });

  test('is not opened by a sign in inline code, nor by one that is closed in its line', () => {
    expect(ids('- [ ] 1. write `<!--` there\n- [ ] 2. b -->\n')).toEqual(['1', '2']);
    expect(ids('- [ ] 1. a <!-- id: 1 -->\n- [ ] 2. b <!-- id: 2 -->\n')).toEqual(['1', '2']);
  });

  test('that is never closed is none', () => {
    expect(verbatim('<!-- a\n- [ ] 1. a\n')).toEqual([]);
  });

  test('goes on where one ends and another begins in a line', () => {
    expect(verbatim('<!-- a\n--> <!-- b\n- [ ] 1. a\n-->\n')).toEqual([1, 2, 3, 4]);
  });
});

test('a fence within a comment and a comment within a fence are what stands around them', () => {
  expect(verbatim('<!--\n```\n-->\na\n')).toEqual([1, 2, 3]);
  expect(verbatim('```\n<!--\n```\na -->\n')).toEqual([1, 2, 3]);
});
