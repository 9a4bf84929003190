import type { Criterion, SpecDocument } from '../../domain/spec.ts';

/** A criterion as the language rules read it. Offsets into `text` and `raw`, plus `start`, are offsets into the file. */
export interface CriterionText {
  id: string;
  document: SpecDocument;
  start: number;
  /** As written, its number included. */
  raw: string;
  /** Of the same length: number, emphasis and the title of a scenario are blanks, code and quoted words are underscores. */
  text: string;
  /** `GIVEN … WHEN … THEN …` */
  isScenario: boolean;
  /** Where its first SHALL begins, of a scenario without one its THEN; -1 where it has neither. */
  dutyAt: number;
}

export function readCriterionText(document: SpecDocument, { id, span, scenario }: Criterion): CriterionText {
  const raw = document.text.slice(span.start, span.end);
  const masked = maskText(raw);
  const text = scenario === undefined ? masked : masked.replace(/^[^\n]*/, blank);
  const isScenario = scenario !== undefined || /^\W*given\b[\s\S]*\bthen\b/i.test(text);
  const shallAt = text.search(/\bshall\b/i);
  const dutyAt = shallAt < 0 && isScenario ? text.search(/\bthen\b/i) : shallAt;
  return { id, document, start: span.start, raw, text, isScenario, dutyAt };
}

/** Blanks the number and the emphasis, and hides what is code or quoted: no rule judges what the system is to print. */
export function maskText(raw: string): string {
  return raw
    .replace(leadingNumber, blank)
    .replace(/(`{1,3})[^`]+\1/g, hide)
    .replace(/"[^"\n]*"|“[^“”\n]*”|(?<![\w'])'[^'\n]+'(?![\w'])/g, hide)
    .replace(/\*+|(?<!\w)_+|_+(?!\w)/g, (signs) => (signs.includes('*') || signs.length < 3 ? blank(signs) : signs));
}

/** What stands before SHALL: the condition and who is bound. */
export function conditionOf({ text, dutyAt }: CriterionText): string {
  return dutyAt < 0 ? '' : text.slice(0, dutyAt);
}

const leadingNumber = /^\s*(?:[-*+]\s+)?(?:\*\*|__)?(?:AC[- ]?)?\d+(?:\.\d+)*[.)、．）:：]?(?:\*\*|__)?[.:：]?\s/;

const blank = (part: string) => ' '.repeat(part.length);
const hide = (part: string) => '_'.repeat(part.length);
