import { oppositeActs } from './lexicon/opposite-acts.ts';
import { synonyms } from './lexicon/synonyms.ts';

/** Cuts at `and` or a comma where what follows begins with a verb. */
export function splitPieces(response: string): string[] {
  const pieces: string[] = [];
  const [told = '', ...listed] = response.split(/:\s/);
  for (const piece of told
    .replace(/,? without (?!signing\b|logging\b)(?=\w{2,}ing\b)/gi, ' and without ')
    .split(/;|,?\s+and\s+(?:then\s+)?|,\s+(?:then\s+)?|\.\s+/i)) {
    const start = piece.replace(/^\s*(?:the [\w ]+? )?(?:shall|must)\s+/i, '');
    const [first = '', second = ''] = start.toLowerCase().trim().split(/\s+/);
    const begins =
      pieces.length === 0 ||
      isVerb(first === 'not' ? second : first) ||
      (first === 'without' && second.endsWith('ing'));
    if (begins) pieces.push(start);
    else pieces.push(`${pieces.pop() ?? ''} and ${piece}`);
  }
  if (listed.length > 0) pieces.push(`${pieces.pop() ?? ''}: ${listed.join(': ')}`);
  return pieces;
}

const verbs: ReadonlySet<string> = new Set([
  ...Object.values(oppositeActs).flatMap((words) => words.flatMap((line) => line.split(/\s+/))),
  ...synonyms
    .filter((line) =>
      /^(?:create|save|log|notify|retry|submit|select|click|return|redirect|edit|receive|verify|upload|download|schedule|calculate|use|sort|reset)\b/.test(
        line,
      ),
    )
    .flatMap((line) => line.split(' ')),
  ...'correct access publish share view edit make call delete pay buy enter mention reach give take transfer review sign change invite print ship pick order set mark move assign keep focus scroll apply read play ask prompt offer highlight refresh reload rollback add be wait ignore skip fall queue copy expire lapse truncate abbreviate clip crop shorten abridge defer delay postpone match differ vary resend hash support use adopt check succeed fail hold wait award round highlight move relocate migrate identify translate rename label collect capture anonymize anonymise ignite email remind confirm reassign reschedule'.split(
    ' ',
  ),
]);
const nouns: ReadonlySet<string> = new Set(
  'approval acceptance consent permission admission omission suspension erasure disposal stoppage dismissal layoff lockdown amendment adjustment disablement enablement enrolment enrollment retention access entry message text record lock limit error wording notice log input type order correct right valid active public private required optional success failure bad same equal answer response record route seal bolt latch fire fall rise batch pool pair couple need award reward bonus stall brake clamp deposit withdrawal flash dry dirty clearance sanction boycott store label copy capture hold check support power exempt heat wet cut junk'.split(
    ' ',
  ),
);

/** Whether a word can be a verb where one is sure to follow: `let guests access the page`. */
export function canBeVerb(word: string): boolean {
  return verbs.has(word);
}

function isVerb(word: string): boolean {
  return (
    (verbs.has(word) && !nouns.has(word) && !/(?:ed|ly|ble|tion|en|own|ept)$|^(?:open|hid)den$/.test(word)) ||
    word === 'open' ||
    word === 'reopen'
  );
}
