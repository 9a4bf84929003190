import { plainForms } from './lexicon/plain-forms.ts';
import { rewriteBy } from './rewrite.ts';

/** Says a response in the plainest form of it, so that what is the same act has the same verb: `stop sending` is `not send`. */
export function rewriteResponse(response: string): string {
  return rewrite(response.trim());
}

const rewrite = rewriteBy(plainForms);
