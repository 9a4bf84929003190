import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DocumentKind, SpecDocument } from '../../src/domain/spec.ts';
import { type BlockEdit, editBlocks } from '../../src/specs/edit-blocks.ts';
import { parseDocument } from '../../src/specs/parse-document.ts';
import { parse, readFixture } from './fixtures.ts';

const plan = parse('tasks', '\uFEFF# Plan\r\n\r\n- [x] 1. a 🚀\r\n\t- more\r\n\r\n- [ ] 2. b\r\n  - [ ] 2.1 c\r\n\r\n');
const edit = (document: SpecDocument, ...edits: BlockEdit[]) => editBlocks(document, edits);
const spilt = (document: SpecDocument, ...edits: BlockEdit[]) =>
  edit(document, ...edits).spilt.map(({ code, message }) => `${code}: ${message}`);

describe('a block is edited', () => {
  test('and gets the line breaks of the file and the indent of the old text', () => {
    const { text, spilt: beyond } = edit(plan, { op: 'replace', block: '2.1', text: '\n- [ ] 2.1 C\n  - é\n\n' });
    expect(text).toBe(plan.text.replace('  - [ ] 2.1 c', '  - [ ] 2.1 C\r\n    - é'));
    expect(beyond).toEqual([]);
  });

  test('is added behind another one, with the gap that is usual there', () => {
    const { text, spilt: beyond } = edit(plan, { op: 'add', after: 'tasks/2.1', text: '  - [ ] 2.2 d' });
    expect(text).toBe(plan.text.replace('2.1 c', '2.1 c\r\n  - [ ] 2.2 d'));
    expect(beyond).toEqual([]);
  });

  test('is taken out with the blank lines behind it', () => {
    expect(edit(plan, { op: 'remove', block: '1' }).text).toBe(
      '\uFEFF# Plan\r\n\r\n- [ ] 2. b\r\n  - [ ] 2.1 c\r\n\r\n',
    );
    expect(edit(plan, { op: 'remove', block: '2.1' }).text).toBe(plan.text.replace('\r\n  - [ ] 2.1 c', ''));
  });

  test('together with others, whatever their order', () => {
    const edits: BlockEdit[] = [
      { op: 'replace', block: '1', text: '- [ ] 1. A' },
      { op: 'remove', block: '2.1' },
      { op: 'replace', block: '2', text: '- [ ] 2. B' },
    ];
    const wanted = '\uFEFF# Plan\r\n\r\n- [ ] 1. A\r\n\r\n- [ ] 2. B\r\n\r\n';
    expect(edit(plan, ...edits).text).toBe(wanted);
    expect(edit(plan, ...edits.toReversed()).text).toBe(wanted);
  });
});

describe('what reaches beyond the block is told', () => {
  test.each<[string, string, RegExp]>([
    ['another number', '- [ ] 3. b', /tasks\/2 must begin with its own number/],
    ['a second block', '- [ ] 2. b\n- [ ] 7. more', /tasks\/7 would be added/],
    ['a fence that stays open', '- [ ] 2. b\n  ```\n', /tasks\/2\.1 would be changed/],
    ['words before it', 'Here it is:\n\n- [ ] 2. b', /tasks\/1 would be changed/],
    ['nothing at all', '', /tasks\/2 must begin/],
  ])('%s', (_, text, wanted) => {
    expect(spilt(plan, { op: 'replace', block: '2', text }).join('\n')).toMatch(wanted);
  });

  test('a number that is taken, of a block that is added', () => {
    expect(spilt(plan, { op: 'add', after: '1', text: '- [ ] 2. other' }).join('\n')).toMatch(
      /tasks\/2 would be changed/,
    );
  });
});

const fixtures: [string, DocumentKind][] = [
  ...['flat-2025', 'waves-2026'].flatMap((folder): [string, DocumentKind][] => [
    [folder, 'requirements'],
    [folder, 'design'],
    [folder, 'tasks'],
  ]),
  ...['windows', 'japanese', 'chinese'].flatMap((folder): [string, DocumentKind][] => [
    [folder, 'requirements'],
    [folder, 'tasks'],
  ]),
  ['bugfix', 'bugfix'],
  ['headings', 'tasks'],
];

/** Real documents, also as Windows writes them, with a byte order mark, tabs and emoji. */
const documents = fc
  .tuple(fc.constantFrom(...fixtures), fc.constantFrom('', '\uFEFF'), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([[folder, kind], mark, lineBreak, tabs]) => {
    const { text } = readFixture(folder, kind);
    const plain = text.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');
    const varied = tabs ? plain.replace(/^ {2}/gm, '\t').replaceAll('. ', '. 🎯 ') : plain;
    return parse(kind, mark + varied.replaceAll('\n', lineBreak));
  });

const lines = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('```', '- [x] 9. new', '## Heading', '\tdeep', '', '\r', '| a |'),
  ),
  { maxLength: 6 },
);

test('replacing one block changes no byte before and behind it, whatever the new text', () => {
  fc.assert(
    fc.property(documents, fc.nat(), lines, (document, pick, words) => {
      const block = document.blocks[pick % document.blocks.length];
      if (block === undefined) return;
      const { start, end } = block.span;
      const { text } = edit(document, { op: 'replace', block: block.id, text: words.join('\n') });
      expect(text.startsWith(document.text.slice(0, start))).toBe(true);
      expect(text.endsWith(document.text.slice(end))).toBe(true);
      expect(text.length).toBeGreaterThanOrEqual(document.text.length - (end - start));
    }),
    { numRuns: 300 },
  );
});

test('where nothing is told, all other blocks are what they were', () => {
  fc.assert(
    fc.property(documents, fc.nat(), fc.string(), (document, pick, word) => {
      const block = document.blocks[pick % document.blocks.length];
      if (block === undefined) return;
      const own = document.text.slice(block.span.start, block.span.end);
      const { document: now, spilt: beyond } = edit(document, {
        op: 'replace',
        block: block.id,
        text: `${own} ${word}`,
      });
      if (beyond.length > 0) return;
      const others = (blocks: SpecDocument['blocks']) =>
        blocks.filter(({ id }) => id !== block.id).map(({ id, hash }) => [id, hash]);
      expect(others(now.blocks)).toEqual(others(document.blocks));
    }),
    { numRuns: 200 },
  );
});

test('a block that is replaced by its own text changes nothing', () => {
  fc.assert(
    fc.property(documents, (document) => {
      for (const { id, span } of document.blocks) {
        const { text, spilt: beyond } = edit(document, {
          op: 'replace',
          block: id,
          text: document.text.slice(span.start, span.end),
        });
        expect(text).toBe(document.text);
        expect(beyond).toEqual([]);
      }
    }),
    { numRuns: 40 },
  );
});

const smallSpec = `# Lend

## Requirement 1: Lend

1. It SHALL hold

## Requirement 2: Return

1. It SHALL last

## Approach

One file.

## Tasks

- [ ] 1. All

## Notes

None.
`;

test('in the one file of a small spec an edit leaves what stands between blocks of its document', () => {
  const document = parseDocument('requirements', 'spec.md', smallSpec);
  const second = '## Requirement 2: Return\n\n1. It SHALL last\n';
  const removed = editBlocks(document, [{ op: 'remove', block: '2' }]);
  expect(removed.spilt).toEqual([]);
  expect(removed.text).toBe(smallSpec.replace(`${second}\n`, ''));
  const third = '## Requirement 3: Fines\n\n1. It SHALL cost';
  const added = editBlocks(document, [{ op: 'add', after: '2', text: third }]);
  expect(added.spilt).toEqual([]);
  expect(added.text).toBe(smallSpec.replace(second, `${second}\n${third}\n`));
});

test.each([
  ['requirements', '2', '## Requirement 2: Return\n\n## Tasks\n\n- [ ] 2. More', ['the tasks would be changed by it']],
  ['requirements', '2', '## Requirement 2: Return\n\n```', ['the design would', 'the tasks would']],
  ['design', 'approach', '## Approach\n\n## Requirement 3: More', ['the requirements would be changed by it']],
  ['tasks', '1', '- [ ] 1. All\n\n## Design\n\nMore.', ['the design would be changed by it']],
] as const)(
  'in the one file an edit of %s/%s that reaches into another document is told: %j',
  (kind, block, text, told) => {
    const document = parseDocument(kind, 'spec.md', smallSpec);
    const { spilt } = editBlocks(document, [{ op: 'replace', block, text }]);
    const beside = spilt.filter(({ message }) => message.startsWith('the '));
    expect(beside.map(({ code }) => code)).toEqual(told.map(() => 'block-spilt'));
    for (const [at, words] of told.entries()) expect(beside[at]?.message).toContain(words);
  },
);
