import { callsInOrder, finishReply, workReply } from './conversation.mjs';
import { treeMegabytes } from './process-tree.mjs';
import { startAshlar, succeed } from './program.mjs';
import { modelEnvironment, specName } from './repository.mjs';

/** Milliseconds from the spawn of `ashlar run` to its first request, which is never answered. */
export async function measureFirstRequest(folder, server) {
  const run = start('run', folder, server);
  const { receivedAt } = await untilKilled(run, () => nextRequest(server, run));
  return receivedAt - run.startedAt;
}

/** A run of that many turns that ends as runs do, so that what was compiled is there for all that follow. */
export async function finishRun(folder, server, turns) {
  const run = start('run', folder, server);
  await untilKilled(run, async () => {
    const { last, reply } = await converse(run, server, { turns, weighAt: [] });
    reply(finishReply(last.messages.length));
    await succeed(run, 'ashlar run');
  });
}

/**
 * One run of that many turns: it is killed while its last request waits, resumed, and finished. Throws where the work
 * does not go as it must.
 *
 * Gives the milliseconds from each reply to the next request (`gapsMs`, the first is that of turn 1), those to the first
 * request of `run` and of `resume`, the memory of the process tree at the turns in `weighAt`, and the first request.
 */
export async function measureRun(folder, server, { turns, weighAt }) {
  const run = start('run', folder, server);
  const talk = await untilKilled(run, () => converse(run, server, { turns, weighAt }));
  const resumeMs = await resume(folder, server, talk.last);
  return { ...talk, firstRequestMs: talk.firstAt - run.startedAt, resumeMs };
}

/** Whatever comes of the work, no process is left behind. */
async function untilKilled(run, work) {
  try {
    return await work();
  } finally {
    run.kill();
    await run.ended;
  }
}

async function converse(run, server, { turns, weighAt }) {
  const seen = { gapsMs: [], byTool: {}, megabytes: {}, broken: 0 };
  for (let turn = 0, sentAt = 0; ; turn++) {
    const { body, receivedAt, reply } = await nextRequest(server, run);
    if (turn === 0) Object.assign(seen, { first: body, firstAt: receivedAt });
    else takeGap(seen, turn, receivedAt - sentAt);
    confirmResult(body, turn);
    if (seen.last !== undefined && !extendsRequest(seen.last, body)) seen.broken += 1;
    seen.last = body;
    if (weighAt.includes(turn)) seen.megabytes[turn] = treeMegabytes(run.pid);
    if (turn === turns) return { ...seen, reply };
    sentAt = reply(workReply(turn + 1));
  }
}

function takeGap({ gapsMs, byTool }, turn, gapMs) {
  gapsMs.push(gapMs);
  const name = callsInOrder[(turn - 1) % callsInOrder.length];
  byTool[name] = [...(byTool[name] ?? []), gapMs];
}

/** A call that failed would be measured as a fast one. */
function confirmResult({ messages }, turn) {
  const failed = messages.at(-1).content.find((block) => block.is_error === true);
  if (failed !== undefined) throw new Error(`the call of turn ${turn} failed: ${JSON.stringify(failed.content)}`);
}

function resume(folder, server, last) {
  const run = start('resume', folder, server);
  return untilKilled(run, async () => {
    const { body, receivedAt, reply } = await nextRequest(server, run);
    if (JSON.stringify(body) !== JSON.stringify(last)) throw new Error('a resumed run sent another request');
    reply(finishReply(body.messages.length));
    await succeed(run, 'ashlar resume');
    return receivedAt - run.startedAt;
  });
}

/** Whether a request begins with the one before it, cache marks aside. */
function extendsRequest(before, after) {
  const [short, long] = [before, after].map(({ tools, system, messages }) =>
    withoutMarks([tools, system, ...messages]),
  );
  return short.every((part, at) => part === long[at]);
}

function withoutMarks(values) {
  return values.map((value) => JSON.stringify(value, (key, inner) => (key === 'cache_control' ? undefined : inner)));
}

function start(command, folder, server) {
  return startAshlar([command, specName], { cwd: folder, env: modelEnvironment(server) });
}

/** The next request with a `reply` to be called once; rejects where the program ends in place of asking. */
function nextRequest(server, { ended }) {
  return new Promise((resolve, reject) => {
    server.answer = ({ body, receivedAt, reply }) => resolve({ body, receivedAt, reply });
    ended.then(
      ({ exitCode, output }) => reject(new Error(`the run ended with exit code ${exitCode}:\n${output}`)),
      reject,
    );
  });
}
