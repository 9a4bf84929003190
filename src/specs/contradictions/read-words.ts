import { exclusive, manners, poles, stopWords, synonyms } from './lexicon.ts';

/** Concepts with their sign: `reject the wrong password` is `grant -1`, `valid -1`, `password 1`. */
export type Bag = ReadonlyMap<string, Sign>;
export type Sign = 1 | -1;

export interface Word {
  concept: string;
  sign: Sign;
}

/** The content words of a phrase, each negation taken into the word that it stands before. */
export function readWords(text: string): Word[] {
  const words: Word[] = [];
  let sign: Sign = 1;
  let spent: Sign = 1;
  for (const [token] of joinPhrases(text.toLowerCase()).matchAll(wordPattern)) {
    if (negations.has(token)) {
      sign = -1;
    } else if (!stopWords.has(token)) {
      const word = readWord(token);
      words.push({ concept: word.concept, sign: word.sign === sign ? 1 : -1 });
      spent = sign;
      sign = 1;
    } else if (token === 'or' || token === 'nor') {
      sign = spent;
    }
  }
  return words;
}

export function toBag(words: readonly Word[]): Bag {
  return new Map(words.map(({ concept, sign }) => [concept, sign]));
}

/** Concepts of the first bag that the second one has not. */
export function missingFrom(bag: Bag, other: Bag): string[] {
  const missing: string[] = [];
  for (const concept of bag.keys()) if (!other.has(concept)) missing.push(concept);
  return missing;
}

/** Concepts that stand in both bags with opposite signs, or that exclude each other: a pair, one of each bag. */
export function opposedConcepts(bag: Bag, other: Bag): [string, string][] {
  let found: [string, string][] = none;
  for (const [concept, sign] of bag) {
    const there = other.get(concept);
    if (there !== undefined && there !== sign) found = [...found, [concept, concept]];
    for (const { own, concept: rival, sign: rivalSign } of rivals.get(concept) ?? noRivals) {
      if (own === sign && other.get(rival) === rivalSign && !bag.has(rival)) found = [...found, [concept, rival]];
    }
  }
  return found;
}

const none: [string, string][] = [];
const noRivals: Rival[] = [];

export function isManner(concept: string): boolean {
  return manners.has(concept);
}

const wordPattern = /=[\w-]+|\d+x+\b|[a-z][a-z0-9]*(?:-[a-z0-9]+)*/g;
const negations: ReadonlySet<string> = new Set(
  'not no never without cannot neither nor nobody nothing none unless except'.split(' '),
);

const phrases: [RegExp, string][] = [
  [/\b\w+n't\b|\bother than\b|\bout of(?= \w+(?:[,.;)]|$))/g, 'not'],
  [/\b(?:others|another (?:user|person|member)(?:'s)?|other (?:user|people|member)s?(?:')?)\b/g, 'other'],
  [/\b(?:their|his|her|its|your|my) own\b/g, 'own'],
  [/\b(?:only|exactly|just) one\b|\ba single\b/g, 'single'],
  [/\b(?:fails?|failed|failing|unable|unwilling|refrains?) (?:to|from)\b|\bno longer\b|\bzero\b|\bfree of\b/g, 'not'],
  [/\b(?:log(?:s|ged|ging)?|sign(?:s|ed|ing)?)[ -](?:in|on)(?:to)?\b/g, 'signin'],
  [/\b(?:log(?:s|ged|ging)?|sign(?:s|ed|ing)?)[ -]?(?:out|off)\b/g, 'signout'],
  [/\b(?:log|sign)(?:s|ged|ed)? ((?:the |that |every |all |any )?\w+) (in|out)\b/g, 'sign$2 $1'],
  [/\b(?:turn|switch)(?:s|es|ed|ing)?[ -]on\b/g, 'switchon'],
  [/\b(?:turn|switch)(?:s|es|ed|ing)?[ -]off\b/g, 'switchoff'],
  [/\b(?:leav|left|leave)(?:es|ing)?[ -]out\b/g, 'leaveout'],
  [/\bshut(?:s|ting)?[ -]down\b/g, 'stop'],
  [/\btim(?:es?|ed|ing)[ -]?out\b/g, 'timeout'],
  [/\b(?:plain|clear)[ -]?text\b|\bin the clear\b/g, 'plaintext'],
  [
    /\b(?:newest|latest|most recent|highest|largest|z to a)(?: \w+)?(?: first|$)|\breverse chronological\w*\b/g,
    'descending',
  ],
  [
    /\b(?:oldest|earliest|least recent|lowest|smallest|a to z)(?: \w+)?(?: first|$)|\bchronological(?:ly)?\b/g,
    'ascending',
  ],
  [/\bread[ -]only\b/g, 'readonly'],
  [/\bcase[ -](in)?sensitiv\w+\b/g, 'case$1sensitive'],
  [/\be-mail/g, 'email'],
  [/\bat once\b|\bright away\b|\bwithout delay\b|\bstraight away\b/g, 'immediately'],
  [/\bre-(?=[a-z])/g, 're'],
  [/\b([a-z]+) (\d+)\b/g, '=$1$2'],
  [/\bnon-?(?=[a-z])/g, 'not '],
  [/\b(?:every|each|once (?:a|per)) (day|week|month|year|hour)\b/g, '$1ly'],
  [/\bdayly\b/g, 'daily'],
];

function joinPhrases(text: string): string {
  return phrases.reduce((joined, [pattern, word]) => joined.replace(pattern, word), text);
}

const irregular: ReadonlyMap<string, string> = new Map(
  Object.entries({
    sent: 'send',
    shown: 'show',
    hidden: 'hide',
    kept: 'keep',
    held: 'hold',
    left: 'leave',
    written: 'write',
    chosen: 'choose',
    lost: 'lose',
    given: 'give',
    made: 'make',
    paid: 'pay',
    frozen: 'freeze',
    begun: 'begin',
    forgotten: 'forget',
    withheld: 'withhold',
    forbidden: 'forbid',
    people: 'person',
    sought: 'seek',
    shut: 'shut',
  }),
);

/** One form for the forms of a word: `denied`, `denies` and `deny` are alike. Not a word that anybody reads. */
function stem(word: string): string {
  const base = irregular.get(word) ?? word;
  const cut = base
    .replace(/'s$/, '')
    .replace(/(?<=..)(?:ied|ies)$/, 'y')
    .replace(/(?<=[a-z]{3})(?:ing|ed)$/, '')
    .replace(/(?<=(?:ss|sh|ch|x|z))es$/, '')
    .replace(/(?<=[a-z]{2}[^su])s$/, '');
  return cut.replace(/([bdfgklmnprt])\1$/, '$1').replace(/(?<=..)e$/, '');
}

const lexicon = buildLexicon();
const rivals = buildRivals();

function readWord(token: string): Word {
  if (token.startsWith('=')) return { concept: token, sign: 1 };
  const known = lexicon.get(token) ?? lexicon.get(stem(token));
  if (known !== undefined) return known;
  const bare = /^(?:un|in)(?=[a-z]{4})/.test(token) ? lexicon.get(stem(token.slice(2))) : undefined;
  const verified = /^un[a-z]+(?:ed|ied|able)$/.test(token) ? stem(token.slice(2)) : undefined;
  if (bare !== undefined && verified !== undefined) return { concept: bare.concept, sign: bare.sign === 1 ? -1 : 1 };
  return verified === undefined ? { concept: stem(token), sign: 1 } : { concept: verified, sign: -1 };
}

function buildLexicon(): ReadonlyMap<string, Word> {
  const words = new Map<string, Word>();
  const put = (word: string, concept: string, sign: Sign) => {
    words.set(word, { concept, sign });
    const stemmed = stem(word);
    if (!words.has(stemmed)) words.set(stemmed, { concept, sign });
  };
  for (const line of synonyms) {
    const all = line.split(' ');
    for (const word of all) put(word, all[0] ?? word, 1);
  }
  for (const [concept, line] of Object.entries(poles)) {
    const [positive = '', negative = ''] = line.split('|');
    for (const word of positive.trim().split(' ')) put(word, concept, 1);
    for (const word of negative.trim().split(' ')) put(word, concept, -1);
  }
  return words;
}

interface Rival {
  own: Sign;
  concept: string;
  sign: Sign;
}

function buildRivals(): ReadonlyMap<string, Rival[]> {
  const found = new Map<string, Rival[]>();
  for (const line of exclusive) {
    const all = line
      .split(' ')
      .map((word): Word => ({ concept: word.replace(/^-/, ''), sign: word.startsWith('-') ? -1 : 1 }));
    for (const word of all) {
      const others = all.filter((other) => other !== word).map((other) => ({ own: word.sign, ...other }));
      found.set(word.concept, [...(found.get(word.concept) ?? []), ...others]);
    }
  }
  return found;
}
