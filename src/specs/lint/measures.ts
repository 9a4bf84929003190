import { findAll, type PhraseRule } from './phrase-rule.ts';

const ends = String.raw`(?![\d,.]*\d)(?=\s*(?:$|[.,;:)]|\b(?:and|or|then|the|when|if|while)\b))(?!\s*(?:and|or|to)\s*\d)`;
const time = new RegExp(
  String.raw`\b(?:within|every|(?:timeout|delay|interval|duration|latency|period|ttl|cooldown|debounce)s? (?:of|is|to|exceeds|above|below|over|under))\s+(?:at (?:least|most)\s+|about\s+|up to\s+)?(\d[\d,]*(?:\.\d+)?)${ends}`,
  'gi',
);
const size = new RegExp(
  String.raw`\b(?:file|image|upload|payload|body|cache|memory|disk) size (?:\w+ ){0,2}?(?:exceeds|of|is|above|below|over|under|than|to|least|most)\s+(\d[\d,]*(?:\.\d+)?)${ends}`,
  'gi',
);

export const numbersWithoutUnit: PhraseRule = {
  rule: 'number-without-unit',
  find: ({ text }) => [...findAll(text, time), ...findAll(text, size)],
  say: (phrases) => `gives ${phrases} without a unit, and a wrong guess is off by a thousand: write ms, s, KB, MB …`,
};

/** In small letters only: a capital makes it part of a name. */
const more =
  /\b(?:(?:more|less)\s+(?:\w+ly|[a-z]+(?:ive|ful|ant|ible|able|ate)|efficient|frequent|recent|consistent|transparent)|better|worse|faster|slower|easier|quicker|smaller|larger|bigger|greater|higher|lower|longer|shorter|stronger|simpler)\b/g;

/** What is said of a scale, of a name, or only counts: `or higher`, `no longer`, `lower case`, `smaller screens`. */
const bounded =
  /\b(?:or (?:equal|more|fewer|greater|higher|lower|longer|shorter|less)|no (?:longer|later)|if (?:longer|larger|shorter)|(?:lower|upper)[- ]?case|(?:lower|higher)[- ](?:left|right|bound|limit|level|order|half)|(?:smaller|larger) (?:screens?|devices?|viewports?|displays?)|(?:greater|larger|smaller|lower|higher|longer|shorter) of)\b/gi;

export const comparatives: PhraseRule = {
  rule: 'comparative',
  find: ({ text }) => {
    const hits = findAll(
      text.replace(bounded, (words) => '_'.repeat(words.length)),
      more,
    );
    return hits.filter(({ at, phrase }) => !/^[^.;]{0,40}\bthan\b/.test(text.slice(at + phrase.length)));
  },
  say: (phrases) =>
    `says ${phrases} and not than what, so any change would do: name the value, or what it is held against`,
};
