import type { EarsPattern } from '../domain/spec.ts';

type Clause = Exclude<EarsPattern, 'ubiquitous' | 'complex' | 'none'>;

/** Words that end in a letter outside of ASCII have no `\b` after them. */
const word = (words: string) => new RegExp(`^(?:${words})(?![\\p{L}\\d])`, 'iu');

const openers: [Clause, RegExp][] = [
  ['event', word('when|cuando|quando|quand|lorsque?|dès que|wenn|sobald|khi')],
  ['unwanted', word('if|si|se|falls|nếu')],
  ['unwanted', /^(?:如果|若|もし|만약|만일)/u],
  ['event', /^(?:当|當)/u],
  ['event', /^[^。.]*?(?:た|る|い)(?:とき|時|際|場合)(?=[、,にはも])/u],
  ['event', /^[^.]*?(?:때|경우|하면|되면|으면)(?:에는|에|는)?(?=[\s,])/u],
  ['state', word('while|during|mientras|durante|enquanto|pendant|tant que|während|solange|trong khi|trong lúc')],
  ['optional', word('where|donde|onde|où|wo')],
];

const clauses: [Clause, RegExp][] = [
  ['event', /\bWHEN\b/],
  ['state', /\bWHILE\b/],
  ['optional', /\bWHERE\b/],
  ['unwanted', /\bIF\b/],
];

const duty = new RegExp(
  [
    '(?<![\\p{L}\\d])(?:shall|must|debe|deben|deberá|deberán|deve|devem|deverá|deverão|doit|doivent|devra|devront)(?![\\p{L}\\d])',
    '(?<![\\p{L}\\d])(?:muss|müssen|soll|sollen|phải)(?![\\p{L}\\d])',
    '必须|必須|应当|应该|應該|應當|しなければならない|なければなりません|ものとする|(?:해|여|아|어)야\\s*(?:한다|합니다|함)',
  ].join('|'),
  'iu',
);

/** Whether a criterion says what shall be: SHALL, MUST, or the word of another language for it. */
export function namesDuty(criterion: string): boolean {
  return duty.test(criterion);
}

/**
 * The EARS pattern of a criterion. Only recognised, never required: a quarter of the criteria that people write in other
 * languages have no SHALL at all.
 */
export function recogniseEars(criterion: string): EarsPattern {
  const text = criterion.replace(/[*_`]/g, '').trim();
  const first = openers.find(([, pattern]) => pattern.test(text))?.[0];
  const condition = text.split(/\bSHALL\b/)[0] ?? text;
  const found = new Set(clauses.filter(([, pattern]) => pattern.test(condition)).map(([clause]) => clause));
  if (first !== undefined) found.add(first);
  if (found.size > 1) return 'complex';
  const [only] = found;
  return only ?? (duty.test(text) ? 'ubiquitous' : 'none');
}
