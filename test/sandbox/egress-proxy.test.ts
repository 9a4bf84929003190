import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openEgressProxy } from '../../src/sandbox/egress-proxy.ts';
import { hasBubblewrap, openScene } from './scene.ts';

/** A registry of this machine; `localhost` may be reached where a user names it with its port. */
async function registry() {
  const seen: string[] = [];
  const server = createServer(({ url, headers }, response) => {
    seen.push(`${headers.host}${url}`);
    response.end('a package\n');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, seen };
}

const get = (url: string) =>
  `node -e "require('http').get({host:'127.0.0.1',port:3128,path:'${url}'},r=>{r.pipe(process.stdout);process.exitCode=r.statusCode===200?0:1}).on('error',e=>{console.log(e.code);process.exitCode=2})"`;

const connect = (target: string) =>
  `node -e "require('http').request({host:'127.0.0.1',port:3128,method:'CONNECT',path:'${target}'}).on('connect',(r,s,h)=>{console.log(r.statusCode);process.stdout.write(h);s.end('GET / HTTP/1.0\\r\\n\\r\\n');s.pipe(process.stdout)}).end()"`;

async function withProxy(hosts: readonly string[]) {
  const scene = await openScene({ warm: false });
  const asked: string[] = [];
  const proxy = await openEgressProxy({
    socketPath: join(scene.profile.scratch, 'egress'),
    hosts,
    onAsked: ({ host, port, refused }) =>
      asked.push(`${host}:${port} ${refused === undefined ? 'reached' : 'refused'}`),
  });
  onTestFinished(() => proxy.close());
  const profile = { ...scene.profile, network: { proxy: proxy.socketPath } };
  const bounds = { timeoutMs: 20_000, killGraceMs: 500, keepBytes: 20_000, maxBytes: 200_000 };
  const signal = new AbortController().signal;
  const run = (command: string) => scene.sandbox.run(command, profile, { ...bounds, signal });
  return { run, asked };
}

describe.runIf(hasBubblewrap)('a command that may reach some hosts', () => {
  test('reaches them, by name of the user’s list, and by nothing but the proxy', async () => {
    const { port, seen } = await registry();
    const { run, asked } = await withProxy([`127.0.0.1:${port}`]);
    expect(await run(get(`http://127.0.0.1:${port}/left-pad`))).toMatchObject({ exitCode: 0, output: 'a package\n' });
    expect((await run(connect(`127.0.0.1:${port}`))).output).toMatch(/^200\n.*a package/s);
    expect(seen[0]).toBe(`127.0.0.1:${port}/left-pad`);
    expect(asked).toEqual([`127.0.0.1:${port} reached`, `127.0.0.1:${port} reached`]);
    expect((await run(`exec 3<>/dev/tcp/127.0.0.1/${port}`)).exitCode).not.toBe(0);
    expect((await run('echo "$https_proxy $HTTP_PROXY"')).output).toBe('http://127.0.0.1:3128 http://127.0.0.1:3128\n');
  });

  test.each([
    'http://127.0.0.1:PORT/',
    'http://169.254.169.254/latest/',
    'http://localhost:PORT/',
    'file:///etc/passwd',
  ])('cannot reach %s where it is not on the list', async (url) => {
    const { port, seen } = await registry();
    const { run } = await withProxy(['packages.example', 'localhost']);
    const result = await run(get(url.replace('PORT', String(port))));
    expect(result.exitCode, result.output).toBe(1);
    expect(seen).toEqual([]);
  });

  test('cannot reach a name of the list that leads to this machine', async () => {
    const { run, asked } = await withProxy(['localhost:80']);
    const result = await run(get('http://localhost:80/'));
    expect(result).toMatchObject({ exitCode: 1, output: expect.stringContaining('no address of the public network') });
    expect((await run(connect('localhost:80'))).output).toBe(
      '403\nlocalhost leads to 127.0.0.1, which is no address of the public network\n',
    );
    expect(asked).toEqual(['localhost:80 refused', 'localhost:80 refused']);
  });
});
