/**
 * Concepts with two poles: `grant` and `refuse` are one concept with opposite signs, so `SHALL NOT grant` and
 * `SHALL refuse` read alike. Left of the bar the positive words, right of it the negative ones.
 */
export const poles: Record<string, string> = {
  grant:
    'grant allow permit accept approve authorize authorise admit let | refuse deny reject decline block forbid prohibit disallow prevent disapprove bar ban rejection refusal denial',
  show: 'show display present render reveal visible shown expose surface | hide conceal invisible hidden',
  enable: 'enable activate reactivate enabled switchon | disable deactivate disabled switchoff',
  open: 'open reopen expand | close shut collapse',
  lock: 'lock locked freeze suspend | unlock unlocked unfreeze unsuspend reinstate',
  keep: 'keep retain preserve maintain hold | delete remove discard erase purge destroy wipe drop clear forget deletion removal evict revoke release invalidate',
  start:
    'start begin launch initiate commence resume restart continue proceed | stop halt end terminate abort cancel cease pause cancellation',
  include: 'include incorporate | exclude omit leaveout strip',
  send: 'send deliver dispatch transmit emit | withhold suppress',
  encrypt: 'encrypt encrypted encryption | plaintext unencrypted cleartext',
  connect: 'connect connected | disconnect disconnected',
  increase: 'increase increment raise | decrease decrement reduce lower',
  ascending: 'ascending | descending',
  valid:
    'valid correct right proper genuine wellformed validly correctly | invalid incorrect wrong malformed bad invalidly incorrectly',
  succeed: 'succeed success successful successfully pass | fail failure unsuccessful unsuccessfully',
  exist: 'exist existent found | missing absent nonexistent lack',
  available: 'available reachable | unavailable unreachable',
  online: 'online | offline',
  empty: 'empty blank | nonempty filled populated',
  expired: 'expire expired expiry expiration elapse | unexpired',
  authenticated: 'authenticated | unauthenticated anonymous',
  active: 'active | inactive idle dormant',
  public: 'public | private',
  required: 'required mandatory compulsory require | optional',
  automatic: 'automatic automatically | manual manually',
  synchronous: 'synchronous synchronously | asynchronous asynchronously async',
  readonly: 'readonly | writable editable',
  sufficient: 'sufficient enough | insufficient',
  permanent: 'permanent permanently | temporary temporarily',
  immediate: 'immediate immediately instantly promptly | later deferred delayed delay defer postpone',
  before: 'before | after',
  sensitive: 'casesensitive | caseinsensitive',
  same: 'same identical equal match | different differ mismatch',
  check: 'check tick | uncheck untick',
  follow: 'follow subscribe | unfollow unsubscribe',
  publish: 'publish | unpublish',
  mute: 'mute | unmute',
  link: 'link | unlink',
  charge: 'charge bill debit | refund reimburse',
  overwrite: 'overwrite replace | append',
  process: 'process handle import execute | ignore skip bypass disregard',
  merge: 'merge combine | split separate',
  archive: 'archive | unarchive',
  mask: 'mask redact obfuscate | unmask unmasked unredacted',
  known: 'known recognized | unknown unrecognized',
  granted: 'authorized | unauthorized',
  above: 'above | below',
};

/** Words that stand for the same thing; the first names it. */
export const synonyms: readonly string[] = [
  'user customer person visitor shopper client subscriber individual someone',
  'admin administrator',
  'create add insert generate make produce register issue',
  'save store persist write',
  'log record audit journal',
  'notify alert inform warn notification alarm',
  'message text wording notice',
  'signin login logon authenticate authentication access entry',
  'signout logout logoff',
  'retry reattempt retries retrying',
  'submit post provide supply enter input type',
  'select choose pick',
  'click press tap push hit',
  'return respond reply answer response give',
  'redirect navigate forward take route bring',
  'edit modify change update alter amend revise',
  'file document attachment',
  'picture image photo photograph',
  'mail email e-mail',
  'order purchase',
  'cart basket',
  'item product article goods sku',
  'payment transaction',
  'list listing',
  'search query lookup',
  'receive get obtain arrive',
  'read view see load visit',
  'verify validate confirm ensure',
  'limit cap restrict maximum max threshold quota ceiling',
  'error fault',
  'password passphrase passcode',
  'job task',
  'appointment booking reservation',
  'complete finish completed finished completion done conclude',
  'upload uploaded',
  'download export',
  'schedule plan',
  'price cost fee',
  'reset reinitialize revert',
  'stock inventory',
  'request call',
  'attempt try',
  'latency',
  'calculate compute',
  'backup snapshot',
  'device machine',
  'exceed surpass overrun over',
  'reach attain',
  'use apply employ utilize',
  'sort arrange rank',
  'multiple several many',
  'abort rollback',
];

/** Concepts that differ only in how an act is done: `encrypted` against `in plain text`. */
export const manners: ReadonlySet<string> = new Set(
  'encrypt ascending synchronous automatic immediate permanent before sensitive readonly daily weekly hourly monthly yearly'.split(
    ' ',
  ),
);

/** Groups of which only one can be meant at a time. `-` marks the negative pole of a concept. */
export const exclusive: readonly string[] = [
  'create -keep',
  'save -keep',
  'signin signout',
  'daily weekly hourly monthly yearly',
  'start signout',
  '-start retry',
  'archive -keep',
  'lock -keep',
  'grant -process',
  'grant -keep',
  '-start keep',
  'move -keep',
  'retry -keep',
  '-process overwrite save retry merge',
  'overwrite keep',
  'own other',
  'new existing',
  'guest admin',
  'first last',
  'light dark',
  'single multiple',
];

/** Words that mark a criterion as the unwanted branch of another one, whatever keyword opens it. */
export const unwantedWords: ReadonlySet<string> = new Set(
  'error exceed duplicate timeout violate violation corrupt conflict unexpected unsupported already crash denied lost loss abort outage'.split(
    ' ',
  ),
);

/** Positive concepts whose negative pole is unwanted: invalid, failed, missing, unavailable. */
export const wantedConcepts: ReadonlySet<string> = new Set(
  'valid succeed exist available online sufficient granted authenticated grant same known connect'.split(' '),
);

export const stopWords: ReadonlySet<string> = new Set(
  `a an the this that these those its it their his her them they he she we our your you i is are was were be been being am
 has have had do does did of to in on at by for from with into onto as and or but so than then there here which who whom whose
 what any all each every some such shall must will would should may can could might also already just very both either
 upon via using per within during while when where if once about up out off over under only always never ever get gets got
 current currently given appropriate corresponding relevant respective following specific
 system attempt request operation action process time moment
 one ones able become becomes becoming resulting regardless`.split(/\s+/),
);

/** Manners that leave an act what it is: `permanently delete` is `delete`. */
export const passingManners: ReadonlySet<string> = new Set('immediate permanent automatic'.split(' '));

/** Names of the whole product: whoever they name, it is the same one. */
export const genericActors: ReadonlySet<string> = new Set(
  'system application app platform software product service solution tool program site website server backend api'.split(
    ' ',
  ),
);

/** Words of a state that a participle names as well as an act: `WHEN the account is locked` can be said of a moment that lasts. */
export const lastingStates: ReadonlySet<string> = new Set(
  'locked unlocked suspended disabled enabled expired authenticated unauthenticated verified unverified connected disconnected authorized unauthorized blocked banned archived paused'.split(
    ' ',
  ),
);

/** Acts that last: said without a condition, they are meant for all times. `create` or `open` without one are steps. */
export const lastingActs: ReadonlySet<string> = new Set(
  'grant show enable encrypt log mask notify include required public readonly immediate automatic synchronous ascending sensitive'.split(
    ' ',
  ),
);

/** Concepts that end a state: `WHEN loading completes` is not a moment WHILE it is loading. */
export const endings: ReadonlySet<string> = new Set('complete start succeed expired signout'.split(' '));

/** Verbs that only carry the state that they are followed by: `keep the account locked`, `mark it as inactive`. */
export const carriers: ReadonlySet<string> = new Set(
  'keep leav set mark create verify treat remain edit consider save send'.split(' '),
);
