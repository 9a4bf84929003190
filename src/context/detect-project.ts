import { dirname } from 'node:path/posix';
import type { Commands } from '../domain/config.ts';
import { isAside, isThirdParty, rankLanguages } from './languages.ts';
import { openFolder, type ProjectFolder } from './project-folder.ts';
import type { CommandName, Found, Toolchain } from './toolchain.ts';
import { toolchains } from './toolchain-table.ts';

/** What a repository says of itself. A fact that no file states is left out. */
export interface ProjectFacts {
  language?: string;
  /** `language` first, then by number of files. */
  languages: string[];
  packageManager?: string;
  /** To be run in a shell at the repository's root. */
  commands: Commands;
  evidence: CommandEvidence[];
}

export interface CommandEvidence {
  command: CommandName;
  /** `package.json scripts.test`, `go.mod`; with the folder in front where the project lies in one. */
  from: string;
}

const checks: readonly CommandName[] = ['build', 'test', 'lint', 'typecheck'];

/** Reads the manifests among `files`, which are relative to `root` with forward slashes; starts no process. */
export async function detectProject(root: string, files: readonly string[]): Promise<ProjectFacts> {
  const paths = [...new Set(files)].filter((path) => !isThirdParty(path)).sort();
  const claims = findClaims(root, paths);
  const lead = claims.find(({ toolchain }) => toolchain.language !== undefined);
  const language = lead?.toolchain.language?.(lead.folder);
  const ranked = rankLanguages(paths.filter((path) => !isAside(path)));
  const manager = claims.find(({ toolchain }) => toolchain.packageManager !== undefined);
  const packageManager = manager?.toolchain.packageManager?.(manager.folder);
  const main = language ?? ranked[0];
  return {
    ...(main !== undefined && { language: main }),
    languages: [...new Set([...(main === undefined ? [] : [main]), ...ranked])],
    ...(packageManager !== undefined && { packageManager }),
    ...chooseCommands(claims),
  };
}

/** A toolchain at work in one folder, with the commands it found there. */
interface Claim {
  toolchain: Toolchain;
  folder: ProjectFolder;
  found: ReadonlyMap<CommandName, Found>;
  sources: number;
}

/** The root's own projects; where it has none, those of the one folder that holds one. Runners of tasks come last. */
function findClaims(root: string, paths: readonly string[]): Claim[] {
  const nested = projectFolders(paths);
  const claimIn = (path: string) => claimFolder(openFolder(root, paths, path), path === '' ? nested : []);
  const atRoot = claimIn('');
  const isLanguage = ({ toolchain }: Claim) => toolchain.language !== undefined;
  const isWork = (claim: Claim) =>
    isLanguage(claim) && (claim.sources > 0 || checks.some((name) => claim.found.has(name)));
  const [only, ...others] = nested;
  if (atRoot.some(isWork) || only === undefined || others.length > 0) return atRoot;
  const below = claimIn(only);
  const isRunner = (claim: Claim) => !isLanguage(claim);
  return [...below.filter(isLanguage), ...atRoot.filter(isRunner), ...below.filter(isRunner)];
}

/** Folders below the root in which a language's project begins, without those that lie in another one. */
function projectFolders(paths: readonly string[]): string[] {
  const begins = (path: string) => toolchains.some((toolchain) => toolchain.language && isManifest(toolchain, path));
  const folders = paths
    .filter((path) => path.includes('/') && !isAside(path) && begins(path))
    .map((path) => dirname(path));
  const unique = new Set(folders);
  return [...unique].filter((folder) => !liesInOneOf(unique, folder));
}

function liesInOneOf(folders: ReadonlySet<string>, path: string): boolean {
  const parts = path.split('/');
  return parts.some((_part, index) => index > 0 && folders.has(parts.slice(0, index).join('/')));
}

function isManifest(toolchain: Toolchain, path: string): boolean {
  return toolchain.manifest.test(path.slice(path.lastIndexOf('/') + 1));
}

function claimFolder(folder: ProjectFolder, nested: readonly string[]): Claim[] {
  const direct = folder.files.filter((file) => !file.includes('/'));
  return toolchains
    .filter((toolchain) => direct.some((file) => toolchain.manifest.test(file)))
    .map((toolchain) => ({
      toolchain,
      folder,
      found: findCommands(toolchain, folder),
      sources: countSources(toolchain, folder, nested),
    }))
    .sort((left, right) => right.sources - left.sources);
}

/** The parts of a project of the same kind are its own; the sources of other projects below it are not. */
function countSources(toolchain: Toolchain, folder: ProjectFolder, nested: readonly string[]): number {
  const parts = new Set(folder.files.filter((file) => isManifest(toolchain, file)).map((file) => dirname(file)));
  const foreign = new Set(nested.filter((other) => !parts.has(other)));
  const isSource = (file: string) => toolchain.sources.test(file) && !/\.config\.\w+$/.test(file) && !isAside(file);
  return folder.files.filter((file) => isSource(file) && !liesInOneOf(foreign, file)).length;
}

function findCommands(toolchain: Toolchain, folder: ProjectFolder): ReadonlyMap<CommandName, Found> {
  const found = new Map<CommandName, Found>();
  for (const name of ['setup', ...checks] as const) {
    for (const find of toolchain.commands[name] ?? []) {
      const hit = found.has(name) ? undefined : find(folder);
      if (hit !== undefined) found.set(name, hit);
    }
  }
  return found;
}

/** For every command the first claim that has one; the setup is that of all the languages whose commands were chosen. */
function chooseCommands(claims: readonly Claim[]): Pick<ProjectFacts, 'commands' | 'evidence'> {
  const chosen = checks.flatMap((name) => {
    const claim = claims.find(({ found }) => found.has(name));
    return claim === undefined ? [] : [{ name, claim }];
  });
  const used = claims.filter((claim) => chosen.some((choice) => choice.claim === claim));
  const commands: Commands = {};
  const evidence: CommandEvidence[] = [];
  const take = (name: CommandName, from: readonly Claim[]) => {
    const hits = from.flatMap((claim) => claim.found.get(name) ?? []);
    const folder = from[0]?.folder.path ?? '';
    if (hits.length === 0) return;
    commands[name] = inFolder(folder, hits.map(({ run }) => run).join(' && '));
    evidence.push(...hits.map((hit) => ({ command: name, from: folder === '' ? hit.from : `${folder}/${hit.from}` })));
  };
  take('setup', setupClaims(used, claims));
  for (const { name, claim } of chosen) take(name, [claim]);
  return { commands, evidence };
}

/** Of the languages that are used; else of the first one there is; else of a runner. */
function setupClaims(used: readonly Claim[], all: readonly Claim[]): readonly Claim[] {
  const hasSetup = ({ found }: Claim) => found.has('setup');
  const needed = used.filter((claim) => hasSetup(claim) && claim.toolchain.language !== undefined);
  return needed.length > 0 ? needed : all.filter(hasSetup).slice(0, 1);
}

function inFolder(folder: string, command: string): string {
  if (folder === '') return command;
  return `cd ${/^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`} && ${command}`;
}
