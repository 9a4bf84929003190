import type { SpecDocument } from '../../domain/spec.ts';
import { ownText } from '../spec-file.ts';
import type { Remark } from './finding.ts';

const field =
  /^[ \t]*(?:[-*+][ \t]+)?(_|\*\*)(?:requirements|files|depends|verify|validates)\b[^\r\n]{1,1000}?(?:([ \t]{1,50})\1([ \t]{0,50})|\1([ \t]{1,50}))(?=\r?$)/gim;

/** Spaces before or behind the sign that ends a field: with one before it, Markdown shows the sign itself. */
export function checkFieldSpaces(document: SpecDocument): Remark[] {
  return [...ownText(document).matchAll(field)].map((match) => {
    const [whole, sign = '', inner = '', behind = '', alone = ''] = match;
    const end = match.index + whole.length;
    const signAt = end - (inner === '' ? alone : behind).length - sign.length;
    const edits = [
      { start: signAt - inner.length, end: signAt, text: '' },
      { start: signAt + sign.length, end, text: '' },
    ].filter((edit) => edit.end > edit.start);
    const message = 'spaces stand at the end of this field, so Markdown may not show it as one: take them out';
    return { rule: 'field-space', document, span: { start: signAt - inner.length, end }, message, fix: edits };
  });
}
