import type { RequirementStyle } from '../domain/config.ts';
import type { Criterion } from '../domain/spec.ts';
import { namesDuty } from './ears.ts';
import { stepWords } from './scenarios.ts';

/**
 * Whether a criterion has the shape of a style: in EARS a pattern and a duty (where the text is English, for a quarter of those
 * in other languages have no SHALL), in Gherkin a scenario, or a numbered line, whose steps come as GIVEN, WHEN, THEN; GIVEN may be left out.
 */
export function isWellFormedCriterion(criterion: Criterion, style: RequirementStyle): boolean {
  const { text, pattern, scenario } = criterion;
  if (style === 'gherkin') return hasSteps(scenario === undefined ? inlineSteps(text) : text);
  if (scenario !== undefined || pattern === 'none') return false;
  return namesDuty(text) || /(?![a-z])\p{Ll}|\p{Lo}/u.test(text);
}

/** `1. **Given** a book, **When** it is lent, **Then** it is out`: spec-kit writes scenarios in one line. */
function inlineSteps(text: string): string {
  return text.replace(/\*\*|__/g, '').replace(/\b(?:Given|When|Then)\b/g, (word) => word.toUpperCase());
}

function hasSteps(text: string): boolean {
  const main = stepWords(text).filter((word) => ['given', 'when', 'then'].includes(word));
  return /^(?:given )?when then$/.test(main.filter((word, at) => word !== main[at - 1]).join(' '));
}
