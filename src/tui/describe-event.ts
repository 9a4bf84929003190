import { styleText } from 'node:util';
import { cutLine, firstLine, plural } from '../base/text.ts';
import type { CheckResult, Event } from '../domain/event.ts';
import { describeBudget } from './describe-budget.ts';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** One line, or a few, that tell a person of an event; undefined for what only a program wants to know. */
export function describeEvent(event: Event, color: boolean): string | undefined {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  switch (event.type) {
    case 'task_started':
      return `\n${paint('bold', `● ${event.task} ${event.title}`)}`;
    case 'tool_started':
      return `  ${paint('dim', describeCall(event.name, event.input))}`;
    case 'tool_finished':
      return event.isError ? `    ${paint('yellow', `↳ ${firstLine(event.text)}`)}` : undefined;
    case 'retry_scheduled':
      return `  ${paint('yellow', `${event.reason}; trying again in ${seconds(event.delayMs)} (attempt ${event.attempt})`)}`;
    case 'question_asked':
      return describeQuestion(event.question.text, event.question.options, paint);
    case 'checks_finished':
      return [...describeChecks(event, paint), ...describeReturn(event, paint)].join('\n');
    case 'base_checked':
      return describeBase(event, paint);
    case 'task_finished':
      return `  ${paint('green', `✓ done, commit ${event.commit.slice(0, 10)}`)}`;
    case 'task_blocked':
      return `  ${paint('red', `✗ blocked: ${event.reason}`)}${event.patch === undefined ? '' : `\n    what was done is kept in ${event.patch}`}`;
    case 'budget_noticed':
      return `  ${paint('yellow', describeBudget(event))}`;
    case 'context_cleared':
      return `  ${paint('dim', `${plural(event.results.length, 'earlier result')} cleared to make room in the context`)}`;
    case 'session_fed':
      return event.cause === 'hand_off' ? `  ${paint('dim', handOffNotice)}` : undefined;
    case 'draft_written':
      return `${paint('green', '✓')} ${event.file} drafted${event.problems.length > 0 ? `, ${plural(event.problems.length, 'problem')} to look at` : ''}`;
    case 'note':
      return paint('dim', event.text);
    default:
      return undefined;
  }
}

const handOffNotice = 'the context is almost full: the session hands over to a fresh one';

type ChecksFinished = Extract<Event, { type: 'checks_finished' }>;

/** Red checks send a task back to the agent while there are rounds left. */
function describeReturn(event: ChecksFinished, paint: Paint): string[] {
  const round = nextRound(event);
  return round === '' ? [] : [`  ${paint('yellow', `↺ back to the agent: ${round}`)}`];
}

function nextRound({ passed, round, rounds = 0 }: ChecksFinished): string {
  return passed || round >= rounds ? '' : `round ${round + 1} of ${rounds}`;
}

/** Which round of its task goes on from here, from the second on; '' in the first, undefined where an event does not change it. */
export function describeRound(event: Event): string | undefined {
  if (event.type === 'checks_finished') return nextRound(event);
  return event.type === 'task_started' || event.type === 'task_finished' || event.type === 'task_blocked'
    ? ''
    : undefined;
}

/** What goes on right now, for the spinner; undefined where an event does not change it, '' where nothing goes on. */
export function describeActivity(event: Event): string | undefined {
  switch (event.type) {
    case 'turn_started':
      return `the model thinks (turn ${event.turn})`;
    case 'text_streamed':
      return 'the model writes';
    case 'tool_started':
      return event.name === 'ask' ? '' : describeCall(event.name, event.input);
    case 'check_started':
      return `checking: ${event.command}`;
    case 'retry_scheduled':
      return describeWait(event.reason, event.delayMs);
    case 'run_paused':
    case 'run_finished':
    case 'question_asked':
      return '';
    default:
      return undefined;
  }
}

/** How long until a reply is asked for again. */
export function describeWait(reason: string, leftMs: number): string {
  return `waiting ${seconds(leftMs)}: ${reason}`;
}

export function describeCall(name: string, input: Record<string, unknown>): string {
  const subject = input.command ?? input.path ?? input.pattern ?? input.question ?? '';
  const shown = name === 'bash' ? '$' : name;
  return cutLine(`${shown} ${firstLine(String(subject))}`.trimEnd(), 120);
}

/** A check that had to fail, and did as a test does, is shown as what it proved. */
function describeChecks({ checks, expect, passed }: ChecksFinished, paint: Paint): string[] {
  return checks.map((check) => {
    if (expect !== 'fail' || check !== checks.at(-1)) return describeCheck(check, paint);
    if (passed) return `  ${paint('green', `✓ ${check.command}`)} fails on the old code, as it must`;
    const did = check.exitCode === 0 ? `  ${paint('red', `✗ ${check.command}`)} passed` : describeCheck(check, paint);
    return `${did}\n    it had to fail as a test does`;
  });
}

/** Lines of a failed check's output that are shown. */
const shownLines = 10;

function describeCheck(check: CheckResult, paint: Paint): string {
  const took = seconds(check.durationMs);
  if (check.exitCode === 0) return `  ${paint('green', `✓ ${check.command}`)} ${paint('dim', took)}`;
  const tail = check.output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-shownLines)
    .map((line) => `    ${cutLine(line, 160)}`);
  return [`  ${paint('red', `✗ ${check.command}`)} exit code ${check.exitCode}, ${took}`, ...tail].join('\n');
}

/** Only what a person would not think: that the check was red without the work of any agent. */
function describeBase({ commit, check }: Extract<Event, { type: 'base_checked' }>, paint: Paint): string | undefined {
  if (check.exitCode === 0) return undefined;
  const at = `exit code ${check.exitCode} at ${commit.slice(0, 10)}`;
  return `  ${paint('yellow', `! ${check.command} was red before this run, too: ${at}`)}`;
}

function describeQuestion(text: string, options: string[], paint: Paint): string {
  return [`\n${paint('bold', '?')} ${text}`, ...options.map((option, index) => `  ${index + 1}. ${option}`)].join('\n');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}
