import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasBubblewrap, openScene } from './scene.ts';

const isRunning = (name: string) =>
  readdirSync('/proc').some((pid) => {
    const path = `/proc/${pid}/cmdline`;
    return /^\d+$/.test(pid) && existsSync(path) && readFileSync(path, 'utf8').includes(name);
  });

describe.runIf(hasBubblewrap).each([
  ['in a shell that waited for it', true],
  ['in a shell of its own', false],
])('a command %s', (_how, warm) => {
  test('works in the root, with its own environment, and can write there', async () => {
    const { run, profile } = await openScene({ warm });
    expect(await run('pwd; echo "$TOLD"; echo new > src/new.txt; cat src/new.txt; exit 3')).toMatchObject({
      exitCode: 3,
      output: `${profile.root}\nyes\nnew\n`,
    });
    expect(readFileSync(`${profile.root}/src/new.txt`, 'utf8')).toBe('new\n');
    expect((await run('cat src/new.txt')).output).toBe('new\n');
  });

  test.each([
    ['write beside the root', (outside: string) => `echo x > ${outside}/secret`],
    ['see what lies beside the root', (outside: string) => `cat ${outside}/secret`],
    ['follow a link out of the root', (outside: string) => `ln -s ${outside}/secret link && cat link`],
    ['write into /etc', () => 'echo x > /etc/hosts'],
    ['write into /usr', () => 'touch /usr/bin/x'],
    ['read the shadow file', () => 'cat /etc/shadow'],
    ['change what is kept', () => 'echo x > .git/config'],
    ['take away what is kept', () => 'rm -rf .git'],
    ['move what is kept aside', () => 'mv .git .git2'],
    ['move aside the folder of what is kept', () => 'mv docs docs2'],
    ['plant something in what is kept', () => 'echo x > .git/hook'],
    ['change the time or mount', () => 'mount -t tmpfs none /mnt'],
    ['become someone else', () => 'unshare -Ur true'],
    ['make a device', () => 'mknod disk b 8 0'],
    ['write to the kernel', () => 'cat /proc/sys/kernel/panic > /proc/sys/kernel/panic'],
    ['reach the network', () => 'timeout 2 bash -c "exec 3<>/dev/tcp/1.1.1.1/53"'],
    ['use a terminal that is not there', () => 'echo x > /dev/tty'],
  ])('cannot %s', async (_what, command) => {
    const { run, profile, outside } = await openScene({ warm });
    const result = await run(command(outside));
    expect(result.exitCode, result.output).not.toBe(0);
    expect(result.output).not.toContain('not for agents');
    expect(readFileSync(`${outside}/secret`, 'utf8')).toBe('not for agents\n');
    expect(readFileSync(`${profile.root}/.git/config`, 'utf8')).toBe('as it was\n');
    expect(readdirSync(`${profile.root}/.git`)).toEqual(['config']);
  });

  test('cannot reach a server of this machine, but can run one of its own', async () => {
    const server = createServer((socket) => socket.end('mine\n')).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((done) => server.once('listening', done));
    const { port } = server.address() as { port: number };
    const { run } = await openScene({ warm });
    expect((await run(`exec 3<>/dev/tcp/127.0.0.1/${port} && cat <&3`)).output).not.toContain('mine\n');
    const own = `node -e "const s=require('net').createServer(c=>c.end('own')).listen(0,()=>require('net').connect(s.address().port).on('data',d=>{console.log(String(d));process.exit()}))"`;
    expect((await run(own)).output).toBe('own\n');
  });

  test('sees nothing of the environment and the processes of this program', async () => {
    process.env.ASHLAR_TEST_CANARY = 'canary-value';
    onTestFinished(() => void delete process.env.ASHLAR_TEST_CANARY);
    const { run } = await openScene({ warm });
    const { output } = await run(
      'env; cat /proc/*/environ | tr "\\0" "\\n"; cat /proc/*/cmdline | tr "\\0" " "; ps ax',
    );
    expect(output).toContain('TOLD=yes');
    expect(output).not.toContain('canary-value');
    expect(output).not.toContain('vitest');
    expect((await run(`kill -9 ${process.pid}`)).exitCode).not.toBe(0);
  });

  test('has a home and temporary files of its own, which stay for the next command', async () => {
    const { run, profile } = await openScene({ warm });
    await run('echo kept > /tmp/a; echo kept > ~/b; mkdir -p ~/.ssh');
    expect((await run('cat /tmp/a ~/b; ls -a ~ | grep -c ssh')).output).toBe('kept\nkept\n1\n');
    expect(existsSync(`${profile.scratch}/home/b`)).toBe(true);
    expect(existsSync('/tmp/a')).toBe(false);
  });

  test('leaves no process behind, not even one that left its group', async () => {
    const { run } = await openScene({ warm });
    const name = `sleep 61.${process.pid}${warm ? 1 : 0}`;
    const result = await run(`setsid nohup ${name} > /dev/null 2>&1 & disown; echo done`);
    expect(result.output).toBe('done\n');
    for (let round = 0; round < 50 && isRunning(name.replace(' ', '\0')); round++)
      await new Promise((go) => setTimeout(go, 20));
    expect(isRunning(name.replace(' ', '\0'))).toBe(false);
  });

  test('ends in time, with all that it started', async () => {
    const { run } = await openScene({ warm });
    const result = await run('trap "" TERM; while :; do sleep 0.05; done', { timeoutMs: 300, killGraceMs: 200 });
    expect(result).toMatchObject({ timedOut: true });
    expect(result.durationMs).toBeLessThan(5_000);
  });

  test('leaves no trace of what was laid over its root', async () => {
    const { run, profile } = await openScene({ warm });
    await run('true');
    expect(readdirSync(profile.root).sort()).toEqual(['.git', 'docs', 'src']);
  });
});

describe.runIf(hasBubblewrap)('what a command may use up', () => {
  test('a fork bomb ends with its command, and the machine goes on', async () => {
    const { run } = await openScene({ warm: true });
    const result = await run('bomb() { bomb | bomb & }; bomb; sleep 30', {
      timeoutMs: 2_000,
      killGraceMs: 100,
      keepBytes: 2_000,
    });
    expect(result).toMatchObject({ timedOut: true });
    await expect.poll(async () => (await run('echo still here')).output, { timeout: 10_000 }).toBe('still here\n');
  });

  test('a file cannot grow without end, and no core is written', async () => {
    const { run } = await openScene({ warm: true });
    expect((await run('ulimit -f; ulimit -c')).output).toBe('16777216\n0\n');
  });
});

test.runIf(hasBubblewrap)('a file that is hidden looks empty, and no command makes it show', async () => {
  const { sandbox, profile } = await openScene({ warm: false });
  mkdirSync(join(profile.root, 'app'));
  const hidden = ['.env', 'app/.env'].map((name) => join(profile.root, name));
  for (const path of hidden) writeFileSync(path, 'canary\n');
  const bounds = { timeoutMs: 20_000, killGraceMs: 500, keepBytes: 20_000, maxBytes: 200_000 };
  const signal = new AbortController().signal;
  const run = (command: string) => sandbox.run(command, { ...profile, hidden }, { ...bounds, signal });
  for (const command of [
    'cat .env app/.env; grep -r canary . ; cp .env copy; cat copy',
    'umount .env; umount -l app/.env; cat .env app/.env',
    'rm -f .env; mv .env moved; mv app app2; cat app2/.env app/.env .env moved',
    'ln .env linked; ln app*/.env linked2; cat linked linked2',
    'unshare -Urm sh -c "umount .env; cat .env"; bwrap --bind / / cat .env',
    'cat /proc/self/root$PWD/.env /proc/1/cwd/.env; mount --bind app other; mkdir o; mount -o bind . o; cat o/.env',
    'echo overwritten > .env; echo more >> app2/.env; truncate -s 0 .env; chmod 777 .env',
  ])
    expect((await run(command)).output, command).not.toContain('canary\n');
  expect(readFileSync(join(profile.root, '.env'), 'utf8')).toBe('canary\n');
  expect(readFileSync(join(profile.root, 'app/.env'), 'utf8')).toBe('canary\n');
});
