import type { Decision, RunLog } from '../app/read-log.ts';
import { workedMs } from '../app/summarise-run.ts';
import { isoTime } from '../base/clock.ts';
import { firstLine, plural, wrapText } from '../base/text.ts';
import { textOf } from '../domain/message.ts';
import type { StoredEvent } from '../journal/event-log.ts';
import { describeFact } from '../specs/known-lines.ts';
import { describeBudget } from '../tui/describe-budget.ts';
import { describeCall } from '../tui/describe-event.ts';
import { describeTime } from './describe-summary.ts';

/**
 * A run line by line: what it came to, what happened, and between it what people decided meanwhile. Lines are broken at
 * `columns`; the day stands above the times of it, in UTC.
 */
export function describeLog({ run, spec, kind, events, decisions }: RunLog, columns = usualColumns): string {
  const denied = new Set(
    events.flatMap(({ event }) =>
      event.type === 'call_decided' && event.effect === 'deny' && event.action !== 'connect' ? [callOf(event)] : [],
    ),
  );
  const happened = events.flatMap(({ seq, at, event }) => {
    // The decision has said it before.
    if (event.type === 'tool_finished' && denied.has(callOf(event))) return [];
    const said = describeEvent(event);
    return said === undefined ? [] : [{ seq: String(seq), at, said }];
  });
  const decided = decisions.map((each) => ({ seq: '', at: each.at, said: describeDecision(each) }));
  const all = [...happened, ...decided].toSorted((a, b) => a.at - b.at);
  const lines = all.map((entry, index) => {
    const day = isoTime(entry.at).slice(0, 10);
    const before = all[index - 1];
    const isNew = before === undefined || isoTime(before.at).slice(0, 10) !== day;
    return [...(isNew ? [`${' '.repeat(8)}${day}`] : []), describeEntry(entry, columns)].join('\n');
  });
  return [`${run}  ${kind} ${spec}`, describeTotal(events), ...lines].join('\n');
}

const usualColumns = 80;

function describeEntry({ seq, at, said }: { seq: string; at: number; said: string }, columns: number): string {
  const lead = `${seq.padStart(6)}  ${isoTime(at).slice(11, 19)}  `;
  return `${lead}${wrapText(said, columns - lead.length).replaceAll('\n', `\n${' '.repeat(lead.length)}`)}`;
}

/** What the events cost; without a price where one reply had none. */
function describeTotal(events: readonly StoredEvent[]): string {
  const replies = events.flatMap(({ event }) => (event.type === 'model_replied' ? [event] : []));
  const calls = events.filter(({ event }) => event.type === 'tool_finished').length;
  const red = events.filter(({ event }) => event.type === 'checks_finished' && !event.passed).length;
  const cost = replies.some(({ costUsd }) => costUsd === undefined)
    ? 'price unknown'
    : `$${replies.reduce((sum, { costUsd = 0 }) => sum + costUsd, 0).toFixed(2)}`;
  const parts = [plural(replies.length, 'model call'), plural(calls, 'tool call'), plural(red, 'red round'), cost];
  return `${' '.repeat(8)}${[...parts, `${describeTime(workedMs(events))} at work`].join(', ')}`;
}

function describeDecision({ by, fact }: Decision): string {
  switch (fact.type) {
    case 'approved':
      return `${by} approved ${fact.stage}`;
    case 'rejected':
      return `${by} rejected ${fact.stage}: ${fact.comment}`;
    case 'answered':
      return `${by} answered: ${fact.answer}`;
    default:
      return `${by} ${describeFact(fact)}`;
  }
}

/** Of what a document was sent back for, all of it. */
function describeFed({ cause, message }: Extract<StoredEvent['event'], { type: 'session_fed' }>): string {
  const said = `told the model: ${cause.replaceAll('_', ' ')}`;
  if (cause !== 'problems' && cause !== 'commit_denied') return said;
  const problems = textOf(message)
    .split('\n')
    .filter((each) => each.startsWith('- '));
  return [said, ...problems].join('\n');
}

const callOf = ({ session, call }: { session: string; call: string }) => `${session}.${call}`;

function describeDecided({
  effect,
  action,
  resource,
  policy,
  reason,
  covers,
}: Extract<StoredEvent['event'], { type: 'call_decided' }>): string {
  if (effect === 'allow') return `a person allowed it${covers === 'run' ? ' for this run' : ''} (policy ${policy})`;
  const what = action === 'connect' ? `${resource} ` : '';
  return `${what}denied by policy ${policy}: ${reason}`;
}

function describeStart(event: Extract<StoredEvent['event'], { type: 'run_started' }>): string {
  if (event.kind === 'execute') return `run started on ${event.branch} from ${event.base.slice(0, 10)}`;
  return event.formalises === true ? 'reading of criteria started' : `draft of ${event.stage} started`;
}

function describeEvent(event: StoredEvent['event']): string | undefined {
  switch (event.type) {
    case 'run_started':
      return describeStart(event);
    case 'run_resumed':
      return 'resumed';
    case 'run_paused':
      return `paused: ${event.reason.split('\n')[0]}`;
    case 'pause_requested':
      return `${event.by} asked for a pause`;
    case 'hibernated':
      return `hibernated after ${Math.round(event.waitedMs / 1000)} s without an answer`;
    case 'budget_set':
    case 'budget_noticed':
      return describeBudget(event);
    case 'run_finished':
      return `finished: ${event.outcome}`;
    case 'tasks_planned':
      return `${event.tasks.length - event.done.length} of ${plural(event.tasks.length, 'task')} to be done`;
    case 'task_started':
      return `task ${event.task} started: ${event.title}`;
    case 'task_committed':
      return `task ${event.task} committed as ${event.commit.slice(0, 10)}`;
    case 'task_finished':
      return `task ${event.task} done`;
    case 'task_blocked':
      return `task ${event.task} blocked: ${event.reason}`;
    case 'branch_moved':
      return `others moved the branch from ${event.known.slice(0, 10)} to ${event.commit.slice(0, 10)}${event.how === 'forward' ? '' : ', where the first is no longer in its history'}`;
    case 'task_undone':
      return `task ${event.task} undone in ${event.commit.slice(0, 10)}${event.reopened.length === 0 ? '' : `; open again: ${event.reopened.join(', ')}`}`;
    case 'session_opened':
      return `${event.role} session ${event.session} opened on ${event.model}`;
    case 'session_fed':
      return describeFed(event);
    case 'context_cleared':
      return `${plural(event.results.length, 'result')} cleared to make room`;
    case 'context_filled':
      return 'the model has no room for the conversation';
    case 'session_closed':
      return `session closed: ${event.reason.replaceAll('_', ' ')}`;
    case 'model_replied':
      return `model replied (turn ${event.turn}, ${event.stopReason}, ${event.usage.outputTokens} tokens out, ${event.durationMs} ms${event.costUsd === undefined ? '' : `, $${event.costUsd.toFixed(3)}`})`;
    case 'tool_finished':
      return event.isError ? `${event.name} failed: ${firstLine(event.text)}` : undefined;
    case 'tool_started':
      return describeCall(event.name, event.input);
    case 'call_decided':
      return describeDecided(event);
    case 'question_asked':
      return `asked: ${[event.question.text, ...event.question.options].join(' · ')}`;
    case 'questions_proposed':
      return event.questions.length === 0
        ? 'no questions before drafting'
        : `questions before drafting: ${event.questions.map(({ id, text }) => `${id} ${text}`).join(' · ')}`;
    case 'checks_finished':
      return `checks ${event.passed ? 'passed' : 'failed'} in round ${event.round}: ${event.checks.map(({ command, exitCode }) => `${command} → ${exitCode}`).join(', ')}`;
    case 'base_checked':
      return `before the run, at ${event.commit.slice(0, 10)}: ${event.check.command} → ${event.check.exitCode}`;
    case 'draft_written':
      return `${event.file} written`;
  }
}
