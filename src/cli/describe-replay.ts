import type { ReplayOutcome } from '../app/replay-run.ts';
import { cutLine, plural } from '../base/text.ts';
import { exitCodes } from './exit-codes.ts';
import type { Finish } from './output.ts';

/** What came of a replay: the state it led to, and each difference with both sides. */
export function describeReplay(outcome: ReplayOutcome): Finish {
  const { run, spec, events, replayed, differences, status, tasks, modelCalls, toolCalls } = outcome;
  const part = replayed === events ? `all ${events} events` : `${replayed} of ${plural(events, 'event')}`;
  const calls = `${plural(modelCalls, 'model call')}, ${plural(toolCalls, 'tool call')}`;
  const lines = [
    `${run} of ${spec}: ${part} gone through, ${plural(differences.length, 'difference')}`,
    `  then: ${status}; ${[...tasks.map((task) => `task ${task.id} ${taskWords(task)}`), calls].join(', ')}`,
    ...differences.flatMap(describeDifference),
  ];
  const exitCode = differences.length === 0 ? exitCodes.ok : exitCodes.verification;
  return { text: lines.join('\n'), data: { ...outcome }, exitCode };
}

function taskWords({ status, phase, rounds }: ReplayOutcome['tasks'][number]): string {
  return status === 'started' ? `${phase} (after ${plural(rounds, 'round')} of checks)` : status;
}

function describeDifference({ seq, kind, recorded, today }: ReplayOutcome['differences'][number]): string[] {
  const what = kind === 'decision' ? 'another decision' : 'other words';
  if (typeof today === 'string')
    return [`! step ${seq}, ${what}`, `  recorded: ${inShort({ ...recorded })}`, `  today:    ${today}`];
  const [before, now] = differingFields({ ...recorded }, { ...today });
  return [`! step ${seq}, ${what}`, `  recorded: ${before}`, `  today:    ${now}`];
}

type Fields = Readonly<Record<string, unknown>>;

/** Of two events of one type only what differs, from a little before the first place where it does. */
function differingFields(recorded: Fields, today: Fields): [string, string] {
  const keys = [...new Set([...Object.keys(recorded), ...Object.keys(today)])];
  const differing = keys.filter((key) => key !== 'durationMs' && key !== 'costUsd' && key !== 'request');
  const changed = differing.filter((key) => JSON.stringify(recorded[key]) !== JSON.stringify(today[key]));
  if (recorded.type !== today.type) return [inShort(recorded), inShort(today)];
  const [before, now] = [recorded, today].map((event) =>
    changed.map((key) => `${key} ${JSON.stringify(event[key]) ?? 'absent'}`).join(', '),
  );
  return cutToDifference(before ?? '', now ?? '');
}

const [leadChars, shownChars] = [60, 300];

function cutToDifference(before: string, now: string): [string, string] {
  let at = 0;
  while (at < before.length && before[at] === now[at]) at += 1;
  const from = Math.max(0, at - leadChars);
  const shown = (text: string) => `${from > 0 ? '…' : ''}${cutLine(text.slice(from), shownChars)}`;
  return [shown(before), shown(now)];
}

function inShort(event: Fields): string {
  return cutLine(JSON.stringify(event), shownChars);
}
