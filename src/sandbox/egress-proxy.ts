import { lookup } from 'node:dns/promises';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { BlockList, connect, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { errorMessage } from '../base/errors.ts';
import { type HostRule, mayReach, readHostRule } from './host-rules.ts';

export interface EgressProxy {
  /** A socket in the file system that speaks HTTP as a proxy does. */
  socketPath: string;
  close(): void;
}

export interface EgressRequest {
  /** Made anew. Whoever can open it may reach the hosts. */
  socketPath: string;
  /** `name`, `*.name` or `name:port`; without a port, those of HTTP and HTTPS. */
  hosts: readonly string[];
  /** Says why a host of the list may not be reached nevertheless. */
  judge?: (host: string, port: number) => Promise<string | undefined>;
  /** Told of each connection that is asked for. */
  onAsked?: (asked: { host: string; port: number; refused?: string }) => void;
}

/**
 * The only way out of a sandbox without a network: a proxy that connects to the hosts of a list and to no others. A name is
 * resolved here, once, and one that leads to this machine or to a private network is refused, unless the list has the very
 * address.
 */
export async function openEgressProxy({ socketPath, hosts, judge, onAsked }: EgressRequest): Promise<EgressProxy> {
  const list = { rules: hosts.map(readHostRule), own: ownNetworks(), judge };
  const reach = async (host: string, port: number): Promise<string> => {
    try {
      const address = await addressOf(host, port, list);
      onAsked?.({ host, port });
      return address;
    } catch (error) {
      onAsked?.({ host, port, refused: errorMessage(error) });
      throw error;
    }
  };
  const server = createServer((asked, response) => void forward(asked, response, reach));
  server.on('connect', (asked: IncomingMessage, client: Duplex, head: Buffer) => {
    void tunnel(asked.url ?? '', { client, head }, reach);
  });
  server.on('clientError', (_error, client) => client.destroy());
  rmSync(socketPath, { force: true });
  await listen(server, socketPath);
  return { socketPath, close: () => void server.close() };
}

interface HostList {
  rules: readonly HostRule[];
  own: BlockList;
  judge: EgressRequest['judge'];
}

type Reach = (host: string, port: number) => Promise<string>;

function listen(server: Server, socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, () => resolve());
    server.unref();
  });
}

async function addressOf(host: string, port: number, { rules, own, judge }: HostList): Promise<string> {
  if (!mayReach(rules, host, port)) throw new Error(`${host}:${port} is not among the hosts that may be reached`);
  const refusal = await judge?.(host, port);
  if (refusal !== undefined) throw new Error(refusal);
  if (isIP(host) !== 0) return host;
  const { address } = await lookup(host);
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (!own.check(address, family)) return address;
  throw new Error(`${host} leads to ${address}, which is no address of the public network`);
}

/** This machine, private networks, the addresses at which clouds tell a machine its credentials. */
function ownNetworks(): BlockList {
  const list = new BlockList();
  for (const [network, bits] of ownOfIpv4) list.addSubnet(network, bits, 'ipv4');
  for (const [network, bits] of ownOfIpv6) list.addSubnet(network, bits, 'ipv6');
  return list;
}

const ownOfIpv4 = [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 3],
  ] as const),
];
const ownOfIpv6 = [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const;

async function tunnel(target: string, { client, head }: { client: Duplex; head: Buffer }, reach: Reach): Promise<void> {
  client.on('error', () => client.destroy());
  try {
    const { hostname, port } = new URL(`http://${target}`);
    const number = Number(port || 80);
    const server = await open(await reach(bare(hostname), number), number);
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    server.write(head);
    server.on('error', () => client.destroy());
    client.on('close', () => server.destroy());
    server.pipe(client).pipe(server);
  } catch (error) {
    client.end(`HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\n\r\n${errorMessage(error)}\n`);
  }
}

function open(address: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, allowHalfOpen: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}

async function forward(asked: IncomingMessage, response: ServerResponse, reach: Reach): Promise<void> {
  try {
    const { hostname, port, pathname, search, protocol, host } = new URL(asked.url ?? '');
    if (protocol !== 'http:') throw new Error(`${protocol} is not spoken here`);
    const number = Number(port || 80);
    const address = await reach(bare(hostname), number);
    const headers = { ...asked.headers, host };
    const onward = request({ host: address, port: number, method: asked.method, path: pathname + search, headers });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', (error) => response.destroy(error));
    asked.pipe(onward);
  } catch (error) {
    response.writeHead(403, { 'content-type': 'text/plain' }).end(`${errorMessage(error)}\n`);
  }
}

/** An address of IPv6 stands in brackets in a URL. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
