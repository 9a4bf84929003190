import { indexByStart } from './index-by-start.ts';

/** How the words begin of which a text must have one (see `indexByStart`), a pattern, and what stands in its place. */
export type Form = readonly [starts: string, pattern: RegExp, plain: string];

/** Makes a function that applies forms to a text, each once and in their order. */
export function rewriteBy(forms: readonly Form[]): (text: string) => string {
  const applicable = indexByStart(forms.map(([starts]) => starts));
  return (text) => {
    let written = text;
    let places = applicable(written);
    for (let next = 0; next < places.length; next++) {
      const place = places[next] ?? 0;
      const [, pattern, plain] = forms[place] ?? noForm;
      const rewritten = written.replace(pattern, plain);
      if (rewritten === written) continue;
      written = rewritten;
      places = applicable(written).filter((later) => later > place);
      next = -1;
    }
    return written;
  };
}

const noForm: Form = ['', /^$/, ''];
