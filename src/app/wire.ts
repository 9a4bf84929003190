import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { withoutRoot } from '../agent/layers.ts';
import type { Clock } from '../base/clock.ts';
import { limits } from '../base/limits.ts';
import { once } from '../base/once.ts';
import { createRedactor, type Redactor } from '../base/redact.ts';
import { ownSecrets } from '../base/secrets/own-secrets.ts';
import { type RunProgram, runProcess } from '../base/spawn.ts';
import { type Start, syncFiles } from '../base/sync-files.ts';
import type { ReadMany } from '../context/anchors/read-many.ts';
import type { CheckResult, Role } from '../domain/event.ts';
import type { Model } from '../domain/model.ts';
import type { Question, Tool } from '../domain/tool.ts';
import type { Git } from '../git/open-git.ts';
import type { Journal } from '../journal/open-journal.ts';
import type { Policy } from '../policy/policy.ts';
import type { PolicySource } from '../policy/read-policies.ts';
import { type ParseDocument, rememberParsed } from '../specs/parse-document.ts';
import { findSpecRoots } from '../specs/spec-folder.ts';
import { cleanJournal } from './clean-journal.ts';
import type { Agent } from './converse.ts';
import { gitEnvironment } from './git-environment.ts';
import { type Ledgers, openLedgers } from './ledgers.ts';
import type { CommandRequest, Commands } from './open-commands.ts';
import { chooseModel, type ModelOpening, openModel } from './open-model.ts';
import { promptsFrom, type RenderPrompt } from './prompts.ts';
import { readIdentity } from './read-identity.ts';
import type { CommonOptions, Surroundings } from './surroundings.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

export type AskHuman = (question: Question) => Promise<string | undefined>;

export interface AgentRequest {
  role: Role;
  /** Absolute: what the agent sees as its repository. */
  root: string;
  askHuman: AskHuman;
  /** Commands wait for it. */
  ready?: Promise<void>;
}

/** What the use cases work with. Each part is made when it is first asked for, and once; what is not used is not loaded. */
export interface Wire {
  surroundings: Surroundings;
  workspace: Workspace;
  prompts: RenderPrompt;
  /** Absolute folders in which specs lie. */
  specRoots: readonly string[];
  ledgers: Ledgers;
  /** Stands before all that is kept, shown or told to a model. */
  redactor: Redactor;
  /** Documents of specs, each parsed anew only where it changed. */
  parse: ParseDocument;
  hasJournal: boolean;
  journal(): Promise<Journal>;
  /** Ends what was opened; the journal is then one file again. */
  close(): void;
  git(): Promise<Git>;
  /** The symbols of files of code. */
  symbols(): Promise<ReadMany>;
  /** The person at the machine, as git knows them: `Name <mail>`. */
  person(): Promise<string>;
  model(role: Role): Promise<Model>;
  agent(request: AgentRequest): Promise<Agent>;
  /** What an agent of that role may use and do in that folder; opens no model. */
  means(role: Role, root: string): Promise<Pick<Agent, 'tools' | 'policy'>>;
  /** What agents may do in that folder, with `more` policies than those in force. */
  policy(root: string, more?: readonly PolicySource[]): Promise<Policy>;
  /** What runs commands; throws where nothing may. */
  commands(): Promise<Commands>;
  runCheck(root: string, command: string, how?: Pick<CommandRequest, 'network'>): Promise<CheckResult>;
}

/** The composition root: the only place that makes adapters. */
export function wire(surroundings: Surroundings, options: CommonOptions): Wire {
  const workspace = openWorkspace(surroundings);
  const { env, clock, reach } = surroundings;
  const { root, stateFolder, config } = workspace;
  const specRoots = findSpecRoots(root, config.specDir);
  const gitSettings = once(async () => {
    const { readConfig } = await import('../git/git-config.ts');
    return readConfig(root, gitEnvironment(surroundings));
  });
  const identity = async () => readIdentity(await gitSettings(), surroundings);
  const redactor = createRedactor(ownSecrets(env));
  let journal: Journal | undefined;
  let opened: Commands | undefined;
  const git = once(async () => {
    const [{ openGit }, config] = await Promise.all([import('../git/open-git.ts'), gitSettings()]);
    return openGit({ folder: root, env: gitEnvironment(surroundings), identity: await identity(), config, reach });
  });
  const policyAt = policiesOf(workspace, specRoots, surroundings);
  const ownPolicy = once(() => policyAt(root));
  const commands = once(async () => {
    const { openCommands } = await import('./open-commands.ts');
    const trackedFiles = async () => (await git()).trackedFiles();
    const deps = { workspace, surroundings, options, specRoots, redactor, trackedFiles, policy: ownPolicy };
    opened = await openCommands(deps);
    return opened;
  });
  const model = rememberModels({ root, stateFolder, options, config, surroundings, redactor });
  // Without commands, as for an author, this process starts its few programs itself.
  const runProgram: RunProgram = (asked) => (opened?.runProgram ?? runProcess)(asked);
  const means = async (role: Role, at: string) => {
    const policy = once(async () => policyAt(at));
    return { policy, tools: await loadTools(role, { policy, clock, runProgram }) };
  };
  return {
    surroundings,
    workspace,
    specRoots,
    ledgers: openLedgers(workspace.userState),
    redactor,
    parse: rememberParsed(),
    prompts: promptsFrom({ packageRoot: surroundings.packageRoot, root }),
    hasJournal: existsSync(join(stateFolder, 'journal.db')),
    journal: once(async () => {
      const { openJournal } = await import('../journal/open-journal.ts');
      journal = cleanJournal(openJournal({ stateFolder, clock, reach }), redactor);
      return journal;
    }),
    close: () => {
      opened?.close();
      journal?.close();
    },
    git,
    symbols: once(async () => {
      const { createManyReader } = await import('../context/anchors/read-many.ts');
      return createManyReader({ threads: availableParallelism() });
    }),
    person: async () => {
      const { name, email } = await identity();
      return `${name} <${email}>`;
    },
    model,
    policy: policyAt,
    means,
    commands,
    agent: async (request) => {
      const [chosen, { tools, policy }] = await Promise.all([model(request.role), means(request.role, request.root)]);
      const toolContext = toolContextOf(request, commands, surroundings);
      return { role: request.role, model: chosen, tools, policy, toolContext, redact: redactor.redact };
    },
    runCheck: async (at, command, how = {}) => {
      const { run } = await commands();
      const timeoutMs = config.limits?.verifyTimeoutMs ?? limits.verifyTimeoutMs;
      const request = {
        root: at,
        command,
        timeoutMs,
        signal: surroundings.signal,
        keepBytes: limits.feedbackChars,
        ...how,
      };
      const { exitCode, outputDigest, output, durationMs } = await run(request);
      return { command, exitCode, outputDigest, output: withoutRoot(output, at), durationMs: Math.round(durationMs) };
    },
  };
}

function policiesOf(
  { root, config }: Workspace,
  specRoots: readonly string[],
  surroundings: Surroundings,
): Wire['policy'] {
  const specFolders = specRoots.map((folder) => relative(root, folder));
  return async (at, more = []) => {
    const { hosts = [] } = config.network ?? {};
    const [{ openPolicy }, { permitHosts }] = await Promise.all([
      import('./open-policy.ts'),
      import('./connect-policy.ts'),
    ]);
    // Whoever opens a wire has the user's word on what the folder brings along.
    return openPolicy(
      { root: at, checkout: root, specFolders, trusted: true, more: [...permitHosts(hosts), ...more] },
      surroundings,
    );
  };
}

/** Each model is opened once, whichever roles it has. */
function rememberModels(opening: ModelOpening): (role: Role) => Promise<Model> {
  const models = new Map<string, Promise<Model>>();
  return async (role) => {
    const id = chooseModel(role, opening.options, opening.config, opening.surroundings.env);
    const opened = models.get(id) ?? openModel(id, opening);
    models.set(id, opened);
    return opened;
  };
}

function toolContextOf(
  { root, askHuman, ready }: AgentRequest,
  commands: () => Promise<Commands>,
  { reach, clock }: Surroundings,
): Agent['toolContext'] {
  return {
    root,
    reach,
    askHuman,
    runCommand: async (command, { timeoutMs, signal, network, onlyLooks }) => {
      const [{ run, runProgram }] = await Promise.all([commands(), ready]);
      const bounds = { timeoutMs, signal, keepBytes: limits.toolResultChars, ...(network && { network }) };
      const result = await run({ root, command, ...bounds });
      // What a command did is as durable as the result that the journal has of it.
      if (onlyLooks !== true) await syncFiles(root, limits.syncMs, startBy(runProgram, clock));
      return result;
    },
  };
}

function startBy(runProgram: RunProgram, clock: Clock): Start {
  const bounds = {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    killGraceMs: 0,
    keepBytes: 0,
    maxBytes: limits.lineChars,
    clock,
  };
  const { signal } = new AbortController();
  return (file, args, timeoutMs) => runProgram({ file, args, timeoutMs, signal, ...bounds });
}

interface ToolsDeps {
  policy(): Promise<Policy>;
  clock: Clock;
  runProgram: RunProgram;
}

async function loadTools(role: Role, { policy: open, clock, runProgram }: ToolsDeps): Promise<readonly Tool[]> {
  const [{ createToolbox }, { rgPath }] = await Promise.all([import('../tools/toolbox.ts'), import('@vscode/ripgrep')]);
  const openReader = async () => {
    const policy = await open();
    return (path: string) => policy.decide({ role, action: 'readFile', resource: path }).effect === 'allow';
  };
  return createToolbox({ ripgrepPath: rgPath, role, clock, openReader, runProgram });
}
