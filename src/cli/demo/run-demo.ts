import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { chooseSandbox } from '../../app/choose-sandbox.ts';
import { systemClock } from '../../base/clock.ts';
import { AshlarError } from '../../base/errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { writeLine } from '../write-line.ts';

export interface DemoOptions {
  packageRoot: string;
  folder?: string;
  model?: string;
}

const spec = 'holds';
/** How long a recorded reply takes to stream, so that there is something to watch and a middle to kill it in. */
const paceMs = 700;
const killAfterMs = 250;

/** Makes a small repository and walks the whole way in it by the program's own commands, each a process of its own. */
export async function runDemo({ packageRoot, folder, model }: DemoOptions): Promise<number> {
  const at = folder === undefined ? mkdtempSync(join(tmpdir(), 'ashlar-demo-')) : newFolder(resolve(folder));
  const recording = join(packageRoot, 'templates', 'demo', 'session.jsonl');
  const state = folder === undefined ? mkdtempSync(join(tmpdir(), 'ashlar-demo-state-')) : undefined;
  const sandbox = await sandboxFor(at);
  const stage = new Stage(at, { model: model ?? `replay:${recording}`, state, sandbox });
  try {
    say(model === undefined ? recordedNotice : `The model is ${model}.`);
    cpSync(join(packageRoot, 'templates', 'demo', 'repository'), at, { recursive: true });
    await stage.git('init', '--quiet', '--initial-branch=main');
    await stage.git('add', '--all');
    await stage.git('-c', 'commit.gpgsign=false', 'commit', '--quiet', '--message', 'feat: the loans desk');
    await walk(stage);
    say(
      folder === undefined
        ? '\nThat was all: a spec that was approved, two tasks that were proved.'
        : `\nThe repository is in ${at}.`,
    );
    return 0;
  } finally {
    if (state !== undefined) for (const made of [at, state]) rmSync(made, { recursive: true, force: true });
  }
}

const recordedNotice = `The model's replies are recorded; everything else is live. The same with a model of yours:
  ashlar demo --model anthropic:claude-sonnet-5-5      (with ANTHROPIC_API_KEY)
  ashlar demo --model openai:qwen3-coder               (with OPENAI_BASE_URL of a local server)`;

/** Without a sandbox that works, commands may do what the user may: in a folder of the demo's own that can be borne, if it is said. */
async function sandboxFor(at: string): Promise<string | undefined> {
  try {
    const surroundings = { clock: systemClock, env: process.env, signal: new AbortController().signal };
    await chooseSandbox({ root: at, options: {}, configured: undefined, launcher: undefined, surroundings });
    return undefined;
  } catch (error) {
    if (!(error instanceof AshlarError)) throw error;
    say(`No sandbox works here (${error.why ?? error.what}), so the demo's own commands run directly.`);
    return 'direct';
  }
}

async function walk(stage: Stage): Promise<void> {
  await stage.ashlar('init', '--trust');
  const asked = await stage.ashlarAsking('new', '--from', 'BACKLOG.md', '--name', spec);
  if (asked) {
    await stage.ashlar('answer', spec, '--recommended');
    await stage.ashlar('draft', spec);
  }
  await stage.ashlar('approve', spec, 'requirements', '--yes');
  await stage.ashlar('approve', spec, 'design', '--yes');
  await stage.ashlar('approve', spec, 'tasks', '--yes');
  const killed = await stage.ashlarKilled(/^● 2 /, 'run', spec);
  if (killed) await stage.ashlar('resume');
  await stage.ashlar('status');
  await stage.ashlar('log', spec);
  await stage.git('log', '--stat', '--format=%h %s%n%(trailers)', `main..ashlar/${spec}`);
}

/** A folder of someone else's is not built over. */
function newFolder(path: string): string {
  if (!existsSync(path) || readdirSync(path).length === 0) return path;
  throw new AshlarError({ kind: 'usage', what: `${path} is not empty`, next: '--folder takes a new or empty folder' });
}

function say(line: string): void {
  writeLine(1, line);
}

interface Settings {
  model: string;
  state: string | undefined;
  /** Undefined for that of the system. */
  sandbox: string | undefined;
}

/** Where the commands run: the demo's repository, with an identity and settings of its own. */
class Stage {
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;

  /** `state` is where the key of a demo lies that leaves nothing behind; otherwise it is the user's own. */
  constructor(folder: string, { model, state, sandbox }: Settings) {
    this.#folder = folder;
    const identity = { NAME: 'Ashlar demo', EMAIL: 'demo@localhost' };
    this.#env = {
      ...process.env,
      ...(state !== undefined && { XDG_STATE_HOME: state }),
      ...(sandbox !== undefined && { ASHLAR_SANDBOX: sandbox }),
      ASHLAR_MODEL: model,
      ASHLAR_REPLAY_PACE_MS: String(paceMs),
      GIT_AUTHOR_NAME: identity.NAME,
      GIT_AUTHOR_EMAIL: identity.EMAIL,
      GIT_COMMITTER_NAME: identity.NAME,
      GIT_COMMITTER_EMAIL: identity.EMAIL,
    };
  }

  async git(...args: string[]): Promise<void> {
    if (args[0] === 'log') say(`\n$ git ${args.join(' ')}`);
    await this.#run('git', ['--no-pager', ...args], 0);
  }

  async ashlar(...args: string[]): Promise<void> {
    say(`\n$ ashlar ${args.join(' ')}`);
    await this.#run(process.execPath, [...process.execArgv, process.argv[1] ?? '', ...args], 0);
  }

  /** The same for a command that may find questions for a human; true where it did. */
  async ashlarAsking(...args: string[]): Promise<boolean> {
    say(`\n$ ashlar ${args.join(' ')}`);
    const command = [...process.execArgv, process.argv[1] ?? '', ...args];
    return (await this.#run(process.execPath, command, 0, exitCodes.needs_human)) === exitCodes.needs_human;
  }

  /** Kills the command, as a crash would, soon after it printed a line that matches and went on; false where none did. */
  async ashlarKilled(line: RegExp, ...args: string[]): Promise<boolean> {
    say(`\n$ ashlar ${args.join(' ')}`);
    const child = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? '', ...args], {
      cwd: this.#folder,
      env: this.#env,
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    const ended = new Promise<number | null>((done) => child.once('exit', done));
    let [seen, killed] = [false, false];
    for await (const text of createInterface({ input: child.stderr })) {
      writeLine(2, text);
      if (seen) {
        await delay(killAfterMs);
        killed = child.kill('SIGKILL');
        break;
      }
      seen = line.test(text);
    }
    await ended;
    say(
      killed
        ? '\n  kill -9 in the middle of task 2; nothing of it was told beforehand'
        : '\n  the run ended before there was a task 2',
    );
    return killed;
  }

  async #run(file: string, args: string[], ...expected: number[]): Promise<number> {
    const child = spawn(file, args, { cwd: this.#folder, env: this.#env, stdio: ['ignore', 'inherit', 'inherit'] });
    const exitCode = await new Promise<number | null>((done, fail) => {
      child.once('error', fail);
      child.once('exit', done);
    });
    if (exitCode !== null && expected.includes(exitCode)) return exitCode;
    const what = `the demo stopped: ${file === 'git' ? 'git' : 'ashlar'} ${args.at(-1)} ended with exit code ${exitCode}`;
    throw new AshlarError({ kind: 'failed', what, next: 'see what it said above' });
  }
}
