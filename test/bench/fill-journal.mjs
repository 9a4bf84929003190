// Bundled and run by resume.mjs: makes the one run of a journal long, as many earlier attempts at its task do.
import { systemClock } from '../../src/base/clock.ts';
import { openJournal } from '../../src/journal/open-journal.ts';

const [stateFolder = '', wanted = '0', turnsOfLast = '0'] = process.argv.slice(1);
const journal = openJournal({ stateFolder, clock: systemClock });
const row = journal.runs().find(({ kind }) => kind === 'execute');
const events = journal.read(row.run).map(({ event }) => event);
const [started, opened] = ['task_started', 'session_opened'].map((type) => events.find((event) => event.type === type));
const usage = { inputTokens: 100, outputTokens: 50, cacheReadTokens: 1_000, cacheWriteTokens: 100 };
let count = events.length;

const turnsOfOne = 60;
const eventsOfTurn = 3;
block();
for (let n = 0; count < Number(wanted) - Number(turnsOfLast) * eventsOfTurn - turnsOfOne * eventsOfTurn; n++) {
  attempt(`session_old${n}`, turnsOfOne);
  block();
}
attempt('session_last', Number(turnsOfLast));
journal.close();
process.stdout.write(JSON.stringify({ events: count }));

function attempt(session, turns) {
  append(started);
  append({ ...opened, session });
  for (let turn = 1; turn <= turns; turn++) takeTurn(session, turn);
}

function takeTurn(session, turn) {
  const call = { id: `call_${turn}`, name: 'read', input: { path: `src/part-${turn}.mjs` } };
  const content = [{ type: 'tool_call', ...call }];
  const about = { session, call: call.id, name: call.name };
  append({
    type: 'model_replied',
    ...{ session, turn, message: { role: 'assistant', content }, stopReason: 'tool_use', usage, costUsd: 0.01 },
    durationMs: 1,
  });
  append({ type: 'tool_started', ...about, effect: 'none', input: call.input });
  append({ type: 'tool_finished', ...about, text: `${turn} `.padEnd(2_000, 'x'), isError: false, durationMs: 1 });
}

function block() {
  append({ type: 'task_blocked', task: started.task, reason: 'it was red' });
}

function append(event) {
  journal.append(row.run, event);
  count += 1;
}
