import type { Contradiction } from '../contradiction.ts';
import type { Amount, Bound, Duty, Fact, Glossary } from './form.ts';
import { termsIn } from './ground-form.ts';
import type { GuardedDuty } from './relate-facts.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A finding that rests on forms: a question, with the reading of both criteria and the words that it takes for granted. */
export function describeByForms(
  kind: Contradiction['kind'],
  pair: readonly [GuardedDuty, GuardedDuty],
  { glossary, vocabulary }: { glossary: Glossary; vocabulary: Vocabulary },
): Contradiction {
  const conditions = [...new Set(pair.flatMap(({ claim }) => claim.form.guard.map(sayFact)))];
  const claims = pair.map(({ claim, duty }) => ({ id: claim.id, says: sayDuty(duty.said) }));
  const when = conditions.length === 0 ? 'always' : `when ${conditions.join(' and ')}`;
  return {
    kind,
    severity: 'advice',
    ids: claims.map(({ id }) => id),
    scenario: `${when}: ${claims.map(({ id, says }) => `${id} says ${says}`).join(', ')}`,
    conditions,
    claims,
    readAs: [...pair.map(({ claim }) => sayForm(claim.id, claim.form)), ...takenFor(pair, glossary, vocabulary)],
  };
}

function sayForm(id: string, { guard, duties }: { guard: readonly Fact[]; duties: readonly Duty[] }): string {
  const when = guard.length === 0 ? '' : `when ${guard.map(sayFact).join(' and ')}, `;
  return `${id} read as: ${when}${duties.map(sayDuty).join(' and ')}`;
}

/** What is there by its name alone may be named twice in a form. */
function sayFact({ subject, value = subject, not, amount }: Fact): string {
  if (value === subject) return [...(not === true ? ['no'] : []), subject, ...sayAmount(amount)].join(' ');
  return [subject, ...(not === true ? ['not'] : []), value, ...sayAmount(amount)].join(' ');
}

function sayDuty({ modality, not, actor, action, object, quantifier, bounds = [], values = [] }: Duty): string {
  const who = actor === undefined ? [] : [modality === 'only' ? `only ${actor}` : actor];
  const may = modality === 'must' ? [] : ['may'];
  const what = [...who, ...may, ...(not === true ? ['not'] : []), action, ...(object === undefined ? [] : [object])];
  const always = quantifier === 'every' ? ['(always)'] : [];
  const given = values.map(({ attribute, value }) => `(${attribute}: ${value})`);
  return [...what, ...always, ...given, ...bounds.map(sayBound)].join(' ');
}

const sayBound = ({ quantity, per, ...amount }: Bound) =>
  `(${[quantity, ...sayAmount(amount), ...(per === undefined ? [] : [`per ${per}`])].join(' ')})`;

function sayAmount(amount: Amount | undefined): string[] {
  return amount === undefined ? [] : [amount.relation, String(amount.number), ...(amount.unit ? [amount.unit] : [])];
}

/** What the glossary was needed for: terms that stand for other words of a text, acts and states that were held against each other. */
function takenFor(pair: readonly [GuardedDuty, GuardedDuty], glossary: Glossary, vocabulary: Vocabulary): string[] {
  const terms = pair.map(({ claim, duty }) => [...claim.form.guard.flatMap(termsOf), ...termsOf(duty.said)]);
  const swapped = pair.flatMap(({ claim: { text } }, at) => {
    const holds = termsIn(text);
    const strange = (terms[at] ?? []).filter((term) => !holds(term));
    return strange.map((term) => {
      const meant = vocabulary.membersOf(term).filter(holds);
      return `${meant.join(', ')} taken for ${term}`;
    });
  });
  const used = new Set(terms.flat().map(vocabulary.conceptOf));
  const concerned = (lines: readonly string[][]) =>
    lines.filter((line) => new Set(line.map(vocabulary.conceptOf).filter((concept) => used.has(concept))).size > 1);
  return [
    ...new Set(swapped),
    ...concerned(glossary.exclusive).map((line) => `${line.join(', ')} taken to rule each other out`),
    ...concerned(glossary.kinds).map(([wide, ...narrow]) => `${narrow.join(', ')} taken for kinds of ${wide}`),
  ].slice(0, mostLines);
}

const mostLines = 12;

function termsOf(said: Fact | Duty): string[] {
  const all = 'kind' in said ? [said.subject, said.value] : [said.actor, said.action, said.object, ...valuesOf(said)];
  return all.filter((term) => term !== undefined);
}

const valuesOf = ({ values = [] }: Duty) => values.map(({ value }) => value);
