import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { ScriptedReply, ScriptedSession } from '../../../src/models/script.ts';

export interface ModelServer {
  url: string;
  /** What was asked, one entry a request: which conversation, and how many replies it already held. */
  asked: string[];
  /** What the next requests meet in place of an answer, each once. */
  faults: ServedFault[];
}

/** Too many requests, a server that fails, and a reply that breaks off in its middle. */
export type ServedFault = 'rate_limited' | 'server' | 'cut';

export interface ServedSession extends ScriptedSession {
  /** What it says where it is told that a call of its was interrupted: it makes sure, and then goes on as scripted. */
  afterInterruption?: ScriptedReply;
}

interface Body {
  system: { text: string }[];
  messages: { role: string; content: { text?: string; content?: { text: string }[] }[] }[];
}

/**
 * A local endpoint that speaks the Messages API and answers by what a request says: the first session whose `match` is in
 * the system text or the first message, and of it the reply that comes after those which the request holds.
 */
export async function startModelServer(sessions: readonly ServedSession[], paceMs = 0): Promise<ModelServer> {
  const asked: string[] = [];
  const faults: ServedFault[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const fault = faults.shift();
    if (fault !== undefined) return fail(response, fault);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Body;
    const opening = [...body.system, ...(body.messages[0]?.content ?? [])].map(({ text = '' }) => text).join('\n');
    const session = sessions.find(({ match = '' }) => opening.includes(match));
    const index = body.messages.filter(({ role }) => role === 'assistant').length;
    asked.push(`${session?.match} ${index}`);
    const interrupted = body.messages.filter(tellsOfInterruption);
    const mustMakeSure = interrupted.length > 0 && interrupted.at(-1) === body.messages.at(-1);
    const reply = mustMakeSure ? session?.afterInterruption : session?.replies[index - interrupted.length];
    if (reply === undefined) {
      const error = { type: 'invalid_request_error', message: `nothing is scripted for ${session?.match} ${index}` };
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ type: 'error', error }));
      return;
    }
    await streamReply(response, reply, paceMs);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, faults };
}

function fail(response: ServerResponse, fault: ServedFault): void {
  if (fault === 'cut') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: message_start\ndata: {"type":"mess', () => response.destroy());
    return;
  }
  const [status, type] = fault === 'server' ? [500, 'api_error'] : [429, 'rate_limit_error'];
  const body = JSON.stringify({ type: 'error', error: { type, message: 'not now' } });
  response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' }).end(body);
}

function tellsOfInterruption({ content }: Body['messages'][number]): boolean {
  return content.some((block) => (block.content ?? []).some(({ text }) => text.includes('its outcome is unknown')));
}

async function streamReply(response: ServerResponse, reply: ScriptedReply, paceMs: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (type: string, data: Record<string, unknown>) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  const usage = { input_tokens: 100, output_tokens: 1 };
  send('message_start', { message: { id: 'msg', type: 'message', role: 'assistant', content: [], usage } });
  for (const [index, { start, delta }] of blocksOf(reply).entries()) {
    send('content_block_start', { index, content_block: start });
    if (paceMs > 0) await delay(paceMs);
    send('content_block_delta', { index, delta });
    send('content_block_stop', { index });
  }
  const stop_reason = reply.calls === undefined ? 'end_turn' : 'tool_use';
  send('message_delta', { delta: { stop_reason }, usage: { output_tokens: 20 } });
  send('message_stop', {});
  response.end();
}

function blocksOf({ text, calls = [] }: ScriptedReply) {
  const said = text === undefined ? [] : [{ start: { type: 'text', text: '' }, delta: { type: 'text_delta', text } }];
  const called = calls.map(({ name, input }, n) => ({
    start: { type: 'tool_use', id: `call_${n}`, name, input: {} },
    delta: { type: 'input_json_delta', partial_json: JSON.stringify(input ?? {}) },
  }));
  return [...said, ...called];
}
