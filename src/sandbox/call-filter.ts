import { endianness } from 'node:os';

/**
 * A program for the kernel's filter of system calls (seccomp, classic BPF): calls that no build and no test needs, and that
 * are ways into the kernel, end with EPERM. Undefined for a processor whose numbers of calls are not known here.
 */
export function callFilter(arch: string = process.arch): Buffer | undefined {
  const machine = Object.hasOwn(machines, arch) ? machines[arch] : undefined;
  if (machine === undefined || endianness() !== 'LE') return undefined;
  return assemble(program(machine));
}

interface Machine {
  /** As the kernel names it: AUDIT_ARCH_… */
  audit: number;
  /** Calls of another interface have this bit (x32). */
  otherInterface?: number;
  calls: Readonly<Record<Call, number>>;
}

const denied = [
  ...['keyctl', 'add_key', 'request_key', 'bpf', 'perf_event_open', 'userfaultfd', 'process_vm_readv'],
  ...['process_vm_writev', 'kcmp', 'mount', 'umount2', 'pivot_root', 'unshare', 'setns', 'open_by_handle_at'],
  ...['kexec_load', 'kexec_file_load', 'init_module', 'finit_module', 'delete_module', 'swapon', 'swapoff', 'reboot'],
  ...['acct', 'quotactl', 'syslog', 'io_uring_setup', 'io_uring_enter', 'io_uring_register', 'open_tree'],
  ...['move_mount', 'fsopen', 'fsconfig', 'fsmount', 'fspick', 'mount_setattr'],
] as const;
type Call = (typeof denied)[number] | 'clone' | 'clone3' | 'ioctl' | 'socket';

/** Numbers that are the same everywhere. */
const common = {
  ...{ io_uring_setup: 425, io_uring_enter: 426, io_uring_register: 427, open_tree: 428, move_mount: 429 },
  ...{ fsopen: 430, fsconfig: 431, fsmount: 432, fspick: 433, clone3: 435, mount_setattr: 442 },
} as const;

const machines: Readonly<Record<string, Machine>> = {
  x64: {
    audit: 0xc000003e,
    otherInterface: 0x40000000,
    calls: {
      ...common,
      ...{ keyctl: 250, add_key: 248, request_key: 249, bpf: 321, perf_event_open: 298, userfaultfd: 323 },
      ...{ process_vm_readv: 310, process_vm_writev: 311, kcmp: 312, mount: 165, umount2: 166, pivot_root: 155 },
      ...{ unshare: 272, setns: 308, open_by_handle_at: 304, kexec_load: 246, kexec_file_load: 320 },
      ...{ init_module: 175, finit_module: 313, delete_module: 176, swapon: 167, swapoff: 168, reboot: 169 },
      ...{ acct: 163, quotactl: 179, syslog: 103, clone: 56, ioctl: 16, socket: 41 },
    },
  },
  arm64: {
    audit: 0xc00000b7,
    calls: {
      ...common,
      ...{ keyctl: 219, add_key: 217, request_key: 218, bpf: 280, perf_event_open: 241, userfaultfd: 282 },
      ...{ process_vm_readv: 270, process_vm_writev: 271, kcmp: 272, mount: 40, umount2: 39, pivot_root: 41 },
      ...{ unshare: 97, setns: 268, open_by_handle_at: 265, kexec_load: 104, kexec_file_load: 294 },
      ...{ init_module: 105, finit_module: 273, delete_module: 106, swapon: 224, swapoff: 225, reboot: 142 },
      ...{ acct: 89, quotactl: 60, syslog: 116, clone: 220, ioctl: 29, socket: 198 },
    },
  },
};

/** One instruction; jumps are counted from the next one. */
interface Step {
  code: number;
  jt?: number;
  jf?: number;
  k: number;
}

const [load, isEqual, isAtLeast, hasBits, give] = [0x20, 0x15, 0x35, 0x45, 0x06];
/** Where the kernel puts them: number, machine, and the low half of an argument. */
const at = { number: 0, machine: 4, argument: (n: number) => 16 + 8 * n };

const allow: Step = { code: give, k: 0x7fff0000 };
const refuse = (errno: number): Step => ({ code: give, k: 0x00050000 | errno });
const [eperm, enosys] = [1, 38];

const newUser = 0x10000000;
/** What puts characters into a terminal as if they were typed. */
const [tiocsti, tioclinux] = [0x5412, 0x541c];
const vsock = 40;

function program({ audit, otherInterface, calls }: Machine): Step[] {
  return [
    { code: load, k: at.machine },
    { code: isEqual, jt: 1, k: audit },
    refuse(eperm),
    { code: load, k: at.number },
    ...(otherInterface === undefined ? [] : [{ code: isAtLeast, jf: 1, k: otherInterface }, refuse(eperm)]),
    ...denied.flatMap((call): Step[] => [{ code: isEqual, jf: 1, k: calls[call] }, refuse(eperm)]),
    // Its flags lie in memory, where no filter sees them: who gets this answer falls back on `clone`.
    { code: isEqual, jf: 1, k: calls.clone3 },
    refuse(enosys),
    ...whenArgument(calls.clone, 0, { code: hasBits, k: newUser }),
    ...whenArgument(calls.ioctl, 1, { code: isEqual, k: tiocsti }),
    ...whenArgument(calls.ioctl, 1, { code: isEqual, k: tioclinux }),
    ...whenArgument(calls.socket, 0, { code: isEqual, k: vsock }),
    allow,
  ];
}

/** Refuses a call where the test of one of its arguments holds. */
function whenArgument(call: number, argument: number, test: Step): Step[] {
  return [
    { code: isEqual, jf: 4, k: call },
    { code: load, k: at.argument(argument) },
    { ...test, jf: 1 },
    refuse(eperm),
    { code: load, k: at.number },
  ];
}

function assemble(steps: readonly Step[]): Buffer {
  const bytes = Buffer.alloc(steps.length * 8);
  for (const [index, { code, jt = 0, jf = 0, k }] of steps.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(jt, index * 8 + 2);
    bytes.writeUInt8(jf, index * 8 + 3);
    bytes.writeUInt32LE(k >>> 0, index * 8 + 4);
  }
  return bytes;
}
