import { limits } from '../../../base/limits.ts';
import type { Contradiction, CriterionText } from '../contradiction.ts';
import { clashOf, type DutyClash, isForNothing } from './compare-duties.ts';
import { describeByForms } from './describe-by-forms.ts';
import type { Form, Glossary } from './form.ts';
import { type FormalClaim, type FormalDuty, readFormal } from './read-formal.ts';
import { type GuardedDuty, relateFacts } from './relate-facts.ts';
import { openVocabulary, type Vocabulary } from './vocabulary.ts';

/**
 * Finds criteria that cannot both be met as their forms read them. Forms are readings, so what is found is a question and
 * says how each was read. Criteria without a form take no part. In the order of the document.
 */
export function findByForms(
  criteria: readonly CriterionText[],
  forms: ReadonlyMap<string, Form>,
  glossary: Glossary,
): Contradiction[] {
  const vocabulary = openVocabulary(glossary);
  const claims = criteria.flatMap((criterion) => {
    const form = forms.get(criterion.id);
    return form === undefined ? [] : [readFormal(criterion, form, vocabulary)];
  });
  const found = new Map<string, { ats: [number, number]; contradiction: Contradiction }>();
  for (const [one, other] of likelyPairs(claims, glossary, vocabulary)) {
    const name = `${one.at}|${other.at}`;
    const clash = found.has(name) ? undefined : clashOf(one.duty, other.duty, vocabulary);
    if (clash === undefined || !meet(one, other, { clash, vocabulary })) continue;
    const contradiction = describeByForms(clash.kind, [one, other], { glossary, vocabulary });
    found.set(name, { ats: [one.at, other.at], contradiction });
    if (found.size >= limits.formalFindings) break;
  }
  const inOrder = [...found.values()].sort(({ ats: a }, { ats: b }) => a[0] - b[0] || a[1] - b[1]);
  return inOrder.map(({ contradiction }) => contradiction);
}

/** A duty and the place of its criterion in the document. */
interface PlacedDuty extends GuardedDuty {
  at: number;
}

/** Duties of two criteria that are about one thing, or about a thing and a kind of it: the earlier criterion first. */
function* likelyPairs(
  claims: readonly FormalClaim[],
  { kinds }: Glossary,
  { conceptOf }: Vocabulary,
): Generator<[PlacedDuty, PlacedDuty]> {
  const said = claims.flatMap((claim, at) => claim.duties.map((duty): PlacedDuty => ({ at, claim, duty })));
  const about = new Map<string, PlacedDuty[]>();
  for (const each of said) {
    const alike = about.get(objectOf(each));
    if (alike === undefined) about.set(objectOf(each), [each]);
    else alike.push(each);
  }
  const related = relatedTo(kinds.map((line) => line.map(conceptOf)));
  const ofAll = said.filter(({ duty }) => isForNothing(duty));
  for (const one of said) {
    const objects = [objectOf(one), ...(related.get(objectOf(one)) ?? [])];
    const partners = isForNothing(one.duty) ? [said] : [...objects.map((object) => about.get(object) ?? []), ofAll];
    for (const other of partners.flat()) if (one.at < other.at) yield [one, other];
  }
}

const objectOf = ({ duty: { object = '' } }: { duty: FormalDuty }) => object;

/** By concept: those that are wider or narrower. */
function relatedTo(kinds: readonly string[][]): ReadonlyMap<string, ReadonlySet<string>> {
  const related = new Map<string, Set<string>>();
  const relate = (one: string, other: string) => related.set(one, new Set(related.get(one)).add(other));
  for (const [wide = '', ...narrow] of kinds) {
    for (const kind of narrow) {
      relate(wide, kind);
      relate(kind, wide);
    }
  }
  return related;
}

interface Meeting {
  clash: DutyClash;
  vocabulary: Vocabulary;
}

/**
 * Whether both are demanded at once, and none is there to make an exception to the other. What is narrower, in its guard or
 * in what it is about, meets the wider one only where that says that it holds always: by a word, by `not`, by `only`, or
 * by a number that leaves no room.
 */
function meet(one: GuardedDuty, other: GuardedDuty, { clash, vocabulary }: Meeting): boolean {
  const relation = relateFacts(one, other, vocabulary);
  if (relation === 'apart') return false;
  const wideThing = clash.wider === 'one' ? one : other;
  if (clash.wider !== undefined && !isStanding(wideThing)) return false;
  if (relation === 'equal') return true;
  if (clash.reach === 'leave') return false;
  if (relation === 'overlapping') return clash.reach === 'hard';
  const [general, narrow] = relation === 'first' ? [other, one] : [one, other];
  if (general.duty.isForAll) return true;
  if (narrow.claim.branch || clash.reach === 'soft') return false;
  return clash.kind === 'bounds' || (isStanding(general) && general.claim.facts.length === 0);
}

/** Whether it says itself that it leaves no case out. */
function isStanding({ duty }: GuardedDuty): boolean {
  return duty.isForAll || duty.denied || duty.modality === 'only';
}
