import { lastAtOrBelow, textPlaces } from '../../base/text-places.ts';
import type { SpecDocument } from '../../domain/spec.ts';
import type { LintFinding, Remark } from './finding.ts';
import { ruleOf } from './rules.ts';

/** The remarks on one document as findings, in the order of their places: with class, severity, block, line and column. */
export function placeRemarks(document: SpecDocument, remarks: readonly Remark[]): LintFinding[] {
  const own = remarks.filter((remark) => remark.document === document).sort((a, b) => a.span.start - b.span.start);
  if (own.length === 0) return [];
  const { text, file, blocks } = document;
  const places = textPlaces(text);
  const severities = new Map(document.problems.map(({ code, severity }) => [code, severity]));
  const starts = blocks.map(({ span }) => span.start);
  return own.map(({ rule: name, span, message, fix }) => {
    const rule = ruleOf(name, severities.get(name));
    const block = blocks[lastAtOrBelow(starts, span.start)];
    const isInside = block !== undefined && block.span.start <= span.start && span.start <= block.span.end;
    const [from, to] = [places.placeOf(span.start), places.placeOf(span.end)];
    return {
      rule: name,
      class: rule.class,
      severity: rule.severity,
      ...(isInside ? { block: { id: block.id, hash: block.hash } } : {}),
      file,
      span,
      line: from.line,
      column: from.column,
      endLine: to.line,
      endColumn: to.column,
      excerpt: text.slice(places.offsetOf({ line: from.line, column: 1 }), places.endOfLine(span.end)).trim(),
      message,
      ...(fix === undefined ? {} : { fix }),
    };
  });
}
