import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import { type ModelServer, type SentRequest, type ServedReply, writeInPieces } from './served.ts';

/** What a wire format adds to the common server. */
export interface WireFormat {
  contentType: string;
  /** The bytes of a stream; without the end where `ending` is set. */
  encode(reply: ServedReply): Uint8Array;
  refuse(reply: ServedReply): { status: number; headers: Record<string, string>; body: unknown };
  read(body: Record<string, unknown>, url: string): SentRequest;
}

/** Answers each request with the next reply. Speaks HTTP/1.1 and, to who begins so, HTTP/2 without encryption. */
export async function startServer(format: WireFormat, replies: ServedReply[]): Promise<ModelServer> {
  const left = [...replies];
  const sockets = new Set<Socket>();
  const clients = new EventEmitter();
  const hungUp = once(clients, 'hung up').then(() => undefined);
  const server: Pick<ModelServer, 'sent' | 'bodies' | 'headers'> = { sent: [], bodies: [], headers: [] };

  const answer = async (request: IncomingMessage, response: Parameters<RequestListener>[1]) => {
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

async function send(format: WireFormat, reply: ServedReply, response: Parameters<RequestListener>[1]): Promise<void> {
  if (reply.fault !== undefined) {
    const { status, headers, body } = format.refuse(reply);
    response.writeHead(reply.status ?? status, { 'content-type': 'application/json', ...headers, ...reply.headers });
    response.end(JSON.stringify(body));
    return;
  }
  if (reply.body !== undefined) {
    response.writeHead(200, { 'content-type': 'text/html' }).end(reply.body);
    return;
  }
  response.writeHead(200, { 'content-type': format.contentType, ...reply.headers });
  await writeInPieces(response, format.encode(reply));
  if (reply.ending === 'reset') response.destroy();
  else if (reply.ending !== 'hang') response.end();
}

function closeServer(tcp: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => tcp.close(() => resolve()));
}
