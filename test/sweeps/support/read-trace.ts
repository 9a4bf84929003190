import { resolve } from 'node:path';

/** One thing that a process did to files, in the order in which all of them did. Paths are absolute. */
export type DiskStep =
  | { kind: 'open'; path: string; creates: boolean; truncates: boolean; appends: boolean; mode: number }
  /** Without `at` where the last write ended. */
  | { kind: 'write'; path: string; bytes: Buffer; at?: number }
  | { kind: 'seek'; path: string; at: number }
  | { kind: 'truncate'; path: string; size: number }
  | { kind: 'mode'; path: string; mode: number }
  | { kind: 'sync'; path: string }
  /** The whole file system. */
  | { kind: 'sync_all'; path: string }
  | { kind: 'rename' | 'link'; from: string; path: string }
  | { kind: 'symlink'; target: string; path: string }
  | { kind: 'folder'; path: string; mode: number }
  | { kind: 'remove'; path: string }
  /** A model was asked. */
  | { kind: 'request' };

/** What strace must be told for `readTrace`; the program and its arguments follow. */
export const traceOptions = (log: string): string[] => [
  ...['-f', '-qq', '-y', '-xx', '-s', '16777216', '-o', log, '-e'],
  `trace=${Object.keys(readers).join(',')}`,
];

/** The steps of a trace; calls that failed are none. `cwd` is where the first process began. */
export function readTrace(log: string, cwd: string): DiskStep[] {
  const folders = new Map<string, string>();
  return wholeCalls(log).flatMap(({ pid, name, args, result }): DiskStep[] => {
    const here = /^AT_FDCWD<([^>]*)>/.exec(args)?.[1];
    if (here !== undefined) folders.set(pid, plain(here));
    if (!/^\d/.test(result)) return [];
    const call = { args: args.split(', '), result, cwd: folders.get(pid) ?? cwd };
    if (name === 'chdir') folders.set(pid, resolve(call.cwd, quoted(call.args[0])));
    const step = readers[name]?.(call);
    return step === undefined ? [] : [step];
  });
}

/** The lines of a trace; a call beside which others were made is put together again. */
function wholeCalls(log: string) {
  const begun = new Map<string, string>();
  return log.split('\n').flatMap((line) => {
    const [, pid = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (rest.endsWith('<unfinished ...>')) {
      begun.set(pid, rest.replace(/ *<unfinished \.\.\.>$/, ''));
      return [];
    }
    const text = rest.replace(/^<\.\.\. \w+ resumed>/, () => begun.get(pid) ?? '');
    const [, name = '', args = '', result = ''] = /^(\w+)\((.*)\) += (.*)$/.exec(text) ?? [];
    return [{ pid, name, args, result }];
  });
}

interface Call {
  args: string[];
  result: string;
  cwd: string;
}

type Reader = (call: Call) => DiskStep | undefined;

const open = (flags: string, mode: string | undefined, result: string): DiskStep | undefined => {
  const path = opened(result);
  if (path === undefined || !/O_WRONLY|O_RDWR/.test(flags)) return undefined;
  const has = (flag: string) => flags.includes(flag);
  return {
    kind: 'open',
    path,
    creates: has('O_CREAT'),
    truncates: has('O_TRUNC'),
    appends: has('O_APPEND'),
    mode: Number.parseInt(mode ?? '666', 8) & ~0o022,
  };
};

const write = ({ args, result }: Call, at?: number): DiskStep | undefined => {
  const texts = [...args.join(', ').matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, text = '']) => bytesOf(text));
  const bytes = Buffer.concat(texts).subarray(0, Number.parseInt(result, 10));
  const path = opened(args[0]);
  if (path === undefined) return undefined;
  if (!path.startsWith('/')) return bytes.includes('POST /v1/messages') ? { kind: 'request' } : undefined;
  return { kind: 'write', path, bytes, ...(at === undefined ? {} : { at }) };
};

const onFile = (arg: string | undefined, step: (path: string) => DiskStep): DiskStep | undefined => {
  const path = opened(arg);
  return path === undefined || !path.startsWith('/') ? undefined : step(path);
};

const sync: Reader = ({ args }) => onFile(args[0], (path) => ({ kind: 'sync', path }));
const rename: Reader = ({ args: [from, to], cwd }) => ({ kind: 'rename', ...fromTo(cwd, from, cwd, to) });
const renameAt: Reader = ({ args: [at, from, to, path] }) => ({
  kind: 'rename',
  ...fromTo(opened(at), from, opened(to), path),
});

const readers: Readonly<Record<string, Reader>> = {
  chdir: () => undefined,
  open: ({ args: [, flags = '', mode], result }) => open(flags, mode, result),
  openat: ({ args: [, , flags = '', mode], result }) => open(flags, mode, result),
  creat: ({ args: [, mode], result }) => open('O_WRONLY|O_CREAT|O_TRUNC', mode, result),
  write: (call) => write(call),
  writev: (call) => write(call),
  pwrite64: (call) => write(call, Number(call.args.at(-1))),
  lseek: ({ args, result }) => onFile(args[0], (path) => ({ kind: 'seek', path, at: Number(result) })),
  ftruncate: ({ args: [file, size] }) => onFile(file, (path) => ({ kind: 'truncate', path, size: Number(size) })),
  fchmod: ({ args: [file, mode = ''] }) =>
    onFile(file, (path) => ({ kind: 'mode', path, mode: Number.parseInt(mode, 8) })),
  chmod: ({ args: [path, mode = ''], cwd }) => ({
    kind: 'mode',
    path: resolve(cwd, quoted(path)),
    mode: Number.parseInt(mode, 8),
  }),
  syncfs: ({ args }) => onFile(args[0], (path) => ({ kind: 'sync_all', path })),
  fsync: sync,
  fdatasync: sync,
  rename,
  renameat: renameAt,
  renameat2: renameAt,
  link: ({ args: [from, to], cwd }) => ({ kind: 'link', ...fromTo(cwd, from, cwd, to) }),
  linkat: ({ args: [at, from, to, path] }) => ({ kind: 'link', ...fromTo(opened(at), from, opened(to), path) }),
  symlink: ({ args: [target, path], cwd }) => ({
    kind: 'symlink',
    target: quoted(target),
    path: resolve(cwd, quoted(path)),
  }),
  symlinkat: ({ args: [target, at, path] }) => ({
    kind: 'symlink',
    target: quoted(target),
    path: resolve(opened(at) ?? '/', quoted(path)),
  }),
  mkdir: ({ args: [path, mode = ''], cwd }) => ({ kind: 'folder', ...newFolder(resolve(cwd, quoted(path)), mode) }),
  mkdirat: ({ args: [at, path, mode = ''] }) => ({
    kind: 'folder',
    ...newFolder(resolve(opened(at) ?? '/', quoted(path)), mode),
  }),
  unlink: ({ args: [path], cwd }) => ({ kind: 'remove', path: resolve(cwd, quoted(path)) }),
  rmdir: ({ args: [path], cwd }) => ({ kind: 'remove', path: resolve(cwd, quoted(path)) }),
  unlinkat: ({ args: [at, path] }) => ({ kind: 'remove', path: resolve(opened(at) ?? '/', quoted(path)) }),
};

function newFolder(path: string, mode: string) {
  return { path, mode: Number.parseInt(mode, 8) & ~0o022 };
}

function fromTo(from = '/', name: string | undefined, to = '/', path: string | undefined) {
  return { from: resolve(from, quoted(name)), path: resolve(to, quoted(path)) };
}

/** `5<\x2f…>`: what a descriptor stands for; undefined for a file that has no name any more. */
function opened(text = ''): string | undefined {
  const [, path] = /^(?:\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2}|[^>\\])*)>$/.exec(text) ?? [];
  return path === undefined ? undefined : plain(path);
}

function quoted(text = ''): string {
  return plain(text.replace(/^"|"$/g, ''));
}

const bytesOf = (hex: string) => Buffer.from(hex.replaceAll('\\x', ''), 'hex');

const plain = (text: string) => text.replace(/(?:\\x[0-9a-f]{2})+/g, (hex) => bytesOf(hex).toString('utf8'));
