import type { CriterionText } from './criterion-text.ts';
import { matchesOf } from './matches-of.ts';
import { findAll, type Hit, type PhraseRule } from './phrase-rule.ts';

const weak = /\b(?:should|may|might|could)\b(?! \d)/gi;
const sentences = /[^.;]+(?:[.;](?!\s)[^.;]+)*/g;
const binding = /\b(?:shall|must)\b/i;

/** A modal counts only in a sentence where nothing binds: beside a SHALL it tells of somebody else. */
export const weakModals: PhraseRule = {
  rule: 'weak-modal',
  find: ({ text }) =>
    text.search(weak) < 0
      ? []
      : matchesOf(text, sentences).flatMap(({ 0: sentence, index }) => {
          const hits = binding.test(sentence) ? [] : findAll(sentence, weak);
          return hits.map(({ at, phrase }) => ({ at: index + at, phrase }));
        }),
  say: (phrases) => `says ${phrases}, so nobody can tell whether it must be built: write SHALL, or take it out`,
};

export const severalDuties: PhraseRule = {
  rule: 'duty-doubled',
  find: ({ text }) => findAll(text, /\bshall\b/gi).slice(1),
  say: () => 'has more than one SHALL, so that it can be half true: make one criterion of each',
};

const passive =
  /\bshall(?: not)?(?: \w+ly)? be (?:\w+ly )?(?!(?:required|based|limited|located|allowed|permitted|supported|needed|embed|bleed|red)\b)(?:\w+ed|written|sent|shown|kept|made|given|taken|built|held|set|run|done|found|seen|drawn|hidden|chosen|thrown|begun|put|read)\b/gi;

export const passives: PhraseRule = {
  rule: 'passive-without-actor',
  find: ({ text }) => findAll(text, passive).filter((hit) => !hasActor(text, hit)),
  say: (phrases) => `does not say who acts (${phrases}): write THE <part> SHALL, so that one part answers for it`,
};

/** A part that is made or placed in some way is a constraint of the design: nobody acts when the program runs. */
function hasActor(text: string, { at, phrase }: Hit): boolean {
  const isPart = /\b(?:THE|The|the)\s+[A-Z_]\S*(?:\s+[A-Z_]\S*)*\s+$/.test(text.slice(0, at));
  const how = /^\s+(?:using|via|in|on|under|with|as|from|by|at|within|through|inside|into|against)\b/i;
  return isPart || how.test(text.slice(at + phrase.length)) || /\bby (?:the|an?|its|each|[A-Z])/.test(text.slice(at));
}

const inward =
  /\bshall(?: not)?(?: \w+ly)? (handle|manage|consider|take into account|facilitate|be aware of|be able to|be capable of|know|understand|be designed to|be prepared to|strive|aim|seek to|endeavou?r)\b/gi;

export const unobservableResponses: PhraseRule = {
  rule: 'unobservable-response',
  find: (criterion) => findAll(criterion.text, inward).filter((hit) => !isExplained(criterion, hit)),
  say: (phrases) => `asks to ${phrases}, which nobody can see from outside: write what the user or the caller gets`,
};

/** `handle X by returning 400`, `handle X with status 400` say what is seen. */
function isExplained({ text }: CriterionText, { at }: Hit): boolean {
  return /\b(?:by \w+ing|with)\b/i.test(text.slice(at));
}
