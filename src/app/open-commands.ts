import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import type { Launcher } from '../base/launcher.ts';
import { limits } from '../base/limits.ts';
import { once } from '../base/once.ts';
import type { Redactor } from '../base/redact.ts';
import { type ProcessResult, supervise } from '../base/running.ts';
import { type ProcessOptions, type RunProgram, runProcess } from '../base/spawn.ts';
import type { SandboxName } from '../domain/config.ts';
import { findRepository } from '../git/find-repository.ts';
import type { Policy } from '../policy/policy.ts';
import type { EgressProxy, EgressRequest } from '../sandbox/egress-proxy.ts';
import type { Network, Profile } from '../sandbox/sandbox.ts';
import { makeUsageGroup } from '../sandbox/usage-group.ts';
import { chooseSandbox } from './choose-sandbox.ts';
import { judgeConnection, type RefusedConnection } from './connect-policy.ts';
import { installEnvironment, neverInstallScripts } from './install-environment.ts';
import { keepOutput, outputPath, removeLeftOutputs } from './keep-output.ts';
import { commandMark, markOf } from './refuse-agents.ts';
import { noteGroups } from './running-groups.ts';
import type { CommonOptions, Surroundings } from './surroundings.ts';
import type { Workspace } from './workspace.ts';

export interface CommandRequest {
  root: string;
  command: string;
  timeoutMs: number;
  signal: AbortSignal;
  /** Bytes of output that are kept in memory and shown. */
  keepBytes: number;
  /** `all` for what a person set up to be fetched, such as dependencies; `hosts` for those that the user's configuration names. */
  network?: 'all' | 'hosts';
}

export type RunCommand = (request: CommandRequest) => Promise<RunResult>;

/** `refused`: what it was not let reach, though the user's list has it. */
export type RunResult = ProcessResult & { refused?: readonly RefusedConnection[] };

export interface Commands {
  sandbox: SandboxName;
  run: RunCommand;
  /** Starts a program of ours, outside of the sandbox. */
  runProgram: RunProgram;
  /** Makes ready what the next command in that root will need. */
  prepare(root: string): Promise<void>;
  close(): void;
}

export interface CommandsDeps {
  workspace: Workspace;
  surroundings: Surroundings;
  options: CommonOptions;
  /** Absolute folders in which specs lie. */
  specRoots: readonly string[];
  /** Stands before what is told of an output, and before the file with the whole. */
  redactor: Redactor;
  /** What decides on each host that a command is to reach. */
  policy(): Promise<Policy>;
  /** Of the user's checkout. */
  trackedFiles(): Promise<readonly string[]>;
}

/**
 * Commands run in the sandbox, in an environment built from nothing. A long output is kept whole in a file named for its
 * content and shown by its path from the root, so that the same output reads the same in a replay. Secrets get neither into
 * what is told nor into the file.
 */
export async function openCommands(deps: CommandsDeps): Promise<Commands> {
  const { workspace, surroundings, options, redactor, policy } = deps;
  const mayRunScripts = workspace.config.dependencies?.scripts === true;
  const launcher = await startLauncher(workspace.stateFolder);
  const usage = makeUsageGroup(process.pid);
  try {
    const configured = workspace.config.sandbox;
    const place = { root: workspace.root, filterFolder: workspace.userState };
    const sandbox = await chooseSandbox({ ...place, options, configured, launcher, usage, surroundings });
    const outputs = join(workspace.stateFolder, 'outputs');
    removeLeftOutputs(outputs);
    const profileOf = await profiles({ ...deps, outputs });
    let opened: EgressProxy | undefined;
    let refused: RefusedConnection[] = [];
    const proxy = once(async () => {
      opened = await openProxy(workspace, async (host, port) => {
        const refusal = judgeConnection(host, port, await policy());
        if (refusal !== undefined) refused.push(refusal);
        return refusal && `policy ${refusal.policy}: ${refusal.reason}`;
      });
      return opened && { proxy: opened.socketPath };
    });
    const usual = workspace.config.network?.open === true ? 'all' : 'none';
    const openNetwork = async (asked: CommandRequest['network']): Promise<Network> => {
      if (asked === 'all' || usual === 'all') return 'all';
      return asked === 'hosts' ? ((await proxy()) ?? 'none') : 'none';
    };
    const groupOf = noteGroups({ stateFolder: workspace.stateFolder, host: surroundings.host });
    return {
      sandbox: sandbox.name,
      runProgram: (asked) => runByLauncher(asked, launcher),
      prepare: async (root) => sandbox.prepare(await profileOf(root, usual)),
      close: () => {
        if (opened !== undefined) closeProxy(opened);
        launcher?.close().then(() => usage?.remove());
      },
      run: async ({ root, command, network, ...bounds }) => {
        const spoolPath = outputPath(outputs, surroundings.newId('output'));
        const { maxBytes, killGraceMs } = { maxBytes: limits.commandOutputBytes, killGraceMs: limits.killGraceMs };
        const onGroup = groupOf(command);
        const spoolFilter = redactor.stream();
        const more = { maxBytes, killGraceMs, spoolPath, spoolFilter, onGroup };
        const usualProfile = await profileOf(root, await openNetwork(network));
        const profile = mayRunScripts ? usualProfile : withoutScripts(usualProfile, command);
        refused = [];
        const result = await sandbox.run(command, profile, { ...bounds, ...more });
        const denials = refused.length === 0 ? {} : { refused };
        if (result.outputFile === undefined) return { ...result, ...denials, output: redactor.redact(result.output) };
        const kept = join(outputs, `${result.outputDigest.slice(0, 16)}.txt`);
        const isRedacted = spoolFilter.hasRedacted();
        const { keepBytes } = bounds;
        const clean = await keepOutput({ from: result.outputFile, to: kept, keepBytes, isRedacted });
        return { ...result, ...denials, output: clean ?? result.output, outputFile: relative(root, kept) };
      },
    };
  } catch (error) {
    launcher?.close().then(() => usage?.remove());
    throw error;
  }
}

function runByLauncher(asked: ProcessOptions, launcher: Launcher | undefined): Promise<ProcessResult> {
  const { file, args, cwd, env, stdin, onGroup } = asked;
  if (stdin !== undefined || onGroup !== undefined) return runProcess(asked);
  const launched = launcher?.launch({ argv: [file, ...args], cwd, env });
  return launched === undefined ? runProcess(asked) : supervise(launched, asked);
}

/** Undefined where the user's configuration names no host. The socket lies in a folder of the user's alone, with a short path: a socket's may not be long. */
async function openProxy(
  { config }: Workspace,
  judge: EgressRequest['judge'] & object,
): Promise<EgressProxy | undefined> {
  const { hosts = [] } = config.network ?? {};
  if (hosts.length === 0) return undefined;
  const { openEgressProxy } = await import('../sandbox/egress-proxy.ts');
  return openEgressProxy({ socketPath: join(mkdtempSync(join(tmpdir(), 'ashlar-egress-')), 'socket'), hosts, judge });
}

function closeProxy({ socketPath, close }: EgressProxy): void {
  close();
  rmSync(dirname(socketPath), { recursive: true, force: true });
}

/** Without bash, or without a place for its pipes, each command is started by this process itself. */
async function startLauncher(stateFolder: string): Promise<Launcher | undefined> {
  const { openLauncher, removeLaunchFolders } = await import('../base/launcher.ts');
  const { findShell, isBash } = await import('../sandbox/shell.ts');
  const shell = findShell();
  if (!isBash(shell)) return undefined;
  try {
    // Whoever only asks whether commands could run leaves nothing in a repository.
    if (!existsSync(stateFolder)) return await openLauncher(shell, tmpdir());
    const place = join(stateFolder, 'launch');
    mkdirSync(place, { recursive: true, mode: 0o700 });
    removeLaunchFolders(place);
    return await openLauncher(shell, place);
  } catch {
    return undefined;
  }
}

/** Most commands install nothing, and keep the profile for which a sandbox stands ready. */
function withoutScripts(profile: Profile, command: string): Profile {
  const more = installEnvironment(command);
  return more === undefined ? profile : { ...profile, env: { ...more, ...profile.env } };
}

interface ProfilesDeps extends Omit<CommandsDeps, 'options' | 'redactor'> {
  outputs: string;
}

/** The profile of each root, put together once. */
async function profiles(deps: ProfilesDeps) {
  const { workspace, surroundings, specRoots, outputs } = deps;
  const { buildCommandEnvironment, moveEnvironment } = await import('../sandbox/environment.ts');
  const { environment: own, dependencies } = workspace.config;
  const withScripts = dependencies?.scripts === true;
  const settings = { ...(withScripts ? {} : neverInstallScripts), ...own };
  const mark = { [commandMark]: markOf(workspace.userState) };
  const environment = { ...buildCommandEnvironment(surroundings.env, settings), ...mark };
  const known = new Map<string, Profile>();
  const hidden = once(() => hiddenIn(deps));
  return async (root: string, network: Network): Promise<Profile> => {
    const key = JSON.stringify([network, root]);
    const profile = known.get(key) ?? {
      root,
      network,
      scratch: makeScratch(join(workspace.stateFolder, 'sandbox', basename(root))),
      home: surroundings.home,
      env: root === workspace.root ? environment : moveEnvironment(environment, workspace.root, root),
      kept: keptPaths(root, { workspace, specRoots }),
      hidden: root === workspace.root ? await hidden() : [],
      readable: [outputs, ...gitFolders(workspace.root)],
    };
    known.set(key, profile);
    mkdirSync(outputs, { recursive: true, mode: 0o700 });
    return profile;
  };
}

/** Of the user's own checkout, what a worktree would not have. */
async function hiddenIn({ workspace, trackedFiles }: ProfilesDeps): Promise<string[]> {
  const { findSecretFiles } = await import('./secret-files.ts');
  const { root, config } = workspace;
  return findSecretFiles({ root, brought: config.worktree?.bring ?? [], trackedFiles });
}

/** Temporary files go with the process; what programs keep in a home, such as a cache of their builds, stays. */
function makeScratch(folder: string): string {
  rmSync(join(folder, 'tmp'), { recursive: true, force: true });
  for (const name of ['tmp', 'home']) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  return folder;
}

/** In a worktree they stand where they stand in the checkout. */
function keptPaths(root: string, { workspace, specRoots }: Pick<CommandsDeps, 'workspace' | 'specRoots'>): string[] {
  const specs = specRoots.map((folder) => relative(workspace.root, folder));
  const names = [...new Set([...specs, ...settingsFolders])].filter((name) => existsSync(join(root, name)));
  return names.sort().map((name) => join(root, name));
}

/** What a repository says to git, to Ashlar, to editors, to other agents and to what builds it elsewhere. */
const settingsFolders = [
  ...['.git', '.gitmodules', '.ashlar', '.kiro', '.vscode', '.idea', '.cursor', '.claude', '.codex', '.gemini'],
  ...['.amazonq', '.devcontainer', '.mcp.json', '.github/workflows', '.gitlab-ci.yml', '.circleci', '.husky'],
];

/** What a command may look into to know the history; what it knows of the user's index and settings is the worktree's. */
function gitFolders(root: string): string[] {
  const { gitDir, commonDir } = findRepository(root);
  return [...new Set([gitDir, commonDir])];
}
