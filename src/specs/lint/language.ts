import type { CriterionText } from './criterion-text.ts';
import { passives, severalDuties, unobservableResponses, weakModals } from './duties.ts';
import type { Remark } from './finding.ts';
import { comparatives, numbersWithoutUnit } from './measures.ts';
import { type Hit, type PhraseRule, remarkOnPhrases } from './phrase-rule.ts';
import { escapeClauses, openLists, vagueWords } from './vague-words.ts';

/** The rules over the words of one criterion. English only. */
export const phraseRules: readonly PhraseRule[] = [
  weakModals,
  numbersWithoutUnit,
  escapeClauses,
  openLists,
  vagueWords,
  comparatives,
  unobservableResponses,
  severalDuties,
  passives,
];

/** What the language rules say of these criteria. A phrase that leaves a way out is not called vague once more; only hits that `counts` takes are told. */
export function checkLanguage(
  criteria: readonly CriterionText[],
  counts: (hit: Hit) => boolean = () => true,
): Remark[] {
  return criteria.flatMap((criterion) => {
    const escapes = escapeClauses.find(criterion);
    const isFree = ({ at }: Hit) => !escapes.some((hit) => at >= hit.at && at < hit.at + hit.phrase.length);
    return phraseRules.flatMap((rule) => {
      const hits = rule === escapeClauses ? escapes : rule.find(criterion).filter(isFree);
      return remarkOnPhrases(rule, criterion, hits.filter(counts));
    });
  });
}
