import type { ContradictionKind, CriterionText } from '../../../src/specs/contradictions/contradiction.ts';

export interface SeededSpec {
  criteria: CriterionText[];
  seeds: { ids: [string, string]; kind: ContradictionKind }[];
}

/** A spec of one domain, with a contradiction for each of so many of its criteria; the same for the same seed. */
export function makeSpec({ seed, size, seeds }: { seed: number; size: number; seeds: number }): SeededSpec {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const domain = domains[seed % domains.length] as Domain;
  const criteria: CriterionText[] = [];
  const add = (text: string): string => {
    const id = `${Math.floor(criteria.length / 5) + 1}.${(criteria.length % 5) + 1}`;
    criteria.push({ id, text });
    return id;
  };
  const things = qualifiers.flatMap((qualifier) => domain.things.map((thing) => `${qualifier} ${thing}`));
  const cells = shuffled(
    things.flatMap((thing) => plots.map((plot) => ({ thing, plot }))),
    random,
  );
  const planted: { id: string; against: string; kind: ContradictionKind }[] = [];
  for (const { thing, plot } of cells) {
    if (criteria.length + seeds >= size) break;
    const event = pick(domain.events);
    const [active, passive] = [event.active.replace('#', thing), event.passive.replace('#', thing)];
    const told = plot({ thing, active, passive, system: domain.system, pick });
    const id = add(told.says);
    for (const beside of told.beside ?? []) if (criteria.length + seeds < size) add(beside);
    if (planted.length < seeds) planted.push({ id, against: told.against, kind: told.kind });
  }
  return { criteria, seeds: planted.map(({ id, against, kind }) => ({ ids: [id, add(against)], kind })) };
}

const qualifiers = ['spring', 'regional', 'pilot'];

interface Domain {
  system: string;
  things: string[];
  events: Event[];
}

interface Event {
  active: string;
  passive: string;
}

const domains: Domain[] = [
  domain(
    'THE Account Service',
    'profile|address|avatar|username|password|nickname|device|passkey',
    'a user changes the #|the # is changed by a user',
    'a user requests the #|the # is requested by a user',
    'an administrator reviews the #|the # is reviewed by an administrator',
    'a visitor registers a #|a # is registered by a visitor',
  ),
  domain(
    'THE Payment System',
    'invoice|card|voucher|refund|deposit|mandate|receipt|payout',
    'a customer cancels the #|the # is cancelled by the customer',
    'an accountant books the #|the # is booked by an accountant',
    'the bank confirms the #|the # is confirmed by the bank',
    'a reseller imports the #|the # is imported by a reseller',
  ),
  domain(
    'THE System',
    'folder|spreadsheet|video|album|template|bookmark|sketch|thumbnail',
    'a user renames the #|the # is renamed by a user',
    'a teammate shares the #|the # is shared by a teammate',
    'a user copies the #|the # is copied by a user',
    'a scanner inspects the #|the # is inspected by a scanner',
  ),
  domain(
    'THE Scheduler',
    'shift|meeting|reminder|rota|timesheet|holiday|interview|lesson',
    'a planner assigns the #|the # is assigned by a planner',
    'a worker swaps the #|the # is swapped by a worker',
    'a manager publishes the #|the # is published by a manager',
    'an employee trades the #|the # is traded by an employee',
  ),
  domain(
    'THE API',
    'token|webhook|payload|schema|cursor|batch|endpoint|certificate',
    'a partner rotates the #|the # is rotated by a partner',
    'a partner submits the #|the # is submitted by a partner',
    'a crawler requests the #|the # is requested by a crawler',
    'an operator inspects the #|the # is inspected by an operator',
  ),
  domain(
    'THE Warehouse System',
    'pallet|parcel|barcode|shelf|delivery|supplier|bin|label',
    'a picker scans the #|the # is scanned by a picker',
    'a clerk counts the #|the # is counted by a clerk',
    'a driver collects the #|the # is collected by a driver',
    'a buyer returns the #|the # is returned by a buyer',
  ),
  domain(
    'THE Notification Service',
    'newsletter|digest|banner|survey|badge|toast|bulletin|invitation',
    'a marketer drafts the #|the # is drafted by a marketer',
    'a reader mutes the #|the # is muted by a reader',
    'a reader forwards the #|the # is forwarded by a reader',
    'an editor previews the #|the # is previewed by an editor',
  ),
];

function domain(system: string, things: string, ...events: string[]): Domain {
  const readEvent = (event: string): Event => {
    const [active = '', passive = ''] = event.split('|');
    return { active, passive };
  };
  return { system, things: things.split('|'), events: events.map(readEvent) };
}

interface Scene {
  thing: string;
  active: string;
  passive: string;
  system: string;
  pick<T>(list: readonly T[]): T;
}

interface Told {
  kind: ContradictionKind;
  says: string;
  against: string;
  /** Criteria that look alike and contradict nothing. */
  beside?: string[];
}

type Plot = (scene: Scene) => Told;

const opposites: [string, string[]][] = [
  [
    'hide the # from the overview',
    ['show the # in the overview', 'not hide the # from the overview', 'display the # in the overview'],
  ],
  ['send an email about the #', ['not send an email about the #', 'never send any email about the #']],
  ['retain a copy of the #', ['delete the copy of the #', 'discard the copy of the #', 'not keep a copy of the #']],
  ['lock the #', ['unlock the #', 'leave the # unlocked', 'not lock the #']],
  ['enable the # form', ['disable the # form', 'turn off the # form', 'keep the # form disabled']],
  [
    'accept the # request',
    ['reject the # request', 'deny the # request', 'refuse the # request', 'not approve the # request'],
  ],
  [
    'include the # in the export',
    ['exclude the # from the export', 'leave out the # in the export', 'omit the # from the export'],
  ],
  ['start the # check', ['stop the # check', 'abort the # check', 'not begin the # check']],
];

const plots: Plot[] = [
  ({ thing, active, passive, system, pick }) => {
    const [act, contrary] = pick(opposites);
    return {
      kind: 'opposing',
      says: `WHEN ${active}, ${system} SHALL ${act.replace('#', thing)}`,
      against: pick([
        `WHEN ${passive} THEN ${system} SHALL ${pick(contrary)}`,
        `WHEN ${active} ${system} SHALL ${pick(contrary)}`,
      ]).replaceAll('#', thing),
      beside: [`IF ${passive} without permission, THEN ${system} SHALL ${pick(contrary).replaceAll('#', thing)}`],
    };
  },
  ({ thing, active, passive, system, pick }) => {
    const [few, many, few2] = pick([
      ['2 minutes', '10 minutes', '120 seconds'],
      ['1 hour', '3 hours', '60 minutes'],
      ['5 seconds', '30 seconds', '5000 ms'],
      ['2 days', '1 week', '48 hours'],
    ]) as [string, string, string];
    return {
      kind: 'bounds',
      says: `WHEN ${active}, ${system} SHALL confirm the ${thing} within ${few}`,
      against: `WHEN ${passive}, ${system} SHALL confirm the ${thing} ${pick(['after at least', 'no sooner than', 'not before'])} ${many}`,
      beside: [`WHEN ${active}, ${system} SHALL archive the ${thing} after ${few2}`],
    };
  },
  ({ thing, active, system, pick }) => {
    const [low, high] = pick([
      [3, 5],
      [10, 25],
      [50, 200],
    ]);
    return {
      kind: 'bounds',
      says: `${system} SHALL allow at most ${low} pending ${thing} changes`,
      against: `${system} SHALL ${pick(['allow', 'permit'])} up to ${high} pending ${thing} changes`,
      beside: [`WHEN ${active} more than ${high} times, ${system} SHALL ask for a captcha`],
    };
  },
  ({ thing, active, passive, system, pick }) => ({
    kind: 'opposing',
    says: `WHEN ${active}, ${system} SHALL set the ${thing} status to '${pick(['open', 'new'])}'`,
    against: `WHEN ${passive}, ${system} SHALL set the ${thing} status to '${pick(['closed', 'done'])}'`,
    beside: [`WHEN ${active}, ${system} SHALL set the ${thing} owner to 'staff'`],
  }),
  ({ thing, active, system, pick }) => ({
    kind: 'opposing',
    says: `WHEN ${active} with the right code, ${system} SHALL grant access to the ${thing}`,
    against: `WHILE the tenant is ${pick(['suspended', 'frozen', 'archived'])}, ${system} SHALL ${pick(['refuse', 'deny', 'block'])} access to the ${thing}`,
    beside: [`IF the code of the ${thing} is wrong THEN ${system} SHALL refuse access to the ${thing}`],
  }),
  ({ thing, active, passive, system, pick }) => ({
    kind: 'duplicate',
    says: `WHEN ${active}, ${system} SHALL ${pick(['notify', 'inform'])} the ${thing} owner`,
    against: `WHEN ${passive} THEN ${system} SHALL ${pick(['alert', 'notify', 'inform'])} the ${thing} owner`,
  }),
  ({ thing, active, system, pick }) => ({
    kind: 'opposing',
    says: `Only administrators may purge the ${thing} history`,
    against: pick([
      `Any user may purge the ${thing} history`,
      `${system} SHALL allow guests to purge the ${thing} history`,
    ]),
    beside: [`WHEN ${active}, ${system} SHALL append a line to the ${thing} history`],
  }),
  ({ thing, active, passive, system, pick }) => ({
    kind: 'opposing',
    says: `IF ${active} twice, THEN ${system} SHALL return ${pick(['HTTP 409', 'status code 400'])}`,
    against: `IF ${passive} twice, THEN ${system} SHALL return ${pick(['HTTP 200', 'status code 500'])}`,
    beside: [`IF the ${thing} cannot be found THEN ${system} SHALL return HTTP 404`],
  }),
  ({ thing, system, pick }) => ({
    kind: 'opposing',
    says: `${system} SHALL never ${pick(['log', 'record'])} the ${thing} secret`,
    against: `WHEN debug mode is on, ${system} SHALL log the ${thing} secret`,
    beside: [`${system} SHALL ${pick(['log', 'record'])} the ${thing} number`],
  }),
];

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** A small generator of numbers in 0..1 that repeats itself for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed + 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
