import { posix } from 'node:path';
import { isInside } from '../base/paths.ts';
import { changesRepository } from './git-rules.ts';
import { type HiddenFolders, namesHidden, touchesHidden } from './hidden-folders.ts';
import type { Decision, Policy } from './policy.ts';
import { type ProgramCall, programCalls } from './program-calls.ts';
import { findRule, findRuleBelow, normalisePath, type PathRule } from './protected-paths.ts';
import { readPaths, writtenPaths } from './touched-paths.ts';

export interface BuiltInRules {
  /** Folders relative to the root that only Ashlar and people write: those in which specs lie. */
  protectedPaths: readonly string[];
  /** Absolute. With it, absolute paths in commands are known as what they are. */
  root?: string;
  /** Absolute: the user's checkout, where `root` is a worktree of it. What is protected is so there too. */
  checkout?: string;
  /** What no agent sees, though it lies outside of the root: absolute folders, and how `~` and variables are read. */
  hidden?: HiddenFolders;
}

/** The rules that always stand, for every role. What no rule denies is allowed. */
export function createBuiltInPolicy({ protectedPaths, root, checkout, hidden }: BuiltInRules): Policy {
  const patterns = protectedPaths.map((path) => `/${path}`);
  const writeRules: PathRule[] = [{ ...specRule, patterns }, ...ownRules, ...settingsRules, secretRule];
  const readRules: PathRule[] = [secretRule, keyRule];
  return {
    decide({ action, resource }) {
      if (action === 'runCommand') return decideCommand(resource, { writeRules, readRules, root, checkout, hidden });
      if (hidden !== undefined && namesHidden(join(root ?? '/', resource), hidden)) return deny(hiddenRule);
      return decidePath(resource, action === 'writeFile' ? writeRules : readRules);
    },
  };
}

const specRule = {
  rule: 'specs-belong-to-people',
  reason: 'Specs and their ledger are written by Ashlar and approved by a person. Say in `finish` what should change.',
};

const ownRules: readonly PathRule[] = [
  { rule: 'git-folder', reason: 'Only git itself writes its folder.', patterns: ['.git', '.gitmodules'] },
  { rule: 'own-settings', reason: 'Only a person changes the settings of Ashlar.', patterns: ['/.ashlar'] },
];

const settingsRules: readonly PathRule[] = [
  {
    rule: 'tool-settings',
    reason: 'These settings make other programs run commands; only a person changes them.',
    patterns: [
      ...['/.kiro', '/.vscode', '/.idea', '/.cursor', '/.claude', '/.codex', '/.gemini', '/.amazonq', '/.devcontainer'],
      ...['.mcp.json', '.npmrc', '.yarnrc.yml', '.pnpmfile.cjs', '.ripgreprc'],
    ],
  },
];

const secretRule: PathRule = {
  rule: 'environment-files',
  reason: 'Files such as .env hold secrets. Work from .env.example, or ask for what you need to know.',
  patterns: ['.env*'],
  except: ['.env.example', '.env.sample', '.env.template'],
};

const keyRule: PathRule = {
  rule: 'private-keys',
  reason: 'Keys and credentials are not for an agent to read.',
  patterns: [
    ...['id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519', '*.pem', '*.key', '*.p12', '*.pfx', '*.jks', '*.keystore'],
    ...['.netrc', '.git-credentials', '.pgpass'],
  ],
};

const hiddenRule = {
  rule: 'signing-key',
  reason:
    'There lie the key with which a person signs decisions and the list of those who count. It is not for an agent.',
};

const allowed: Decision = { effect: 'allow', rule: 'default', reason: 'No rule denies it.' };
const outside: Decision = { effect: 'deny', rule: 'outside', reason: 'The path lies outside the repository.' };

function deny({ rule, reason }: { rule: string; reason: string }): Decision {
  return { effect: 'deny', rule, reason };
}

function decidePath(path: string, rules: readonly PathRule[]): Decision {
  const normal = normalisePath(path);
  if (normal === undefined) return outside;
  const rule = findRule(rules, normal);
  return rule === undefined ? allowed : deny(rule);
}

interface CommandRules {
  writeRules: readonly PathRule[];
  readRules: readonly PathRule[];
  root: string | undefined;
  checkout: string | undefined;
  hidden: HiddenFolders | undefined;
}

function decideCommand(line: string, rules: CommandRules): Decision {
  const { hidden, root } = rules;
  let folder = '.';
  const calls = programCalls(line);
  if (hidden !== undefined && touchesHidden({ line, calls, root: root ?? '/' }, hidden)) return deny(hiddenRule);
  for (const call of calls) {
    const denied = decideProgram(call) ?? decideTouched(call, folder, rules);
    if (denied !== undefined) return denied;
    if (call.program === 'cd') folder = join(folder, call.args[0] ?? '.');
  }
  return allowed;
}

function decideProgram(call: ProgramCall): Decision | undefined {
  if (call.program === 'git' && changesRepository(call)) {
    return deny({
      rule: 'git-state',
      reason:
        'Ashlar stages, commits and branches. Of git, only commands that look are open: status, diff, log, show, grep, blame.',
    });
  }
  if (callsAshlar(call)) return deny({ rule: 'ashlar', reason: 'Only a person runs ashlar.' });
  if (deferrers.has(call.program)) {
    return deny({ rule: 'later', reason: 'What runs once the task is over is seen by nobody. Run it now.' });
  }
  return undefined;
}

const deferrers = new Set(['at', 'batch', 'crontab', 'systemd-run', 'launchctl']);

const launchers = new Set([
  ...['npx', 'bunx', 'pnpx', 'npm', 'pnpm', 'yarn', 'bun', 'node', 'deno', 'tsx', 'ts-node', 'unbuffer', 'watch'],
]);

function callsAshlar({ program, args }: ProgramCall): boolean {
  const isAshlar = (word: string) => /^(?:\$\(.*[ /])?ashlar(?:\.js|@.*|\))?$/i.test(posix.basename(word));
  return isAshlar(program) || (launchers.has(program) && args.some(isAshlar));
}

function decideTouched(
  call: ProgramCall,
  folder: string,
  { writeRules, readRules, root, checkout }: CommandRules,
): Decision | undefined {
  const place = (path: string) => placeOf(path, folder, root);
  const { paths, recursive } = writtenPaths(call);
  const written = paths.flatMap(place).flatMap((path) => findRule(writeRules, path) ?? []);
  const below = recursive.flatMap(place).flatMap((path) => findRuleBelow(writeRules, path) ?? []);
  const read = readPaths(call)
    .flatMap(place)
    .flatMap((path) => findRule(readRules, path) ?? []);
  const rule = [...written, ...below, ...read][0];
  if (rule !== undefined) return deny(rule);
  const outer = paths.filter((path) => isInCheckout(join(folder, path), root, checkout));
  return outer
    .map((path) => decidePath(posix.relative(checkout ?? '/', posix.resolve(root ?? '/', folder, path)), writeRules))
    .find(({ effect }) => effect === 'deny');
}

function isInCheckout(path: string, root: string | undefined, checkout: string | undefined): boolean {
  if (root === undefined || checkout === undefined || root === checkout) return false;
  const full = posix.resolve(root, path);
  return isInside(checkout, full) && !isInside(root, full);
}

/** Where a command's path lies in the root; nothing for one outside, which is the sandbox's to hold. */
function placeOf(path: string, folder: string, root: string | undefined): string[] {
  const full = join(folder, path);
  const normal = normalisePath(posix.isAbsolute(full) && root !== undefined ? posix.relative(root, full) : full);
  return normal === undefined ? [] : [normal];
}

function join(folder: string, path: string): string {
  return posix.isAbsolute(path) ? path : posix.join(folder, path);
}
