import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { httpFetch } from '../../src/models/http-fetch.ts';

interface Seen extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  body: string;
  port: number | undefined;
}

async function serve(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, url, headers, socket } = request;
    seen.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8'), port: socket.remotePort });
    answer(response, request);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function readBody({ body }: Response): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body as unknown as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

test('method, headers and bytes arrive as given, and the answer as it was sent', async () => {
  const { seen, url } = await serve((response) => response.writeHead(201, { 'X-Kind': 'a' }).end('whole'));
  const headers = new Headers({ 'content-type': 'application/json', 'x-key': 'k' });
  const answer = await httpFetch(`${url}/v1/messages?beta=true`, {
    method: 'POST',
    headers,
    body: Buffer.from('{"ü":1}'),
  });
  expect(seen).toMatchObject([
    {
      method: 'POST',
      url: '/v1/messages?beta=true',
      body: '{"ü":1}',
      headers: { 'content-type': 'application/json', 'x-key': 'k', 'content-length': '8' },
    },
  ]);
  expect(answer).toMatchObject({ status: 201, ok: true });
  expect(answer.headers.get('x-kind')).toBe('a');
  expect(await readBody(answer)).toBe('whole');
});

test('an answer that is read is followed on the same connection', async () => {
  const { seen, url } = await serve((response) => response.end('{"a":1}'));
  for (let n = 0; n < 3; n++) {
    const answer = await httpFetch(url, { method: 'POST', body: 'x' });
    expect(await answer.json()).toEqual({ a: 1 });
  }
  expect(new Set(seen.map(({ port }) => port)).size).toBe(1);
});

test('a redirect is an answer: nothing is sent to where it points', async () => {
  const elsewhere = await serve((response) => response.end());
  const { url } = await serve((response) => response.writeHead(307, { location: elsewhere.url }).end('gone'));
  const answer = await httpFetch(url, { method: 'POST', headers: { 'x-api-key': 'k' }, body: 'x' });
  expect(answer).toMatchObject({ status: 307, ok: false });
  expect(await answer.text()).toBe('gone');
  expect(elsewhere.seen).toEqual([]);
});

test('a signal ends the wait for an answer, and the reading of it, with its reason', async () => {
  const silent = await serve(() => undefined);
  const controller = new AbortController();
  const asked = httpFetch(silent.url, { signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');
  await expect(httpFetch(silent.url, { signal: controller.signal })).rejects.toThrow('enough');

  const endless = await serve((response) => void response.write('first'));
  const later = new AbortController();
  const answer = await httpFetch(endless.url, { signal: later.signal });
  const reading = readBody(answer);
  later.abort();
  await expect(reading).rejects.toThrow('aborted');
});

test('an answer that is cut says so when it is read', async () => {
  const { url } = await serve((response, request) => {
    response.write('first', () => request.socket.destroy());
  });
  const answer = await httpFetch(url);
  await expect(readBody(answer)).rejects.toMatchObject({ code: 'ECONNRESET' });
});
