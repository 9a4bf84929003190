import { findAll, type PhraseRule } from './phrase-rule.ts';

/** Words that every reader reads differently: no test can be written for them. */
const vague = new RegExp(
  `(?<![-\\w])(?:${[
    'appropriate(?:ly)?(?! to (?:the|their|his|its)\\b)',
    'inappropriate(?:ly)?',
    'adequate(?:ly)?',
    'suitabl[ey]',
    'sufficient(?:ly)?',
    'reasonabl[ey]',
    'acceptabl[ey]',
    'proper(?:ly)?',
    'user[- ]friendly',
    'intuitive(?:ly)?',
    'eas(?:y|ily)',
    'simple|simply',
    'fast|quickly|promptly',
    'timely',
    'efficient(?:ly)?',
    'effective(?:ly)?',
    'robust(?:ly)?',
    'seamless(?:ly)?',
    'smooth(?:ly)?',
    'graceful(?:ly)?',
    'flexibl[ey]',
    'useful',
    'meaningful(?:ly)?',
    'significant(?:ly)?',
    'optimal(?:ly)?',
    'minimal(?:ly)?',
    'clearly',
    'safely',
    'usable',
    'distinctive',
    'important',
    'certain(?= \\w)',
    'several|various|numerous',
    'approximately|roughly',
    'usual(?:ly)?|typical(?:ly)?|commonly|generally|normally',
    'state[- ]of[- ]the[- ]art|best[- ]practices?|high[- ]quality',
  ].join('|')})\\b`,
  'gi',
);

const notVague =
  /\b(?:simple (?:mail|object|storage|queue|notification)|fast[- ]?(?:forward|api)|easy[- ](?:mode|difficulty|level))/gi;

export const vagueWords: PhraseRule = {
  rule: 'vague-word',
  find: ({ text }) => {
    const hits = findAll(
      text.replace(notVague, (words) => '_'.repeat(words.length)),
      vague,
    );
    return hits.filter(({ at, phrase }) => !isPurpose(text, at) && !isNumbered(text.slice(at + phrase.length)));
  },
  say: (phrases) =>
    `says ${phrases}, which every reader takes differently: name the value, the list or the rule that is meant`,
};

/** Why something is asked for binds nobody: `so that …`, `for efficient queries`. */
function isPurpose(text: string, at: number): boolean {
  return /\b(?:so (?:that|the|users?|it)\b|in order to\b)[^.;]*$|\bfor (?:more )?$/i.test(text.slice(0, at));
}

/** `significant points (50 points)` */
function isNumbered(behind: string): boolean {
  return /^[^.,;]{0,30}\(\s*[^)\w]*\d/.test(behind);
}

const escapes =
  /\b(?:(?:as|if|when|where|wherever|whenever) (?:applicable|possible|appropriate|necessary|needed|practical|practicable|feasible|required|relevant|desired)(?= *(?:[.,;:)]|$|\band\b|\bor\b|\bthen\b|\bthe\b))|(?:as far|as much|as soon|as quickly|as many) as (?:possible|practicable|necessary|needed)|to the extent (?:possible|practicable|necessary)|unless otherwise (?:specified|stated|agreed)|in principle|in most cases|(?:at|within) (?:its|their|the) discretion|best[- ]effort)/gi;

export const escapeClauses: PhraseRule = {
  rule: 'escape-clause',
  find: ({ text }) => findAll(text, escapes),
  say: (phrases) =>
    `says ${phrases}, which leaves a way out that nobody can test: write the condition under which it holds`,
};

const openEnds =
  /\b(?:etc\b\.?|and so (?:on|forth)|and (?:many )?(?:more|others)(?= *(?:[.,;)]|$))|including,? but not limited to|such as|among others|or similar|and the like)|(?:, )(?:\.{3}|…)/gi;

export const openLists: PhraseRule = {
  rule: 'open-list',
  find: ({ text }) => findAll(text, openEnds),
  say: (phrases) =>
    `leaves its list open with ${phrases}, so that nobody knows when it is complete: name all that belongs to it`,
};
