import { join } from 'node:path';
import { type Alias, isMap, LineCounter, parseDocument, visit } from 'yaml';
import type * as z from 'zod';
import { AshlarError } from '../base/errors.ts';
import { readTextIfThere } from '../base/files.ts';
import { type Config, configSchema } from '../domain/config.ts';
import { findWrongRule } from './check-lint-settings.ts';
import { loosenedKeys } from './tighten-config.ts';

export interface ConfigTrust {
  /** Whether the user trusts the folder; where he does not, it may only tighten what he set. */
  isTrusted: boolean;
}

/**
 * The user's configuration with the repository's over it; `commands` and `lint` of the repository stand alone. Each file may
 * be missing; a wrong one throws with line and column, one of an untrusted folder that loosens anything kind `denied`.
 */
export function loadConfig(root: string, userConfigFolder: string, { isTrusted }: ConfigTrust): Config {
  const ownPath = join(userConfigFolder, 'config.yaml');
  const user = readConfigFile(ownPath);
  if (user.lint !== undefined) throw misplacedLint(ownPath);
  const repository = readConfigFile(configPath(root));
  for (const key of ['sandbox', 'network'] as const) {
    if (repository[key] !== undefined) throw loosened(configPath(root), key);
  }
  if (!isTrusted) refuseLoosening(root, loosenedKeys(user, repository));
  const merged = { ...user, ...repository };
  for (const key of [
    'models',
    'requirements',
    'environment',
    'limits',
    'worktree',
    'dependencies',
    'ci',
    'contextWindows',
    'prices',
  ] as const) {
    if (user[key] !== undefined && repository[key] !== undefined) {
      Object.assign(merged, { [key]: { ...user[key], ...repository[key] } });
    }
  }
  return merged;
}

function misplacedLint(path: string): AshlarError {
  return new AshlarError({
    kind: 'invalid',
    what: `${path} sets lint`,
    why: 'what lint says of a spec must be the same for everybody who works on it',
    next: 'move it into .ashlar/config.yaml of the repository',
  });
}

function refuseLoosening(root: string, keys: readonly string[]): void {
  if (keys.length === 0) return;
  throw new AshlarError({
    kind: 'denied',
    what: `${configPath(root)} sets what only a trusted folder may: ${keys.join(', ')}`,
    why: 'the configuration of a folder that you have not trusted may only tighten what you set yourself',
    next: 'look at what it would do, then: ashlar trust',
  });
}

function loosened(path: string, key: string): AshlarError {
  return new AshlarError({
    kind: 'invalid',
    what: `${path} sets ${key}`,
    why: 'a repository does not say what protects you from it',
    next: 'take it out; it counts in your own config.yaml only (see docs/configuration.md)',
  });
}

/** Whether the repository's own configuration says which commands there are: nothing is then added to them. */
export function setsCommands(root: string): boolean {
  return readConfigFile(configPath(root)).commands !== undefined;
}

export function configPath(root: string): string {
  return join(root, '.ashlar', 'config.yaml');
}

function readConfigFile(path: string): Config {
  const text = readTextIfThere(path);
  return text === undefined ? {} : parseConfig(text, path);
}

/** Parses one configuration file; `path` is for the messages. */
export function parseConfig(text: string, path: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const syntax = document.errors[0];
  if (syntax !== undefined) throw invalid(path, lines, syntax.pos[0], syntax.message);
  const alias = findLooseAlias(document);
  if (alias !== undefined)
    throw invalid(path, lines, rangeStart(alias), `nothing is named "&${alias.source}" before it`);
  if (document.contents === null || document.toJS() === null) return {};
  if (!isMap(document.contents)) throw invalid(path, lines, 0, 'expected a mapping of settings such as "model: …"');
  const parsed = configSchema.safeParse(document.toJS());
  if (parsed.success) {
    const wrong = findWrongRule(parsed.data);
    if (wrong === undefined) return parsed.data;
    throw invalid(path, lines, keyOffset(document, wrong.path), wrong.why);
  }
  const issue = parsed.error.issues[0];
  throw invalid(path, lines, offsetOf(document, issue), describeIssue(issue));
}

type ParsedYaml = ReturnType<typeof parseDocument>;

/** An alias such as `*name` without its anchor: the document could not be read further. */
function findLooseAlias(document: ParsedYaml): Alias | undefined {
  let loose: Alias | undefined;
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) === undefined) loose ??= alias;
    },
  });
  return loose;
}

/** Where the value at fault begins; for a key that does not belong, where the key does; for one that is missing, what it is missing in. */
function offsetOf(document: ParsedYaml, issue: z.core.$ZodIssue | undefined): number {
  const path = issue?.path ?? [];
  const length = path.length === 0 || document.hasIn(path) ? path.length : path.length - 1;
  const parent = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
  if (issue?.code === 'unrecognized_keys')
    return keyOffset(document, [...issue.path.map(String), ...issue.keys.slice(0, 1)]);
  return rangeStart(parent);
}

/** Where a key begins. */
function keyOffset(document: ParsedYaml, [...path]: readonly string[]): number {
  const key = path.pop();
  const parent = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === key) : undefined;
  return rangeStart(pair?.key ?? parent);
}

function rangeStart(node: unknown): number {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return 0;
  return Number(node.range[0]);
}

function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'not a valid configuration';
  if (issue.code === 'unrecognized_keys') return `there is no setting "${[...issue.path, issue.keys[0]].join('.')}"`;
  return `${issue.path.join('.')}: ${issue.message}`;
}

function invalid(path: string, lines: LineCounter, offset: number, why: string): AshlarError {
  const { line, col } = lines.linePos(offset);
  return new AshlarError({
    kind: 'invalid',
    what: `${path}:${line}:${col} is not a valid configuration`,
    why,
    next: `correct that line; the settings are described in docs/configuration.md`,
  });
}
