import { stem } from '../stem.ts';

/** Words that mark a criterion as the unwanted branch of another one, whatever keyword opens it. */
export const unwantedWords: ReadonlySet<string> = wordSet(
  'error exceed duplicate timeout violate violation corrupt conflict unexpected unsupported already crash denied lost loss abort outage',
);

/** Positive concepts whose negative pole is unwanted: invalid, failed, missing, unavailable. */
export const wantedConcepts: ReadonlySet<string> = wordSet(
  'valid succeed exist available online sufficient granted authenticated grant same known connect',
);

export const stopWords: ReadonlySet<string> = new Set(
  `a an the this that these those its it their his her them they he she we our your you i is are was were be been being am
 has have had do does did of to in on at by for from with into onto as and or but so than then there here which who whom whose
 what any all each every some such shall must will would should may can could might also already just very both either
 upon via using including excluding per within during while when where if once about up out off over under only always never ever get gets got
 current currently given appropriate corresponding relevant respective following specific
 system attempt operation action time moment
 one ones times able become becomes becoming result results resulting regardless`.split(/\s+/),
);

/** Names of the whole product: whoever they name, it is the same one. */
export const genericActors: ReadonlySet<string> = wordSet(
  'system application app platform software product service solution tool program api',
);

/** Words of a state that a participle names as well as an act: `WHEN the account is locked` can be said of a moment that lasts. */
export const lastingStates: ReadonlySet<string> = wordSet(
  'locked unlocked suspended disabled enabled expired authenticated unauthenticated verified unverified connected disconnected authorized unauthorized blocked banned archived paused closed sealed frozen deactivated revoked barred',
);

/** Acts that last: said without a condition, they are meant for all times. `create` or `open` without one are steps. */
export const lastingActs: ReadonlySet<string> = wordSet(
  'grant show enable encrypt log mask notify include required public readonly immediate automatic synchronous ascending sensitive',
);

/** Concepts that end a state: `WHEN loading completes` is not a moment WHILE it is loading. */
export const endings: ReadonlySet<string> = wordSet('complete start succeed expired signout');

/** Verbs that only carry the state that they are followed by: `keep the account locked`, `mark it as inactive`. */
export const carriers: ReadonlySet<string> = wordSet(
  'keep leav set mark create verify treat remain edit consider save send',
);

/** Words of two poles that name a state. Participles are known by their endings. */
export const adjectives: ReadonlySet<string> = new Set(
  'open shut signedin signedout alive running public private confidential readonly immutable intact active inactive idle dormant online offline mandatory compulsory obligatory optional required valid invalid correct unread seenstate unseenstate silent plaintext cleartext available unavailable secret empty blank missing absent free gratis occupied vacant external internal transient transiently ephemeral volatile persistent durable static dynamic vertical horizontal incoming outgoing analog digital wireless paid unpaid used unused safe unsafe eligible ineligible quiet loud steady dry wet clean dirty essential necessary unnecessary required discretionary separate apart together closing accessible inaccessible'.split(
    ' ',
  ),
);

/** Words that tell no two things apart: `the new account`, `the submitted form`, `the respective user's data`. */
export const fillers: ReadonlySet<string> = wordSet(
  'default submit fresh exist related own same actual entire whole complete full particular affected associated further additional any select current available it automatic result',
);

/** Words that name no particular part of a thing: to delete the data of an account is to delete the account's entries. */
export const vagueHeads: ReadonlySet<string> = wordSet(
  'item data entry record information detail content copy list thing review approval decision',
);

/** Words that a condition can have or lack and be the same: who is there, and that something is at hand. */
export const lightWords: ReadonlySet<string> = wordSet(
  'user request carry contain come arrive receive occur happen attempt detect encounter make fresh exist take place hold bear use appear perform read ask want click button due someone already',
);

/** Verbs that hardly differ where a value is given with them: `set to red`, `shown in red`. */
export const neutralVerbs: ReadonlySet<string> = wordSet(
  'show set assign save create return use format encode print deliver mark sort list order place edit default record calculate value send start measure download log convert leav keep load',
);

/** Verbs of an event by which somebody asks for another value. */
export const choosing: ReadonlySet<string> = wordSet(
  'select prefer configur set specify enabl enable switch toggle request override customiz filter search edit change click',
);

/** Words as they are and in the form that stands for all their forms. */
export function wordSet(line: string): ReadonlySet<string> {
  return new Set(line.split(/\s+/).flatMap((word) => [word, stem(word)]));
}
