import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Usage } from '../../../src/domain/model.ts';
import {
  type ModelServer,
  type SentRequest,
  type ServedBlock,
  type ServedFault,
  type ServedReply,
  writeInPieces,
} from './served.ts';

/** What a wire format adds to the common server; `Event` is what its streams are made of. */
export interface WireFormat<Event> {
  contentType: string;
  /** The format's own words for how a reply ends. */
  stops: Record<NonNullable<ServedReply['stop']>, string>;
  /** Status, name and message of each error. */
  errors: Record<ServedFault, readonly [status: number, name: string, message: string]>;
  refusal(name: string, message: string): { headers?: Record<string, string>; body: unknown };
  open(usage: Usage): Event[];
  /** The events of the block that is at this place among those of the reply. */
  block(block: ServedBlock, at: number, blocks: readonly ServedBlock[]): Event[];
  close(stop: string, usage: Usage): Event[];
  /** What comes in the middle of a stream where the provider is overloaded. */
  overloaded: Event;
  encode(event: Event): Uint8Array | string;
  read(body: Record<string, unknown>, url: string): SentRequest;
}

/** Answers each request with the next reply. Speaks HTTP/1.1 and, to who begins so, HTTP/2 without encryption. */
export async function startServer<Event>(format: WireFormat<Event>, replies: ServedReply[]): Promise<ModelServer> {
  const left = [...replies];
  const sockets = new Set<Socket>();
  const clients = new EventEmitter();
  const hungUp = once(clients, 'hung up').then(() => undefined);
  const server: Pick<ModelServer, 'sent' | 'bodies' | 'headers'> = { sent: [], bodies: [], headers: [] };

  const answer = async (request: IncomingMessage, response: Response) => {
    const body = (await json(request)) as Record<string, unknown>;
    server.bodies.push(body);
    server.headers.push(request.headers);
    server.sent.push(format.read(body, request.url ?? ''));
    const reply = left.shift() ?? { fault: 'server', message: 'the test has no more replies' };
    if (reply.ending === 'hang') response.once('close', () => clients.emit('hung up'));
    await send(format, reply, response);
  };
  const listen: RequestListener = (request, response) => void answer(request, response);
  const http1 = createServer(listen);
  const http2 = createHttp2Server(listen as unknown as Parameters<typeof createHttp2Server>[1]);
  const tcp = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('readable', () => {
      const first: Buffer = socket.read() ?? Buffer.alloc(0);
      socket.unshift(first);
      (first.toString('latin1').startsWith('PRI') ? http2 : http1).emit('connection', socket);
    });
  });
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const { port } = tcp.address() as AddressInfo;
  return { ...server, url: `http://127.0.0.1:${port}`, hungUp, close: () => closeServer(tcp, sockets) };
}

type Response = Parameters<RequestListener>[1];

async function send<Event>(format: WireFormat<Event>, reply: ServedReply, response: Response): Promise<void> {
  if (reply.fault !== undefined) {
    const [status, name, message] = format.errors[reply.fault];
    const { headers, body } = format.refusal(name, reply.message ?? message);
    response.writeHead(reply.status ?? status, { 'content-type': 'application/json', ...headers, ...reply.headers });
    response.end(JSON.stringify(body));
    return;
  }
  if (reply.body !== undefined) {
    response.writeHead(200, { 'content-type': 'text/html' }).end(reply.body);
    return;
  }
  response.writeHead(200, { 'content-type': format.contentType, ...reply.headers });
  const events = (reply.raw as Event[] | undefined) ?? eventsOf(format, reply);
  await writeInPieces(response, Buffer.concat(events.map((event) => Buffer.from(format.encode(event)))));
  if (reply.ending === 'reset') response.destroy();
  else if (reply.ending !== 'hang') response.end();
}

/** A whole reply, or with `ending` one that does not come to its end. */
function eventsOf<Event>(format: WireFormat<Event>, reply: ServedReply): Event[] {
  const { blocks = [], stop = 'end', usage = oneToken, ending } = reply;
  const begun = [...format.open(usage), ...blocks.flatMap((block, at) => format.block(block, at, blocks))];
  if (typeof ending === 'object') return [...begun, format.overloaded];
  return ending === undefined ? [...begun, ...format.close(format.stops[stop], usage)] : begun;
}

const oneToken: Usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };

function closeServer(tcp: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => tcp.close(() => resolve()));
}
