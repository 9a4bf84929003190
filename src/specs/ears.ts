import type { EarsPattern } from '../domain/spec.ts';

type Clause = Exclude<EarsPattern, 'ubiquitous' | 'complex' | 'none'>;

const openers: [Clause, RegExp][] = [
  ['event', /^(?:when\b|当|當)/iu],
  ['state', /^(?:while\b|during\b)/iu],
  ['optional', /^where\b/iu],
  ['unwanted', /^(?:if\b|如果|若|もし)/iu],
];

const clauses: [Clause, RegExp][] = [
  ['event', /\bWHEN\b/],
  ['state', /\bWHILE\b/],
  ['optional', /\bWHERE\b/],
  ['unwanted', /\bIF\b/],
];

const duty =
  /\b(?:shall|must)\b|必须|必須|应当|应该|應該|しなければならない|ものとする|해야\s*(?:한다|합니다)|phải|\b(?:debe|deve|doit|muss)\b/iu;

/** Whether a criterion says what shall be: SHALL, MUST, or the word of another language for it. */
export function namesDuty(criterion: string): boolean {
  return duty.test(criterion);
}

/**
 * The EARS pattern of a criterion. Only recognised, never required: a quarter of the criteria that people write in other
 * languages have no SHALL at all.
 */
export function recogniseEars(criterion: string): EarsPattern {
  const text = criterion.replace(/[*_`]/g, '').trim();
  const first = openers.find(([, pattern]) => pattern.test(text))?.[0];
  const condition = text.split(/\bSHALL\b/)[0] ?? text;
  const found = new Set(clauses.filter(([, pattern]) => pattern.test(condition)).map(([clause]) => clause));
  if (first !== undefined) found.add(first);
  if (found.size > 1) return 'complex';
  const [only] = found;
  return only ?? (duty.test(text) ? 'ubiquitous' : 'none');
}
