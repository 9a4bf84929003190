import { canonicalJson } from '../base/ids.ts';
import { ModelError, type ModelRequest } from '../domain/model.ts';
import { hashRequest, partsOf, type Recording, sequenceOf } from './recording.ts';
import { isObject } from './tool-input.ts';

/** The error for a request that was not recorded: names the first part that departs from the nearest recorded request. */
export function explainDifference(recording: Recording, request: ModelRequest, id: string): ModelError {
  const now = partsOf(request);
  const nearest = findNearest(recording, request);
  if (nearest === undefined) return differs(id, 'the recording holds no replies');
  const [recordedHash, actual] = [nearest.hashes[nearest.common], now[nearest.common]];
  const recorded = recordedHash === undefined ? undefined : recording.parts.get(recordedHash);
  const total = Math.max(nearest.hashes.length, now.length) - 2;
  const place = namePart(nearest.common, total, actual?.[1] ?? recorded);
  if (recordedHash === undefined) return differs(id, `${place} is not in the recording, which ends before it`);
  if (actual === undefined) return differs(id, `${place} is in the recording, but the conversation now ends before it`);
  return differs(id, `${place} differs: ${firstDifference(readable(recorded), readable(actual[1]))}`);
}

function differs(id: string, why: string): ModelError {
  return new ModelError({
    fault: 'replay_differs',
    what: `${id} has no reply for this request`,
    why,
    next: 'run with the code, the specs and the settings of the recording, or record the session again with `--record`',
  });
}

/** The recorded request with the longest common beginning. */
function findNearest(recording: Recording, request: ModelRequest): { hashes: string[]; common: number } | undefined {
  const now = sequenceOf(hashRequest(request));
  let nearest: { hashes: string[]; common: number } | undefined;
  for (const exchange of recording.exchanges) {
    const hashes = sequenceOf(exchange.request);
    const differing = hashes.findIndex((hash, at) => hash !== now[at]);
    const common = differing < 0 ? hashes.length : differing;
    if (nearest === undefined || common > nearest.common) nearest = { hashes, common };
  }
  return nearest;
}

function namePart(index: number, messages: number, body: unknown): string {
  if (index === 0) return 'the system text';
  if (index === 1) return 'the tool list';
  const role = isObject(body) && typeof body.role === 'string' ? ` (${body.role})` : '';
  return `message ${index - 1} of ${messages}${role}`;
}

/** Text as it is, anything else as JSON with sorted keys whose line breaks are real ones. */
function readable(body: unknown): string {
  if (typeof body === 'string') return body;
  return JSON.stringify(JSON.parse(canonicalJson(body ?? null)), null, 1).replaceAll('\\n', '\n');
}

function firstDifference(recorded: string, now: string): string {
  const [before, after] = [recorded.split('\n'), now.split('\n')];
  const at = before.findIndex((text, index) => text !== after[index]);
  const line = at < 0 ? before.length : at;
  const column = commonStart(before[line] ?? '', after[line] ?? '');
  return `recorded ${excerpt(before[line], column)}, now ${excerpt(after[line], column)}`;
}

function commonStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

const excerptChars = 120;
const leadChars = 30;

function excerpt(line: string | undefined, column: number): string {
  if (line === undefined) return 'nothing';
  const from = line.length <= excerptChars ? 0 : Math.max(0, column - leadChars);
  const to = from + excerptChars;
  return `"${from > 0 ? '…' : ''}${line.slice(from, to).trim()}${to < line.length ? '…' : ''}"`;
}
