import { appendFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { readTextIfThere } from '../base/files.ts';
import { textOf, toolCallsOf } from '../domain/message.ts';
import { type Model, type ModelDelta, ModelError, type ModelReply, type ModelRequest } from '../domain/model.ts';
import { type Exchange, hashRequest, keyOf, parseRecording, partsOf, type Recording } from './recording.ts';
import { explainDifference } from './replay-difference.ts';

/**
 * Appends every complete reply of the model, with its request, to a recording in JSON Lines. Texts, tool lists and messages
 * are written once each and named by their digest, so that a long session stays small. Errors are not recorded. `redact`
 * takes secrets out of replies, also for whoever asked, so that the recording is played back as it went.
 */
export function recordModel(model: Model, path: string, redact: <T>(value: T) => T): Model {
  let known: Set<string> | undefined;

  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelDelta, ModelReply, void> {
    const reply = redact(yield* model.stream(request, signal));
    known ??= new Set(parseRecording(readTextIfThere(path) ?? '', path).parts.keys());
    const lines: unknown[] = [];
    for (const [hash, body] of partsOf(request)) {
      if (known.has(hash)) continue;
      known.add(hash);
      lines.push({ type: 'part', hash, body });
    }
    lines.push({ type: 'exchange', model: model.id, request: hashRequest(request), reply });
    appendFileSync(path, lines.map((line) => `${JSON.stringify(redact(line))}\n`).join(''), { mode: 0o600 });
    return reply;
  }
  return { id: model.id, stream };
}

export interface ReplayOptions {
  path: string;
  /** The least time over which a reply is shown, so that a person can follow. */
  paceMs?: number;
  clock: Clock;
}

/**
 * Answers as recorded. A request is looked up by what it says, not by its turn, so that a resumed process goes on; equal
 * requests are answered in the order in which they were recorded, and the last answer is repeated. A request that was not
 * recorded throws `replay_differs`, which says where it departs from the recording.
 */
export function createReplayModel({ path, paceMs = 0, clock }: ReplayOptions): Model {
  const id = `replay:${basename(path)}`;
  const asked = new Map<string, number>();
  let recording: Recording | undefined;

  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelDelta, ModelReply, void> {
    signal.throwIfAborted();
    recording ??= parseRecording(readRecording(path), path);
    const key = keyOf(hashRequest(request));
    const answers = recording.exchanges.filter((exchange) => keyOf(exchange.request) === key);
    const times = asked.get(key) ?? 0;
    const answer = answers[times] ?? answers.at(-1);
    if (answer === undefined) throw explainDifference(recording, request, id);
    asked.set(key, times + 1);
    yield* show(answer, { paceMs, clock, signal });
    return answer.reply;
  }
  return { id, stream };
}

function readRecording(path: string): string {
  const text = readTextIfThere(path);
  if (text !== undefined) return text;
  throw new ModelError({
    fault: 'replay_differs',
    what: `there is no recording at ${path}`,
    next: 'give the path of a file that `--record` wrote, as in `--model replay:session.jsonl`',
  });
}

const deltasPerReply = 20;

async function* show(
  { reply }: Exchange,
  { paceMs, clock, signal }: { paceMs: number; clock: Clock; signal: AbortSignal },
): AsyncGenerator<ModelDelta, void, void> {
  const pieces = paceMs > 0 ? splitText(textOf(reply.message), deltasPerReply) : [textOf(reply.message)];
  for (const text of pieces) {
    if (paceMs > 0) await clock.sleep(Math.ceil(paceMs / pieces.length), signal);
    yield { type: 'text', text };
  }
  for (const { name } of toolCallsOf(reply.message)) yield { type: 'tool_call', name };
  signal.throwIfAborted();
}

/** At least one piece, if only an empty one. */
function splitText(text: string, most: number): string[] {
  const characters = Array.from(text);
  const size = Math.max(1, Math.ceil(characters.length / most));
  const pieces = Array.from({ length: Math.ceil(characters.length / size) }, (_, at) =>
    characters.slice(at * size, (at + 1) * size).join(''),
  );
  return pieces.length === 0 ? [''] : pieces;
}
