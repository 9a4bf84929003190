/** One form for the forms of a word: `denied`, `denies` and `deny` are alike. Not a word that anybody reads. */
export function stem(word: string): string {
  const base = irregular.get(word) ?? word;
  const cut = base
    .replace(/'s$/, '')
    .replace(/(?<=..)(?:ied|ies)$/, 'y')
    .replace(/(?<=[a-z]{3})(?:ing|ed)$/, '')
    .replace(/(?<=(?:ss|sh|ch|x|z))es$/, '')
    .replace(/(?<=[a-z]{2}[^su])s$/, '');
  return cut.replace(/([bdfgklmnprt])\1$/, '$1').replace(/(?<=..)e$/, '');
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
