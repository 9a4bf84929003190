export type SeedKind =
  | 'negated'
  | 'opposite verb'
  | 'other value'
  | 'other bound'
  | 'other unit'
  | 'other actor'
  | 'narrower'
  | 'passive trigger'
  | 'said again'
  | 'never';

/** A criterion that goes against the one it was made from, or says it again, in the ways that a hurried author would. */
export interface Seed {
  kind: SeedKind;
  text: string;
}

/** All that can be planted against a criterion; nothing for a sentence whose parts are not plain. */
export function seedsAgainst(criterion: string): Seed[] {
  const parts = cut(criterion);
  if (parts === undefined) return [];
  const { head, actor, response } = parts;
  const negated = `${actor} SHALL NOT ${response}`;
  const asEvent = head === '' ? '' : `${head}, `;
  const seeds: [SeedKind, string | undefined][] = [
    ['negated', `${asEvent}${negated}`],
    ['opposite verb', prefixed(`${asEvent}${actor} SHALL `, oppose(response))],
    ['other value', prefixed(`${asEvent}${actor} SHALL `, revalue(response))],
    ['other bound', prefixed(`${asEvent}${actor} SHALL `, rebound(response))],
    ['other unit', prefixed(`${asEvent}${actor} SHALL `, reunit(response))],
    ['other actor', reactor(criterion)],
    ['narrower', /^WHEN /i.test(head) ? `${head} AND the tenant is on the trial plan, ${negated}` : undefined],
    ['passive trigger', prefixed('', turn(head), `, ${negated}`)],
    [
      'said again',
      head === '' ? undefined : `${actor} SHALL ${response} ${head.replace(/^\w+/, (word) => word.toLowerCase())}`,
    ],
    [
      'never',
      head === ''
        ? undefined
        : `${asEvent}WHILE the beacon is lit AND the beacon is not lit, ${actor} SHALL ${response}`,
    ],
  ];
  return seeds.flatMap(([kind, text]) => (text === undefined ? [] : [{ kind, text }]));
}

interface Parts {
  /** With its keyword; empty for what always holds. */
  head: string;
  actor: string;
  response: string;
}

function cut(criterion: string): Parts | undefined {
  const plain = criterion.replace(/\*\*/g, '').replace(/\s+/g, ' ').trim();
  const found =
    /^((?:WHEN|IF|WHILE)\b[^,]*?)?,?\s*(?:THEN )?,?\s*((?:THE|the|The) [\w -]+?) (?:SHALL|shall) (?!NOT|not|never)([^,;:()]+?)\.?$/.exec(
      plain,
    );
  if (found === null) return undefined;
  const [, head = '', actor = '', response = ''] = found;
  if (/^\w+$/.test(head) || /\bthen\b/i.test(actor)) return undefined;
  return /\b(?:and|or|when|if|unless|until|while|SHALL)\b/i.test(response)
    ? undefined
    : { head: head.trim(), actor, response };
}

function prefixed(before: string, text: string | undefined, after = ''): string | undefined {
  return text === undefined ? undefined : `${before}${text}${after}`;
}

/** With an opposite verb; what is done for a time or up to a number has no plain opposite. */
function oppose(response: string): string | undefined {
  if (/\d|\bno\b/.test(response)) return undefined;
  const [verb = '', ...rest] = response.split(' ');
  const contrary = contraries.get(verb.toLowerCase());
  return contrary === undefined || rest.length === 0 || (verb === 'require' && rest.includes('to'))
    ? undefined
    : [contrary, ...rest].join(' ');
}

const contraries: ReadonlyMap<string, string> = new Map(
  `accept turn_down|allow prohibit|permit forbid|reject approve|deny permit|block let_through|display hide|show conceal|hide reveal
  |enable switch_off|disable activate|lock unlock|unlock seal|open shut|close open|start halt|stop resume|begin abort|keep throw_away
  |preserve wipe|retain purge|store discard|save discard|delete hold_on_to|remove preserve|include leave_out|exclude incorporate
  |send withhold|increase cut|reduce raise|require waive|encrypt decrypt|merge split|mask unmask|install uninstall|connect disconnect
  |expand collapse|collapse unfold|skip process|ignore handle|cancel continue|continue break_off|publish retract|mute unmute
  |archive unarchive|reset preserve|terminate keep_up|grant refuse|render conceal|clear retain|persist discard|maintain discard|update leave_unchanged`
    .split('|')
    .map((pair) => pair.trim().split(/\s+/))
    .map(([verb = '', contrary = '']): [string, string] => [verb, contrary.replaceAll('_', ' ')]),
);

function revalue(response: string): string | undefined {
  const quoted =
    /^(?:set|mark|change|assign|show|display|return)\b[^"'`]*(?:status|state|message|error|label|level|role|priority)[^"'`]*["'`]([\w -]+)["'`]/i;
  if (quoted.test(response)) return response.replace(/(["'`])[\w -]+(["'`])/, '$1quince$2');
  const status = /\b(?:HTTP |status (?:code )?)(\d{3})\b/.exec(response);
  if (status !== null) return response.replace(status[1] ?? '', status[1] === '418' ? '451' : '418');
  const colour = /\b(?:in|to) (red|green|blue|yellow|orange|grey|gray|white|black)$/.exec(response);
  return colour === null ? undefined : response.replace(/\w+$/, colour[1] === 'red' ? 'violet' : 'red');
}

const bounded =
  /\b(within|at most|up to|no more than|less than|under|at least|for|after|a minimum of|a maximum of) (\d+) ?(seconds?|minutes?|hours?|days?|ms|milliseconds|MB|KB|characters|items|times|attempts)\b/;

function rebound(response: string): string | undefined {
  const [whole = '', word = '', number = '', unit = ''] = bounded.exec(response) ?? [];
  if (whole === '') return undefined;
  const [low, high] = [Math.max(1, Math.floor(Number(number) / 4)), Number(number) * 4];
  const turned: Record<string, string> = {
    within: `no sooner than ${high} ${unit}`,
    for: `for ${high} ${unit}`,
    after: `after ${high} ${unit}`,
    'at least': `at most ${low} ${unit}`,
    'a minimum of': `at most ${low} ${unit}`,
  };
  return response.replace(whole, turned[word] ?? `at least ${high} ${unit}`);
}

function reunit(response: string): string | undefined {
  const [whole = '', word = '', number = '', unit = ''] = bounded.exec(response) ?? [];
  const [other, factor] = units.get(unit.replace(/s$/, '')) ?? [];
  if (other === undefined || factor === undefined || word === 'after') return undefined;
  const value = Number(number) * factor * (/least|minimum/.test(word) ? 0.5 : 3);
  const bound = /least|minimum/.test(word) ? 'at most' : word === 'for' ? 'for' : 'at least';
  return response.replace(whole, `${word === 'within' ? 'after at least' : bound} ${value} ${other}`);
}

const units: ReadonlyMap<string, [string, number]> = new Map([
  ['second', ['ms', 1000]],
  ['minute', ['seconds', 60]],
  ['hour', ['minutes', 60]],
  ['day', ['hours', 24]],
  ['MB', ['KB', 1024]],
]);

function reactor(criterion: string): string | undefined {
  const found = /\bSHALL allow only (?:the )?(\w+) to (.+?)\.?$/.exec(criterion);
  return found === null ? undefined : `Any guest may ${found[2] ?? ''}`;
}

/** `WHEN a user clicks the button` as `WHEN the button is clicked by a user`. */
function turn(head: string): string | undefined {
  const found =
    /^WHEN (an? \w+|the \w+) (click|select|upload|open|request|submit|cancel|delete|create|enter|view|remove|add)s? ((?:the|an?) [\w' -]+)$/i.exec(
      head,
    );
  if (found === null || /\b(?:with|to|on|in|from|for|that|without|by)\b/i.test(found[3] ?? '')) return undefined;
  const [, agent = '', verb = '', object = ''] = found;
  const participle = verb === 'submit' ? 'submitted' : verb === 'cancel' ? 'cancelled' : `${verb.replace(/e$/, '')}ed`;
  return `WHEN ${object} is ${participle} by ${agent}`;
}
