/**
 * In a sandbox without a network programs find a proxy at an address of their own loopback: a small server that hands each
 * connection on to a socket in the file system, behind which the proxy is. It is run by this program's own Node.
 */

/** Mounts of bubblewrap that bring the proxy's socket and Node in. */
export function relayArgs(proxy: string): string[] {
  return [...['--ro-bind', proxy, inside.socket], ...['--ro-bind', process.execPath, inside.node]];
}

/** A program with arguments that starts the relay, and becomes the program that follows once it can be reached. */
export function relayFirst(shell: string): string[] {
  const start = `exec 6< <('${inside.node}' -e "$0") && IFS= read -r -n 1 -u 6; exec 6<&-; exec "$@"`;
  return [shell, '--noprofile', '--norc', '-c', start, server];
}

const inside = { socket: '/run/ashlar/egress', node: '/run/ashlar/node', port: 3128 };

const server = `const net = require('net');
net.createServer({ allowHalfOpen: true }, (client) => {
  const proxy = net.connect({ path: '${inside.socket}', allowHalfOpen: true });
  client.on('error', () => proxy.destroy()).pipe(proxy);
  proxy.on('error', () => client.destroy()).pipe(client);
}).listen(${inside.port}, '127.0.0.1', () => require('fs').writeSync(1, '.'));`;

const address = `http://127.0.0.1:${inside.port}`;

export const relayEnvironment: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [
      [name, address],
      [name.toLowerCase(), address],
    ]),
  ),
  NO_PROXY: 'localhost,127.0.0.1',
  no_proxy: 'localhost,127.0.0.1',
  npm_config_proxy: address,
  npm_config_https_proxy: address,
};
