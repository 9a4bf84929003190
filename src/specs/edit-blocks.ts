import { positionAt } from '../base/text-places.ts';
import { type Block, type DocumentKind, type Problem, type SpecDocument, specStages } from '../domain/spec.ts';
import { parseDocument } from './parse-document.ts';
import { findBlock } from './select-blocks.ts';
import { ownText, specFile } from './spec-file.ts';
import { stageOfKind } from './stage-of-kind.ts';

/** What is to happen to one block of a document; a block is added behind another one. */
export type BlockEdit =
  | { op: 'replace'; block: string; text: string }
  | { op: 'add'; after: string; text: string }
  | { op: 'remove'; block: string };

export interface EditedDocument {
  text: string;
  document: SpecDocument;
  /** Why the text must not be written: an edit reached beyond its block. */
  spilt: Problem[];
}

/**
 * Edits blocks of a document. Not one byte outside of the edited blocks changes, and the new text takes the line breaks and
 * the indent of what it replaces. An edit that would change how the rest is read, such as by a fence that is never closed or
 * by taking a number that is another's, is told in `spilt`.
 */
export function editBlocks(document: SpecDocument, edits: readonly BlockEdit[]): EditedDocument {
  const pieces = edits.map((edit) => toPiece(document, edit)).sort((a, b) => b.start - a.start);
  const text = pieces.reduce(
    (now, piece) => now.slice(0, piece.start) + piece.text + now.slice(piece.end),
    document.text,
  );
  const edited = parseDocument(document.kind, document.file, text);
  const spilt = [...findSpilt(document, edited, edits), ...findSpiltBeside(document, edited)];
  return { text, document: edited, spilt };
}

interface Piece {
  start: number;
  end: number;
  text: string;
}

function toPiece(document: SpecDocument, edit: BlockEdit): Piece {
  const { text } = document;
  const block = findBlock(document, edit.op === 'add' ? edit.after : edit.block);
  const { start, end } = block.span;
  const [before, next] = neighboursOf(document, block);
  if (edit.op === 'remove') {
    if (next !== undefined) return { start, end: next.span.start, text: '' };
    return { start: before?.span.end ?? start, end, text: '' };
  }
  const old = text.slice(start, end);
  const lineBreak = (/\r?\n/.exec(old) ?? /\r?\n/.exec(text))?.[0] ?? '\n';
  if (edit.op === 'replace')
    return edit.text === old ? { start, end, text: old } : { start, end, text: adapt(edit.text, old, lineBreak) };
  const gap = next === undefined ? '' : text.slice(end, next.span.start);
  const usual = document.kind === 'tasks' ? lineBreak : lineBreak + lineBreak;
  return { start: end, end, text: (gap === '' ? usual : gap) + adapt(edit.text, old, lineBreak) };
}

/** The blocks right before and behind one, with nothing but blank lines between: `spec.md` holds other documents, too. */
function neighboursOf({ text, blocks }: SpecDocument, block: Block): [Block | undefined, Block | undefined] {
  const at = blocks.indexOf(block);
  const [before, next] = [blocks[at - 1], blocks[at + 1]];
  const isBlank = (start: number, end: number) => text.slice(start, end).trim() === '';
  return [
    before !== undefined && isBlank(before.span.end, block.span.start) ? before : undefined,
    next !== undefined && isBlank(block.span.end, next.span.start) ? next : undefined,
  ];
}

/** Line breaks of the file, no blank lines at the ends, and at least the indent that the old first line has. */
function adapt(text: string, old: string, lineBreak: string): string {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
    .split('\n');
  const [wanted, given] = [indentOf(old), indentOf(lines[0] ?? '')];
  const missing = wanted.endsWith(given) ? wanted.slice(0, wanted.length - given.length) : '';
  return lines.map((line) => (line === '' ? line : missing + line)).join(lineBreak);
}

const indentOf = (text: string) => /^[ \t]*/.exec(text)?.[0] ?? '';

/** Every block that no edit names must be there still, under its id and in its text; an edited one under its id. */
function findSpilt(before: SpecDocument, now: SpecDocument, edits: readonly BlockEdit[]): Problem[] {
  const touched = new Map(
    edits.flatMap((edit) => (edit.op === 'add' ? [] : [[findBlock(before, edit.block).id, edit.op]])),
  );
  const present = new Map(now.blocks.map((block) => [block.id, block]));
  const added = edits.some(({ op }) => op === 'add');
  const lost = before.blocks.flatMap((block): Problem[] => {
    const op = touched.get(block.id);
    const after = present.get(block.id);
    if (op === 'remove' || (op === 'replace' && after !== undefined)) return [];
    if (op === undefined && after?.hash === block.hash) return [];
    const what = op === 'replace' ? 'must begin with its own number and title line' : 'would be changed by it';
    return [spilt(before, block, `${block.id} ${what}: give the block alone, whole, with every fence closed`)];
  });
  const known = new Set(before.blocks.map(({ id }) => id));
  const more = added ? [] : now.blocks.filter(({ id }) => !known.has(id));
  return [
    ...lost,
    ...more.map((block) => spilt(now, block, `${block.id} would be added by it: give the one block only`)),
  ];
}

/** What `spec.md` holds beside this document must stay. */
function findSpiltBeside(before: SpecDocument, now: SpecDocument): Problem[] {
  const [first] = before.blocks;
  if (before.file !== specFile || first === undefined) return [];
  return specStages
    .filter((kind) => kind !== stageOfKind(before.kind) && shownLines(before, kind) !== shownLines(now, kind))
    .map((kind) =>
      spilt(before, first, `the ${kind} would be changed by it: give the one block only, with every fence closed`),
    );
}

function shownLines({ file, text }: SpecDocument, kind: DocumentKind): string {
  const lines = ownText({ kind, file, text }).split(/\r\n?|\n/);
  return lines.filter((line) => line.trim() !== '').join('\n');
}

function spilt({ file, text }: SpecDocument, { span }: Block, message: string): Problem {
  return { code: 'block-spilt', severity: 'error', message, file, ...positionAt(text, span.start) };
}
