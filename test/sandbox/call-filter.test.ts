import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { callFilter } from '../../src/sandbox/call-filter.ts';
import { hasBubblewrap, openScene } from './scene.ts';

const canCall = hasBubblewrap && existsSync('/usr/bin/perl') && process.arch === 'x64';

/** Makes a system call by its number and says how it ended. */
const makes = (number: number, ...args: number[]) =>
  `perl -MErrno -e 'my $r = syscall(${[number, ...args].join(', ')}); print $r < 0 ? (grep { $!{$_} } keys %!)[0] : "done", "\\n"'`;

test.runIf(canCall)('calls that are ways into the kernel are refused in the sandbox, and others are not', async () => {
  const { run } = await openScene({ warm: true });
  const refused: Record<string, string> = {
    keyctl: makes(250, 0, 0, 0),
    bpf: makes(321, 0, 0, 0),
    perf_event_open: makes(298, 0, 0, 0, 0, 0),
    userfaultfd: makes(323, 0),
    mount: makes(165, 0, 0, 0, 0, 0),
    unshare: makes(272, 0x10000000),
    'clone with a user namespace': makes(56, 0x10000000, 0, 0, 0, 0),
    io_uring_setup: makes(425, 1, 0),
    'a socket to the machine beneath': makes(41, 40, 1, 0),
    'typing into the terminal': makes(16, 0, 0x5412, 0),
    'the other interface': makes(0x40000000 + 39),
  };
  for (const [name, command] of Object.entries(refused)) expect((await run(command)).output, name).toBe('EPERM\n');
  expect((await run(makes(435, 0, 0))).output).toBe('ENOSYS\n');
  for (const command of [makes(39), makes(41, 2, 1, 0), makes(41, 1, 1, 0)])
    expect((await run(command)).output).toBe('done\n');
});

test.runIf(hasBubblewrap)('threads, processes and runtimes work behind the filter', async () => {
  const { run } = await openScene({ warm: true });
  const threads = `node -e 'new (require("worker_threads").Worker)("console.log(1 + 1)", { eval: true })'`;
  expect(await run(threads)).toMatchObject({ exitCode: 0, output: '2\n' });
  expect(await run('(sleep 0.1; echo late) & wait; git --version > /dev/null && echo fine')).toMatchObject({
    exitCode: 0,
    output: 'late\nfine\n',
  });
});

test('a processor that is not known has no filter', () => {
  expect(callFilter('x64')?.length).toBeGreaterThan(8);
  expect(callFilter('arm64')?.length).toBeGreaterThan(8);
  expect(callFilter('mips')).toBeUndefined();
});
