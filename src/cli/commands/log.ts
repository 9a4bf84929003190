import { Command } from 'commander';
import type { StoredEvent } from '../../journal/event-log.ts';
import { describeCall } from '../../tui/describe-event.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { pageText } from '../page-text.ts';
import { runUseCase } from '../run-use-case.ts';

export function logCommand(setExitCode: SetExitCode): Command {
  return new Command('log')
    .description('show what happened, event by event: of the newest run, of a run, or of all runs of a spec')
    .argument('[run-or-spec]')
    .addHelpText('after', '\nExamples:\n  $ ashlar log\n  $ ashlar log lock-an-account --json')
    .action((name: string | undefined, _options: unknown, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire, options }) => {
        const { readLog } = await import('../../app/read-log.ts');
        const runs = await readLog(name, wire);
        const text = runs.map(({ run, spec, kind, events }) =>
          [`${run}  ${kind} ${spec}`, ...events.flatMap(describe)].join('\n'),
        );
        const whole = text.join('\n\n');
        const forPrograms = options.json || options.streamJson;
        const isPaged = !forPrograms && pageText(whole, { terminal: process.stdout, pager: process.env.PAGER });
        return { text: isPaged ? '' : whole, data: { runs } };
      }),
    );
}

function describe({ seq, at, event }: StoredEvent): string[] {
  const said = describeEvent(event);
  const time = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
  return said === undefined ? [] : [`${String(seq).padStart(6)}  ${time}  ${said}`];
}

function describeEvent(event: StoredEvent['event']): string | undefined {
  switch (event.type) {
    case 'run_started':
      return event.kind === 'draft'
        ? `draft of ${event.stage} started`
        : `run started on ${event.branch} from ${event.base.slice(0, 10)}`;
    case 'run_resumed':
      return 'resumed';
    case 'run_paused':
      return `paused: ${event.reason.split('\n')[0]}`;
    case 'run_finished':
      return `finished: ${event.outcome}`;
    case 'task_started':
      return `task ${event.task} started: ${event.title}`;
    case 'task_committed':
      return `task ${event.task} committed as ${event.commit.slice(0, 10)}`;
    case 'task_finished':
      return `task ${event.task} done`;
    case 'task_blocked':
      return `task ${event.task} blocked: ${event.reason}`;
    case 'session_opened':
      return `${event.role} session ${event.session} opened on ${event.model}`;
    case 'session_fed':
      return `told the model: ${event.cause.replaceAll('_', ' ')}`;
    case 'session_closed':
      return `session closed: ${event.reason.replaceAll('_', ' ')}`;
    case 'model_replied':
      return `model replied (turn ${event.turn}, ${event.stopReason}, ${event.usage.outputTokens} tokens out, ${event.durationMs} ms)`;
    case 'tool_finished':
      return `${event.name} ${event.isError ? 'failed' : 'done'}`;
    case 'tool_started':
      return describeCall(event.name, event.input);
    case 'question_asked':
      return `asked: ${event.question.text}`;
    case 'questions_proposed':
      return event.questions.length === 0
        ? 'no questions before drafting'
        : `questions before drafting: ${event.questions.map(({ id, text }) => `${id} ${text}`).join(' · ')}`;
    case 'checks_finished':
      return `checks ${event.passed ? 'passed' : 'failed'} in round ${event.round}: ${event.checks.map(({ command, exitCode }) => `${command} → ${exitCode}`).join(', ')}`;
    case 'draft_written':
      return `${event.file} written`;
  }
}
