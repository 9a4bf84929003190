import type { CriterionText } from './criterion-text.ts';
import type { Remark } from './finding.ts';
import { type Hit, remarkOnPhrases } from './phrase-rule.ts';
import type { TeamRules } from './team-rules.ts';
import { vagueWords } from './vague-words.ts';

/** Criteria that use words which are vague to this team, in whatever language the document is. */
export function checkTeamWords(criteria: readonly CriterionText[], { vagueWords: words = [] }: TeamRules): Remark[] {
  if (words.length === 0) return [];
  const pattern = new RegExp(words.map(asPattern).join('|'), 'giu');
  return criteria.flatMap((criterion) => {
    const hits = [...criterion.text.matchAll(pattern)].map(({ 0: phrase, index }): Hit => ({ at: index, phrase }));
    return remarkOnPhrases(vagueWords, criterion, hits);
  });
}

/** Whether a phrase that a rule hit is none of those which the team allows. */
export function isObjected({ allowedWords = [] }: TeamRules): (hit: Hit) => boolean {
  const allowed = new Set(allowedWords.map(plain));
  return ({ phrase }) => !allowed.has(plain(phrase));
}

const plain = (phrase: string) => phrase.toLowerCase().replace(/\s+/g, ' ').trim();

/** As a whole word, but in writings that put no space between words. */
function asPattern(word: string): string {
  const spaced = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  return /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u.test(word)
    ? spaced
    : `(?<![\\p{L}\\p{N}_])${spaced}(?![\\p{L}\\p{N}_])`;
}
