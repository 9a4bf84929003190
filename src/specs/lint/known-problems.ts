import { type TextPlaces, textPlaces } from '../../base/text-places.ts';
import type { Problem, SpecDocument } from '../../domain/spec.ts';
import type { Remark } from './finding.ts';
import { mendProblem } from './mend-problem.ts';

/** What the parser found, as remarks on the rest of the line. Duties are judged with the language known, by rules of their own. */
export function knownProblems(document: SpecDocument): Remark[] {
  const places = textPlaces(document.text);
  return document.problems
    .filter(({ code }) => !code.startsWith('duty-'))
    .map((problem) => {
      const remark = remarkOf(document, problem, places);
      const fix = mendProblem(document, problem, remark.span);
      return fix === undefined ? remark : { ...remark, fix };
    });
}

export function remarkOf(document: SpecDocument, problem: Problem, places: TextPlaces): Remark {
  const start = places.offsetOf(problem);
  return { rule: problem.code, document, span: { start, end: places.endOfLine(start) }, message: problem.message };
}
