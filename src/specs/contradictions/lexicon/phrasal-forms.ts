import type { Form } from '../rewrite.ts';
import { irregularForms, phrasalVerbs } from './phrasal-verbs.ts';

/** The plain verb for each phrasal one, whatever stands between its two words. */
export const phrasalForms: readonly Form[] = phrasalVerbs.map(
  ([verb, particle, word]): Form => [
    formsOf(verb).replaceAll('|', ' '),
    new RegExp(`^((?:(?:not|never|always|also|be) )*)(?:${formsOf(verb)}) ((?:[\\w'-]+ ){0,4}?)${particle}\\b`, 'i'),
    `$1${word} $2`,
  ],
);

/** `take|takes|taken`. */
function formsOf(verb: string): string {
  const doubled = /[^aeiou][aeiou][bdgklmnprt]$/.test(verb)
    ? `${verb}${verb.at(-1) ?? ''}ed`
    : `${verb.replace(/e$/, '')}ed`;
  return [verb, `${verb}s`, `${verb}es`, irregularForms[verb] ?? doubled, `${verb}ed`].join('|');
}
