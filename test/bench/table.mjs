import { callsInOrder } from './conversation.mjs';
import { median, quantile } from './numbers.mjs';

/** Two whole rounds of the calls, so that each tool counts alike. */
const windowTurns = 2 * callsInOrder.length;

/** All figures as a table: what was measured, the figure, its budget where it has one, and whether it is kept. */
export function describeFigures({ commands, firstUseMs, firstRequestMs, short, runs, journal, turns }) {
  const lines = [
    ...commandLines(commands, turns),
    ...runLines(runs, { firstUseMs, firstRequestMs, turns, nodeMs: median(commands.node) }),
    line('tools and system of the first request', tokensOf(short.first), 'tokens', { budget: 4000, note: 'chars / 4' }),
    line('requests that do not extend the one before', sum(runs.map(({ broken }) => broken)), '', {
      budget: 0,
      note: `of ${runs.length * turns}`,
    }),
    ...journalLines(journal),
  ];
  return align([['', 'figure', 'budget', '', ''], ...lines]);
}

function commandLines(commands, turns) {
  const node = median(commands.node);
  const command = (name, times, factor) =>
    line(name, median(times), 'ms', {
      note: ratio(median(times), node, 'node -e 0'),
      ...(factor && { budget: factor * node }),
    });
  return [
    line('node -e 0', node, 'ms'),
    command('ashlar --version', commands.version, 3),
    command('ashlar --help', commands.help, 3),
    command('ashlar status, one finished spec', commands.status, 6),
    command(`ashlar status, after a run of ${turns} turns`, commands.statusLong),
  ];
}

function runLines(runs, { firstUseMs, firstRequestMs, turns, nodeMs }) {
  const start = median([...firstRequestMs, ...runs.map((run) => run.firstRequestMs)]);
  const gaps = runs.flatMap(({ gapsMs }) => gapsMs.slice(0, 30));
  const early = median(runs.flatMap(({ gapsMs }) => gapsMs.slice(20 - windowTurns / 2, 20 + windowTurns / 2)));
  const late = median(runs.flatMap(({ gapsMs }) => gapsMs.slice(turns - windowTurns)));
  const memory = (turn) => median(runs.map(({ megabytes }) => megabytes[turn] ?? Number.NaN));
  const since = (difference, unit) => `${difference < 0 ? '' : '+'}${difference.toFixed(1)} ${unit} since turn 20`;
  return [
    line('start of ashlar run to its first request', start, 'ms', {
      budget: 250,
      note: ratio(start, nodeMs, 'node -e 0'),
    }),
    line('  the first time that a build is used', firstUseMs, 'ms', { note: 'nothing is compiled' }),
    line('reply to next request, 30 turns, median', median(gaps), 'ms', { budget: 6 }),
    line('reply to next request, 30 turns, p95', quantile(gaps, 0.95), 'ms'),
    ...callsInOrder.map((name) => line(`  of these ${name}`, median(firstOf(runs, name)), 'ms')),
    line('  around turn 20', early, 'ms', { budget: 6 }),
    line(`  up to turn ${turns}`, late, 'ms', { budget: 6, note: since(late - early, 'ms') }),
    line('memory of the process tree at turn 20', memory(20), 'MB', { budget: 150 }),
    line(`memory of the process tree at turn ${turns}`, memory(turns), 'MB', {
      budget: 150,
      note: since(memory(turns) - memory(20), 'MB'),
    }),
    line(`resume after ${turns} turns to first request`, median(runs.map(({ resumeMs }) => resumeMs)), 'ms'),
  ];
}

function firstOf(runs, name) {
  return runs.flatMap(({ byTool }) => byTool[name].slice(0, 30 / callsInOrder.length));
}

/** The provider's own way of counting is not known; four characters are about one token. */
function tokensOf({ tools, system }) {
  const text = JSON.stringify([tools, system], (key, value) => (key === 'cache_control' ? undefined : value));
  return Math.round(text.length / 4);
}

function journalLines({ append, fsync }) {
  const bare = 'a bare write and fsync';
  return [
    line('append of 1 kB to the journal', median(append), 'ms', { note: ratio(median(append), median(fsync), bare) }),
    line(`${bare} of 1 kB`, median(fsync), 'ms'),
  ];
}

function line(name, value, unit, { budget, note = '' } = {}) {
  if (Number.isNaN(value)) return [name, 'not measured', '', '', ''];
  const verdict = budget === undefined ? '' : value <= budget ? 'ok' : 'over budget';
  return [name, `${format(value)} ${unit}`.trim(), budget === undefined ? '' : format(budget), verdict, note];
}

function format(value) {
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 0);
}

function ratio(value, base, what) {
  return `${(value / base).toFixed(1)} × ${what}`;
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

function align(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  const pad = (cell, column) =>
    column === 1 || column === 2 ? cell.padStart(widths[column]) : cell.padEnd(widths[column]);
  return rows.map((cells) => cells.map(pad).join('  ').trimEnd()).join('\n');
}
