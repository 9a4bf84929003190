import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { AshlarError, errorCode } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Redactor } from '../base/redact.ts';
import type { Config } from '../domain/config.ts';
import type { Role } from '../domain/event.ts';
import type { Model } from '../domain/model.ts';
import { withRetry } from '../models/retry.ts';
import { keepRefused } from './keep-refused.ts';
import type { CommonOptions, Surroundings } from './surroundings.ts';
import type { Workspace } from './workspace.ts';

const defaultAnthropic = 'anthropic:claude-sonnet-5-5';

/** The model of a role: `--model`, else what the configuration says of the role, else its `model`, else ASHLAR_MODEL, else what a key in the environment points to. */
export function chooseModel(role: Role, options: CommonOptions, config: Config, env: Surroundings['env']): string {
  const chosen = options.model ?? config.models?.[role] ?? config.model ?? env.ASHLAR_MODEL;
  if (chosen !== undefined) return chosen;
  if (env.ANTHROPIC_API_KEY?.trim() || env.ANTHROPIC_AUTH_TOKEN?.trim()) return defaultAnthropic;
  throw new AshlarError({
    kind: 'authentication',
    what: 'no model is configured',
    why: 'neither --model nor "model:" in .ashlar/config.yaml is set, and the environment has no ANTHROPIC_API_KEY',
    next: `export ANTHROPIC_API_KEY=… , or give --model anthropic:NAME, bedrock:ID or openai:NAME (with OPENAI_BASE_URL for a local server)`,
  });
}

export interface ModelOpening extends Pick<Workspace, 'root' | 'stateFolder'> {
  options: CommonOptions;
  config: Config;
  surroundings: Surroundings;
  /** Stands before what is kept: recordings, refused requests. */
  redactor: Redactor;
}

/** Opens `provider:name`. Each provider's SDK is loaded only here and only when it is chosen. */
export async function openModel(id: string, opening: ModelOpening): Promise<Model> {
  const { options, config, surroundings, redactor, root, stateFolder } = opening;
  const model = keepRefused(await openProvider(id, surroundings), { root, stateFolder, redactor });
  const idleMs = config.limits?.modelIdleMs ?? limits.modelIdleMs;
  const attempts = config.limits?.modelAttempts ?? limits.modelAttempts;
  const retried = withRetry(model, { clock: surroundings.clock, idleMs, attempts });
  if (options.record === undefined) return retried;
  const { recordModel } = await import('../models/replay.ts');
  return recordModel(retried, resolve(surroundings.cwd, options.record), redactor.redactJson);
}

async function openProvider(id: string, surroundings: Surroundings): Promise<Model> {
  const separator = id.indexOf(':');
  const [provider, name] = separator < 0 ? [id, ''] : [id.slice(0, separator), id.slice(separator + 1)];
  if (name === '') throw unknownModel(id);
  switch (provider) {
    case 'anthropic':
      return openAnthropic(name, surroundings.env);
    case 'bedrock':
      return openBedrock(name, surroundings.env);
    case 'openai':
      return openOpenAi(name, surroundings.env);
    case 'scripted':
      return openScripted(name, surroundings);
    case 'replay':
      return openReplay(name, surroundings);
    default:
      throw unknownModel(id);
  }
}

type Env = Surroundings['env'];

async function openAnthropic(name: string, env: Env): Promise<Model> {
  const { createAnthropicModel } = await import('../models/anthropic.ts');
  const [apiKey, authToken] = [env.ANTHROPIC_API_KEY?.trim(), env.ANTHROPIC_AUTH_TOKEN?.trim()];
  const baseUrl = env.ANTHROPIC_BASE_URL;
  if (!apiKey && !authToken) throw missingKey('anthropic', 'ANTHROPIC_API_KEY');
  return createAnthropicModel({ name, ...given({ apiKey, authToken, baseUrl }) });
}

async function openBedrock(name: string, env: Env): Promise<Model> {
  const { createBedrockModel } = await import('../models/bedrock.ts');
  const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  return createBedrockModel({ name, ...given({ region, endpoint: env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME }) });
}

async function openOpenAi(name: string, env: Env): Promise<Model> {
  const { createOpenAiModel } = await import('../models/openai.ts');
  const [apiKey, baseUrl] = [env.OPENAI_API_KEY?.trim(), env.OPENAI_BASE_URL];
  if (!apiKey && !baseUrl) throw missingKey('openai', 'OPENAI_API_KEY (or OPENAI_BASE_URL for a local server)');
  return createOpenAiModel({ name, ...given({ apiKey, baseUrl }) });
}

async function openScripted(name: string, { cwd }: Surroundings): Promise<Model> {
  const { createScriptedModel } = await import('../models/scripted.ts');
  const path = resolve(cwd, name);
  return createScriptedModel(readModelFile(path), basename(path));
}

async function openReplay(name: string, { cwd, clock, env }: Surroundings): Promise<Model> {
  const { createReplayModel } = await import('../models/replay.ts');
  const path = resolve(cwd, name);
  readModelFile(path);
  const paceMs = Number(env.ASHLAR_REPLAY_PACE_MS ?? 0);
  return createReplayModel({ path, paceMs, clock });
}

function readModelFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new AshlarError({
      kind: 'usage',
      what: `the file ${path} of --model cannot be read`,
      why: errorCode(error) ?? 'unknown',
      next: 'give the path of a recording (replay:FILE) or of a script (scripted:FILE)',
      cause: error,
    });
  }
}

/** An object without the keys whose value is not set. */
function given<T extends Record<string, string | undefined>>(values: T): { [Key in keyof T]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value?.trim())) as {
    [Key in keyof T]?: string;
  };
}

function missingKey(provider: string, variable: string): AshlarError {
  return new AshlarError({
    kind: 'authentication',
    what: `there is no key for ${provider}`,
    why: `the environment variable ${variable} is not set`,
    next: `export ${variable.split(' ')[0]}=… and run the same command again`,
  });
}

function unknownModel(id: string): AshlarError {
  return new AshlarError({
    kind: 'usage',
    what: `there is no model "${id}"`,
    why: 'a model is named provider:name, and the providers are anthropic, bedrock, openai, scripted and replay',
    next: `for example --model ${defaultAnthropic}`,
  });
}
