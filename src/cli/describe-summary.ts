import type { SpecStatus } from '../app/show-status.ts';
import type { RunSummary } from '../app/summarise-run.ts';
import { isoTime } from '../base/clock.ts';
import { groupThousands, plural } from '../base/text.ts';

/** A run: how it is, what it cost, how long it worked, the session that is not over, and when something happened last. */
export function describeSummary(run: RunSummary, size: SpecStatus['size'] = 'M'): string {
  const { modelCalls, tokens, workedMs, lastAt, lastType, stopOrder } = run;
  const parts = [
    describeState(run, size),
    plural(modelCalls, 'model call'),
    `${groupThousands(tokens)} tokens`,
    describeCost(run),
    describeTime(workedMs),
  ];
  const open = run.sessions.filter(({ phase }) => phase !== 'terminated');
  const sessions = open.map(
    ({ role, task, phase }) => `${role}${task === undefined ? '' : ` of task ${task}`} ${phase}`,
  );
  const last = `last: ${lastType.replaceAll('_', ' ')} at ${isoTime(lastAt)}`;
  const order = stopOrder === undefined ? [] : [`to pause, as ${stopOrder} asked`];
  if (open.length === 0) return [`${parts.join(', ')}; ${last}`, ...order].join('\n  ');
  return [parts.join(', '), ...order, [...sessions, last].join('; ')].join('\n  ');
}

function describeState({ kind, stage, run, status, reason }: RunSummary, size: SpecStatus['size']): string {
  const document = { S: 'spec.md', M: stage, L: 'roadmap' }[size];
  const what = kind === 'draft' ? `draft of ${document}` : `run ${run}`;
  const how = kind === 'draft' && status === 'done' ? 'written' : status;
  return `${what} ${how}${reason === undefined ? '' : ` (${reason})`}`;
}

function describeCost({ costUsd }: RunSummary): string {
  return costUsd === undefined ? 'price unknown' : `$${costUsd.toFixed(2)}`;
}

/** `48 s`, `12 min`, `3 h 5 min`. */
export function describeTime(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (ms < 60_000) return `${Math.round(ms / 1_000)} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
