import { writtenNumbers } from '../quantities.ts';
import { type Clauses, splitClauses } from '../split-clauses.ts';
import type { Amount, Duty, Fact, Form } from './form.ts';
import { type Vocabulary, wordsOf } from './vocabulary.ts';

/**
 * What a form says that its criterion does not: a term of which neither the words nor those of a declared synonym stand in
 * the text, a number that it does not have, a negation or an `every` without a word for it, or a denial that is left out.
 * Such words are known in English; elsewhere only terms and numbers are looked for. Empty where it is grounded.
 */
export function ungrounded({ guard, duties }: Omit<Form, 'id'>, text: string, vocabulary: Vocabulary): string[] {
  const holds = termsIn(text);
  const has = (term: string) => vocabulary.membersOf(term).some(holds);
  const terms = [...guard.flatMap(termsOfFact), ...duties.flatMap(termsOfDuty)];
  const strange = terms.filter((term) => term !== undefined && !has(term));
  const numbers = numbersIn(text);
  const missing = [...guard, ...duties].flatMap(amountsOf).filter((amount) => !isWritten(amount, numbers));
  return [
    ...[...new Set(strange)].map((term) => `"${term}" is neither in its text nor declared to mean a word of it`),
    ...missing.map(({ number }) => `the number ${number} is not in its text`),
    ...saysElse(text, { guard, duties }, vocabulary),
  ];
}

/** Whether all words of a term stand in a text. Where words are written without spaces, the term itself has to. */
export function termsIn(text: string): (term: string) => boolean {
  const words = new Set(wordsOf(text));
  const lower = text.toLowerCase();
  return (term) => {
    const own = wordsOf(term);
    if (own.length > 0 && own.every((word) => words.has(word))) return true;
    if (own.length === 0) return ` ${lower.replace(/[^a-z]+/g, ' ')} `.includes(` ${term} `);
    return unspaced.test(term) && lower.includes(term);
  };
}

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** Where a form denies or generalises what its text does not, and where it leaves out a denial. */
function saysElse(text: string, form: Omit<Form, 'id'>, vocabulary: Vocabulary): string[] {
  const clauses = splitClauses(text);
  if (clauses === undefined) return [];
  const denies = [...form.guard, ...form.duties].some(({ not }) => not === true);
  const generalises = form.duties.some(({ quantifier, modality }) => quantifier === 'every' || modality === 'only');
  return [
    ...(denies && !negative.test(text) ? ['it has "not" where its text denies nothing'] : []),
    ...deniesLess(clauses, form, vocabulary),
    ...(exception.test(text) && !denies ? ['its text makes an exception, and the form has no "not" for it'] : []),
    ...(generalises && !universal.test(text) ? ['it has "every" or "only" where its text says no such word'] : []),
  ];
}

/** A `no` or `not` of the text that the form has neither as its own nor within a term. */
function deniesLess(clauses: Clauses, { guard, duties }: Omit<Form, 'id'>, { membersOf }: Vocabulary): string[] {
  const lacks = (
    said: string,
    parts: readonly { not?: boolean | undefined }[],
    terms: readonly (string | undefined)[],
  ) =>
    denying.test(said.replace(comparing, ' ')) &&
    !parts.some(({ not }) => not === true) &&
    !terms.some((term) => term !== undefined && membersOf(term).some((member) => denying.test(member)));
  const when = clauses.conditions.filter(({ kind }) => kind !== 'exception').map((clause) => clause.text);
  const isOnly = duties.some(({ modality }) => modality === 'only');
  return [
    ...(lacks(when.join(' '), guard, guard.flatMap(termsOfFact)) ? ['the condition of its text denies something'] : []),
    ...(!isOnly && lacks(`${clauses.actor} ${clauses.response}`, [...guard, ...duties], duties.flatMap(termsOfDuty))
      ? ['what its text demands denies something']
      : []),
  ].map((found) => `${found}, and the form does not`);
}

const exception = /\b(?:except|unless|other than|apart from|but not)\b/i;
const denying = /\b(?:not|no|never|none|neither|nobody|nothing|without|cannot)\b/i;
const comparing =
  /\b(?:(?:no|not) (?:more|less|fewer|greater|larger|longer|later|earlier|sooner|shorter|higher|lower|before|until|only)\b|whether or not)/gi;

const termsOfFact = ({ subject, value }: Fact) => [subject, value];
const termsOfDuty = ({ actor, action, object, values = [] }: Duty) => [
  actor,
  action,
  object,
  ...values.map(({ value }) => value),
];

function amountsOf(said: Fact | Duty): readonly Amount[] {
  if ('kind' in said) return said.amount === undefined ? [] : [said.amount];
  return said.bounds ?? [];
}

const negative =
  /\b(?:not|no|never|none|nor|neither|nobody|nothing|nowhere|without|cannot|unless|except|until|rather than|instead of|other than|un\w{3,}|in(?:complete|valid|active|accurate)\w*)\b|n't\b/i;
const universal =
  /\b(?:always|never|restrict\w*|reserve\w* (?:for|to)|every\w*|each|any\w*|all|no|none|nobody|nothing|whatever|whichever|whoever|whether|wherever|whenever|regardless|only|solely|exclusively|strictly|alone|sole|else|entire|whole|throughout|around the clock|at all times|under no)\b/i;

/** `every six months` is once per 6 months: the number of a rate may stand in its time. */
function isWritten({ number, per }: Amount & { per?: string | undefined }, numbers: ReadonlySet<number>): boolean {
  const spans = (per?.match(/\d+(?:\.\d+)?/g) ?? []).map(Number);
  return (
    spans.every((span) => numbers.has(span)) && (numbers.has(Math.abs(number)) || (per !== undefined && number === 1))
  );
}

/** Numbers in figures and in words; `a` and `once` are 1, a quarter and a half the fractions, `no` and `free` none. */
function numbersIn(text: string): ReadonlySet<number> {
  const figures = text.match(/\d[\d,]*(?:\.\d+)?/g) ?? [];
  const found = new Set(figures.map((figure) => Number(figure.replace(/,/g, ''))));
  if (/\bthree quarters\b/i.test(text)) found.add(0.75);
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    const number = spoken.get(word) ?? Number(/^\d+/.exec(writtenNumbers.get(word) ?? '')?.[0] ?? Number.NaN);
    if (!Number.isNaN(number)) found.add(number);
  }
  return found;
}

const spoken: ReadonlyMap<string, number> = new Map(
  Object.entries({
    a: 1,
    an: 1,
    one: 1,
    once: 1,
    single: 1,
    daily: 1,
    hourly: 1,
    half: 0.5,
    quarter: 0.25,
    dozen: 12,
    no: 0,
    none: 0,
    nothing: 0,
    zero: 0,
    free: 0,
  }),
);
