import type { ProcessResult } from '../base/running.ts';
import type { OnGroup } from '../base/spawn.ts';
import type { TextFilter } from '../base/spool-file.ts';
import type { SandboxName } from '../domain/config.ts';

/** What a command may see and reach. A sandbox must not grant more; one that cannot hold a bound must say so in its name. */
export interface Profile {
  /** Absolute, without links; writable, and where the command starts. */
  root: string;
  /** Absolute paths in `root` that stay as they are. */
  kept: readonly string[];
  /** Absolute paths of files in `root` that are there and look empty, and cannot be written. */
  hidden?: readonly string[];
  /** The whole environment, built from nothing. */
  env: Readonly<Record<string, string>>;
  /** Absolute paths that may be read besides `root` and the system's own. */
  readable: readonly string[];
  /** An absolute folder of ours that stands for /tmp and for what the command takes for the user's home. */
  scratch: string;
  /** The user's home, of which a command sees nothing but tools. */
  home: string;
  network: Network;
}

/** `proxy`: the socket of a proxy that reaches some hosts, and nothing else. */
export type Network = 'none' | 'all' | { proxy: string };

export interface CommandOptions {
  timeoutMs: number;
  signal: AbortSignal;
  /** Bytes of output kept in memory, head and tail. */
  keepBytes: number;
  /** Bytes of output after which the command is stopped. */
  maxBytes: number;
  killGraceMs: number;
  /** Where an output that is longer than `keepBytes` is written whole. */
  spoolPath?: string;
  /** What is written there goes through it first. */
  spoolFilter?: TextFilter;
  onOutput?: (text: string) => void;
  /** Must be told of the process group in which the command runs, where it runs in one of this machine. */
  onGroup?: OnGroup;
}

/** The isolation of one command. A failing command must be a result, not an error. */
export interface Sandbox {
  readonly name: SandboxName;
  /**
   * Runs one line of shell. stdout and stderr must reach the output in the order in which they were written, without the
   * control sequences of terminals; the digest must be that of all bytes.
   */
  run(command: string, profile: Profile, options: CommandOptions): Promise<ProcessResult>;
  /** Makes a place ready in which the next command with this profile starts at once. */
  prepare(profile: Profile): void;
}

/** The program, with its arguments, that runs a shell inside of the isolation; the shell's own arguments follow. Asked once a profile. */
export type Enclose = (profile: Profile) => { argv: readonly string[]; env: Readonly<Record<string, string>> };
