import { placeOf, type SpecTrace, type TracedTask } from '../app/trace-spec.ts';
import type { TraceState } from '../domain/trace.ts';
import { traceStates } from '../domain/trace.ts';
import type { CriterionTrace } from '../specs/trace.ts';

const width = 80;
const [idWidth, stateWidth] = [6, 18];

/** A line a criterion with its state, and below it what it was followed to. */
export function describeTrace(trace: SpecTrace): string {
  const tasks = new Map(trace.tasks.map((task) => [task.id, task]));
  return [...head(trace), ...trace.criteria.flatMap((each) => describeCriterion(each, tasks)), ...notes(trace)].join(
    '\n',
  );
}

/** Criteria by tasks: `✓` proved, `·` named, and the number of tests. */
export function describeMatrix(trace: SpecTrace): string {
  const columns = trace.tasks.filter(({ id }) => trace.criteria.some(({ tasks }) => tasks.includes(id)));
  const cell = Math.max(3, ...columns.map(({ id }) => id.length + 1));
  const room = Math.max(1, Math.floor((width - idWidth - stateWidth - testsWidth) / cell));
  const groups = Array.from({ length: Math.max(1, Math.ceil(columns.length / room)) }, (_, n) =>
    columns.slice(n * room, (n + 1) * room),
  );
  const tables = groups.flatMap((group) => ['', ...matrixOf(trace, group, cell)]);
  return [...head(trace).slice(0, -1), ...tables, '', '✓ proved   · named', ...notes(trace)].join('\n');
}

const testsWidth = 6;

function head({ spec, title, criteria }: SpecTrace): string[] {
  const counts = traceStates.flatMap((state) => {
    const count = criteria.filter((each) => each.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const name = title === spec ? spec : `${spec}  ${title}`;
  return [cut(name), `  ${counts.join(' · ') || 'no criteria yet'}`, ''];
}

function describeCriterion(criterion: CriterionTrace, tasks: ReadonlyMap<string, TracedTask>): string[] {
  const { id, text, design, tests, why } = criterion;
  const own = criterion.tasks.flatMap((task) => tasks.get(task) ?? []);
  const first = `${id.padEnd(idWidth)}${stateOf(criterion).padEnd(stateWidth)}${text.replace(/\s+/g, ' ')}`;
  const changed = own.flatMap((task) => task.changed);
  const files = changed.length > 0 ? changed : own.flatMap((task) => task.files);
  const evidence = own.flatMap((task) => task.evidence).map(({ command, exitCode }) => `${command} → ${exitCode}`);
  return [
    cut(first),
    ...row(
      'design',
      design.map((section) => section.title),
    ),
    ...row(
      'tasks',
      own.map((task) => `${task.id}${markOf(task)}`),
    ),
    ...row('files', files),
    ...row('tests', tests.map(placeOf)),
    ...row('commits', own.flatMap(({ commits }) => commits).map(short)),
    ...row('proof', evidence),
    ...row('!', why),
  ];
}

/** One row of the chain, without doubles, wrapped below itself. */
function row(name: string, values: readonly string[]): string[] {
  const lines: string[] = [];
  const indent = ' '.repeat(idWidth + nameWidth);
  for (const value of new Set(values)) {
    const last = lines.at(-1);
    const longer = last === undefined ? '' : `${last}, ${value}`;
    if (last !== undefined && longer.length <= width - indent.length) lines[lines.length - 1] = longer;
    else lines.push(value);
  }
  const shown =
    lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), `… ${lines.length - mostLines} more lines`];
  return shown.map((line, n) =>
    cut(n === 0 ? `${' '.repeat(idWidth)}${name.padEnd(nameWidth)}${line}` : `${indent}${line}`),
  );
}

const nameWidth = 9;
/** `--json` has them all. */
const mostLines = 4;

function matrixOf(trace: SpecTrace, group: readonly TracedTask[], cell: number): string[] {
  const title = `${''.padEnd(idWidth + stateWidth)}${group.map(({ id }) => id.padStart(cell)).join('')}`;
  const rows = trace.criteria.map((criterion) => {
    const cells = group.map((task) => mark(criterion, task).padStart(cell)).join('');
    const start = `${criterion.id.padEnd(idWidth)}${stateOf(criterion).padEnd(stateWidth)}`;
    return `${start}${cells}${String(criterion.tests.length || '').padStart(testsWidth)}`.trimEnd();
  });
  return [`${title}${'tests'.padStart(testsWidth)}`, ...rows];
}

function mark(criterion: CriterionTrace, task: TracedTask): string {
  if (!criterion.tasks.includes(task.id)) return '';
  return task.commit === undefined ? '·' : '✓';
}

function markOf({ commit, byWord, optional }: TracedTask): string {
  if (commit !== undefined) return ' ✓';
  if (byWord) return ' (done by word)';
  return optional ? ' (optional)' : '';
}

/** `verified@1a2b3c4`. */
function stateOf({ state, commit }: { state: TraceState; commit?: string }): string {
  return state === 'verified' && commit !== undefined ? `${state}@${short(commit)}` : state;
}

export function short(commit: string): string {
  return commit.slice(0, 7);
}

function notes(trace: SpecTrace): string[] {
  return trace.notes.length === 0 ? [] : ['', ...trace.notes.map((note) => `! ${note}`)];
}

function cut(line: string): string {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}
