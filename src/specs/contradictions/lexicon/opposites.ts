import { oppositeActs } from './opposite-acts.ts';
import { oppositeQualities } from './opposite-qualities.ts';

/** Concepts with two poles, the words of each. */
export const poles: ReadonlyMap<string, readonly [positive: readonly string[], negative: readonly string[]]> = new Map(
  [...Object.entries(oppositeActs), ...Object.entries(oppositeQualities)].map(([concept, [positive, negative]]) => [
    concept,
    [positive.split(/\s+/), negative.split(/\s+/)],
  ]),
);

/**
 * What an act brings with it: what is deleted is changed too, what is archived is kept. `-` marks a negative pole. Not
 * to delete a thing is not to leave it unchanged: a negated act brings nothing with it.
 */
export const implied: Record<string, string> = {
  '-keep': 'edit -active',
  archive: 'keep',
  save: 'keep process create',
  log: 'save create',
  queue: 'keep process start',
  bin: 'keep',
  move: 'keep',
  transfer: 'keep',
  cache: 'keep',
  restore: 'keep',
  merge: 'edit process',
  create: 'keep save',
  overwrite: 'edit process -keep',
  rename: 'edit',
  reset: 'edit -keep',
  truncate: 'edit',
  convert: 'edit',
  empty: '-keep',
  retry: 'process keep start succeed',
  '-grant': '-process -available',
  enable: 'active',
  '-enable': '-active keep',
  publish: 'show public',
  '-publish': '-show',
  required: 'ask',
  rollback: '-keep edit',
  commit: 'keep',
  '-send': '-sound',
  '-process': '-required',
  '-start': '-process -keep -active',
  reserve: '-available',
  '-reserve': 'available -keep grant',
  lock: 'keep -active -enable -open',
  '-lock': 'active',
  support: 'grant process',
  list: 'show',
  highlight: 'show',
  load: 'process',
  award: 'edit',
  '-award': 'edit',
  increase: 'edit',
  '-increase': 'edit',

  '-signin': '-start -keep',
  signin: 'start',
  hold: 'keep reserve -grant',
  grant: 'process keep',
  start: 'process',
  confirm: 'start grant',
  charge: 'required',
  '-required': '-ask -charge',
  mask: 'edit -full',
  ask: 'required',
  notify: 'ask',
  give: 'grant',
};

/** Concepts that differ only in how an act is done, wherever in the response they stand: `encrypted`, `in plain text`. */
export const manners: ReadonlySet<string> = new Set(
  'encrypt compress ascending synchronous automatic immediate permanent before sensitive daily weekly hourly monthly yearly both up parallel full named fast forwards clockwise linear central formal loud static'.split(
    ' ',
  ),
);

/** Groups of which only one can be meant at a time. `-` marks the negative pole of a concept. */
export const exclusive: readonly string[] = [
  'daily weekly hourly monthly yearly',
  'create -keep',
  'own other',
  'guest admin',
  'first last',
  'light dark',
  'expired valid',
  'hold publish',
  'hold send',
  'hold process',
  'show -include',
  'print -include',
  'valid -keep',
  'queue -keep',
  'queue -grant',
  'hold -keep',
  'checkin checkout',
  'clockin clockout',
  'fadein fadeout',
  'credit charge',
  'create -award',
  'award -send',
  '-full -grant',
  'overwrite rename',
  'expired keep',
  'sort shuffled',
  'redirect keep',
  'share -public',
  'rain sun',
  'day night',
  'summer winter',
  'weekday weekend',
  'leav send',
  'leav move',
  'leav redirect',
  'leav return',
  'leav transfer',
  'leav -keep',
  'send -keep',
  'expired permanent',
  'start complete',
];
