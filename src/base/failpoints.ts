/**
 * The places at which a test may stop the program: each names what has just happened, and nothing of what comes next has.
 * They are off unless `ASHLAR_FAILPOINT` asks for one; `ashlar debug failpoints` lists them.
 */
export const failpoints = {
  'migrate:step': 'a step that brings the journal to the present version was done; none of them is committed yet',
  'lease:acquired': 'the right to write for a spec was taken',
  'task:selected': 'the next task was chosen; its approvals are not looked at yet',
  'intent:journaled': 'the start of a task is in the journal',
  'model:sent': 'a model has the request and begins to answer',
  'model:complete': 'the reply is whole and not in the journal yet',
  'turn:journaled': 'the reply is in the journal and none of its calls has run',
  'tool:intent': 'a call of a tool is in the journal',
  'decision:journaled': 'the policy allows a call that is in the journal; the tool has not begun',
  'tool:effect': 'the tool has done its work; its result is not in the journal',
  'tool:result': 'the result of a call is in the journal',
  'file:tmp': 'the new content of a file is on disk under another name',
  'file:renamed': 'the file has its new content',
  'verify:done': 'a check has run; its outcome is not in the journal',
  'git:added': 'what a task changed is in the index',
  'git:committed': 'the commit of a task is on the branch; the journal does not know of it',
  'ledger:written': 'a line was added to a ledger',
  'memory:written': 'this machine remembers the new line of a ledger',
  'tasksmd:written': 'the box of a task is ticked',
  'task:done': 'the end of a task is in the journal',
  'approve:after': 'the approval of a human is in the ledger',
  'lease:released': 'the right to write for a spec was given free',
} as const;

export type Failpoint = keyof typeof failpoints;

/** Told of each place that is passed. Returns at once unless a test asked for that very one. */
export type Reach = (name: Failpoint) => void;

export const noReach: Reach = () => undefined;

/** What is to happen the `hit`th time that a place is passed. */
export interface ArmedFailpoint {
  name: Failpoint;
  /** Counts from 1. */
  hit: number;
  action: 'kill' | 'throw' | 'sleep';
  /** How long to sleep. */
  ms: number;
}

/** Reads `name:hit=kill`, `name:hit=throw` or `name:hit=sleep:ms`; undefined where the text is no such order. */
export function parseFailpoint(text: string): ArmedFailpoint | undefined {
  const parts = /^([a-z]+:[a-z]+):([1-9]\d*)=(kill|throw|sleep)(?::(\d+))?$/.exec(text);
  const [, name = '', hit, action, ms] = parts ?? [];
  if (!isFailpoint(name) || !isAction(action) || (ms !== undefined && action !== 'sleep')) return undefined;
  return { name, hit: Number(hit), action, ms: Number(ms ?? usualSleepMs) };
}

const usualSleepMs = 1_000;

function isFailpoint(name: string): name is Failpoint {
  return Object.hasOwn(failpoints, name);
}

function isAction(word: string | undefined): word is ArmedFailpoint['action'] {
  return word === 'kill' || word === 'throw' || word === 'sleep';
}
