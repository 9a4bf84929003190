/** One form for the forms of a word: `denied`, `denies` and `deny` are alike. Not a word that anybody reads. */
export function stem(word: string): string {
  const bare = endless(irregular.get(word) ?? word);
  const last = bare.length - 1;
  const single = bare[last] === bare[last - 1] && doubled.includes(bare[last] ?? '') ? bare.slice(0, last) : bare;
  return single.length > 2 && single.endsWith('e') ? single.slice(0, -1) : single;
}

/** Without the ending of a plural, of a past and of an act under way. */
function endless(word: string): string {
  const { length } = word;
  if (length > 4 && (word.endsWith('ied') || word.endsWith('ies'))) return `${word.slice(0, -3)}y`;
  const base = length > 5 && word.endsWith('ing') ? word.slice(0, -3) : word.slice(0, cutOfPast(word));
  if (!base.endsWith('s')) return base;
  if (/(?:ss|sh|ch|x|z)es$/.test(base)) return base.slice(0, -2);
  return /[a-z]{2}[^su]s$/.test(base) ? base.slice(0, -1) : base;
}

function cutOfPast(word: string): number {
  return word.length > 4 && word.endsWith('ed') ? word.length - 2 : word.length;
}

const doubled = 'bdfgklmnprt';

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
    children: 'child',
    men: 'man',
    women: 'woman',
    shelves: 'shelf',
    leaves: 'leave',
    halves: 'half',
    indices: 'index',
    criteria: 'criterion',
    sought: 'seek',
    shut: 'shut',
  }),
);
