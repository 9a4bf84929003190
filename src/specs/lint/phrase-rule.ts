import type { CriterionText } from './criterion-text.ts';
import type { Remark } from './finding.ts';
import { matchesOf } from './matches-of.ts';

/** A rule over the words of one English criterion. */
export interface PhraseRule {
  rule: string;
  find(criterion: CriterionText): Hit[];
  /** What to say of the phrases that were found; it goes on after `criterion 1.2 `. */
  say(phrases: string): string;
}

/** A phrase in the text of a criterion. */
export interface Hit {
  at: number;
  phrase: string;
}

/** One remark a criterion, at its first phrase; all phrases are named in it. */
export function remarkOnPhrases({ rule, say }: PhraseRule, criterion: CriterionText, hits: readonly Hit[]): Remark[] {
  const [first] = hits;
  if (first === undefined) return [];
  const start = criterion.start + first.at;
  const phrases = [...new Set(hits.map(({ phrase }) => `“${phrase.replace(/\s+/g, ' ')}”`))].join(', ');
  return [
    {
      rule,
      document: criterion.document,
      span: { start, end: start + first.phrase.length },
      message: `criterion ${criterion.id} ${say(phrases)}`,
    },
  ];
}

/** Every match of a global pattern: its first group where it has one, the whole otherwise. */
export function findAll(text: string, pattern: RegExp): Hit[] {
  return matchesOf(text, pattern).map((match) => {
    const phrase = match[1] ?? match[0];
    return { at: match.index + match[0].indexOf(phrase), phrase };
  });
}
