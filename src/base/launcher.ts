import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AshlarError, errorMessage } from './errors.ts';
import { followJob, type JobPipes, type Launched, type Told } from './launched.ts';
import { processStart } from './process-identity.ts';

export interface Job {
  /** The program and its arguments. */
  argv: readonly string[];
  cwd: string;
  /** The whole environment, but for what a shell sets by itself (PWD, `_`). The names must be names of a shell. */
  env: Readonly<Record<string, string>>;
  /** The first byte that the program writes says that it waits for its input; it is no output. */
  greets?: boolean;
  /** Files that the program finds open for reading, by descriptor, from 6 to 9. */
  files?: Readonly<Record<number, string>>;
}

/**
 * Starts programs from a small process of its own: a spawn costs more the larger the process that does it, and what a
 * launcher started ends with this process, whatever way that ends.
 */
export interface Launcher {
  /** Starts a program in a process group of its own; undefined where the launcher cannot, or no more. */
  launch(job: Job): Launched | undefined;
  /** Ends the launcher and all that runs of its jobs; resolves once they are gone. Nobody has to wait for it. */
  close(): Promise<void>;
}

/** `shell` must be bash, which gives each job a process group without a terminal. Its pipes lie in a folder of its own in `place`, named for this process. */
export async function openLauncher(shell: string, place = tmpdir()): Promise<Launcher> {
  const folder = mkdtempSync(join(place, `${launchFolder}${process.pid}-`));
  const child = spawn(shell, ['--noprofile', '--norc', '-c', script, 'launcher', folder], {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin' },
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const open = new OpenLauncher(child, folder);
  try {
    await open.ready;
  } catch (error) {
    await open.close();
    throw error;
  }
  letGo(child);
  return open;
}

const launchFolder = 'ashlar-launch-';

/** Takes away what launchers left in `place` that were killed together with the process that opened them. */
export function removeLaunchFolders(place: string): void {
  for (const name of readdirSync(place)) {
    const [, pid] = new RegExp(`^${launchFolder}(\\d+)-`).exec(name) ?? [];
    if (pid !== undefined && processStart(Number(pid)) === undefined)
      rmSync(join(place, name), { recursive: true, force: true });
  }
}

/**
 * Closes what this process was started with and does not know of, for its jobs would have it too. Reads orders until there
 * is nobody who gives them, then ends what runs and takes its folder away; that nobody reads what it says ends it no sooner.
 */
const script = `trap : PIPE
for fd in /dev/fd/*; do fd=\${fd##*/}; [ "$fd" -gt 2 ] && eval "exec $fd>&-"; done
set -m
while IFS= read -r line; do eval "$line"; done
for job in $(jobs -p); do kill -KILL -- "-$job"; done
rm -rf -- "$1"`;

class OpenLauncher implements Launcher {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #jobs = new Map<string, Told>();
  #isOpen = true;
  #pipesMade = 0;
  #pipesUsed = 0;
  #rest = '';
  readonly ready: Promise<void>;

  constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    this.ready = new Promise((resolve, reject) => {
      const lose = (why: string) => {
        this.#isOpen = false;
        reject(new AshlarError({ kind: 'failed', what: 'Cannot start the launcher of commands', why }));
      };
      child.once('error', (error) => lose(errorMessage(error)));
      child.once('exit', () => lose('it ended at once'));
      child.stdin?.on('error', (error) => lose(errorMessage(error)));
      this.#jobs.set('pipes', {
        take: (word, made) => {
          if (word === 'failed') return lose('its pipes cannot be made');
          this.#pipesMade = made;
          resolve();
        },
      });
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    this.#makePipes();
  }

  launch(job: Job): Launched | undefined {
    if (!this.#isOpen || this.#pipesUsed + 2 > this.#pipesMade) return undefined;
    const pipes = {
      input: join(this.#folder, `p${this.#pipesUsed}`),
      output: join(this.#folder, `p${this.#pipesUsed + 1}`),
    };
    this.#pipesUsed += 2;
    if (this.#pipesMade - this.#pipesUsed === pipesLow) this.#makePipes();
    const id = String(this.#pipesUsed);
    const { launched, told } = followJob(pipes, job.greets === true);
    this.#jobs.set(id, told);
    launched.closed.then(() => this.#jobs.delete(id));
    this.#order(jobLine(id, job, pipes));
    return launched;
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    const gone = this.#child.exitCode === null ? once(this.#child, 'exit') : undefined;
    this.#child.stdin?.end();
    await gone;
  }

  #makePipes(): void {
    const next = this.#pipesMade + pipesAtOnce;
    const names = Array.from({ length: pipesAtOnce }, (_, index) => `p${this.#pipesMade + index}`);
    this.#order(`mkfifo -m 600 ${names.join(' ')} && echo pipes made ${next} || echo pipes failed 0`);
  }

  #order(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  #hear(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [id = '', word = '', value] = line.split(' ');
      this.#jobs.get(id)?.take(word, Number(value));
    }
  }
}

const pipesAtOnce = 64;
const pipesLow = 16;

/** This process may end while the launcher runs. */
function letGo(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout])
    if (stream !== null && 'unref' in stream) (stream as { unref(): void }).unref();
}

/**
 * The line that starts a job. Its subshell outlives a SIGTERM to the group, so that it can tell how the program ended, and
 * the descriptor by which it tells is closed for the program.
 */
function jobLine(id: string, { argv, cwd, env, files = {} }: Job, { input, output }: JobPipes): string {
  const exports = Object.entries(env).map(([name, value]) => `${name}=${quote(value)}`);
  const opened = Object.entries(files).map(([descriptor, path]) => ` ${descriptor}<${quote(path)}`);
  const steps = [
    // Opened both ways first: to open one end alone would wait for ever once this process is no more.
    `exec 6<>${quote(input)} <${quote(input)} 6>&- 7<>${quote(output)} 4>${quote(output)} 7>&-`,
    'trap : TERM INT HUP',
    'unset OLDPWD SHLVL PATH',
    ...(exports.length > 0 ? [`export ${exports.join(' ')}`] : []),
    `cd -- ${quote(cwd)} 2>&4 && ${argv.map(quote).join(' ')} >&4 2>&1 4>&- 5>&-${opened.join('')}`,
    `echo "${id} exit $?" >&5`,
  ];
  return `( ${steps.join('; ')} ) 5>&1 & echo "${id} pid $!"`;
}

/** A word that bash reads as that very text, on one line. */
function quote(text: string): string {
  if (!/[\n\r]/.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `$'${escaped}'`;
}
