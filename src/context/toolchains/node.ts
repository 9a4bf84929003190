import type { ProjectFolder } from '../project-folder.ts';
import { type Finder, type Found, type Toolchain, whereFile } from '../toolchain.ts';

type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

export const node: Toolchain = {
  manifest: /^package\.json$/,
  sources: /\.([cm]?[jt]s|[jt]sx|vue|svelte)$/,
  language: (folder) => (folder.find(/(^|\/)tsconfig[^/]*\.json$|\.[cm]?tsx?$/) ? 'typescript' : 'javascript'),
  packageManager: managerOf,
  commands: {
    setup: [setup],
    build: [script('build')],
    test: [
      script('test', 'test:ci', 'test:unit'),
      installed('vitest', 'vitest run'),
      installed('jest', 'jest'),
      installed('mocha', 'mocha'),
      installed('ava', 'ava'),
      ownRunner,
    ],
    lint: [
      script('lint'),
      configured(/^biome\.jsonc?$/, '@biomejs/biome', 'biome check .'),
      configured(/^(eslint\.config\.[cm]?[jt]s|\.eslintrc(\.\w+)?)$/, 'eslint', 'eslint .'),
    ],
    typecheck: [script('typecheck', 'type-check', 'check-types', 'check:types', 'tsc'), compiler],
  },
};

const locks: readonly [RegExp, PackageManager][] = [
  [/^pnpm-lock\.yaml$/, 'pnpm'],
  [/^yarn\.lock$/, 'yarn'],
  [/^bun\.lockb?$/, 'bun'],
  [/^(package-lock|npm-shrinkwrap)\.json$/, 'npm'],
  [/^pnpm-workspace\.yaml$/, 'pnpm'],
];

/** The manifest's own word first, then the lock file. */
function managerOf(folder: ProjectFolder): PackageManager {
  const named = /^(npm|pnpm|yarn|bun)@/.exec(String(folder.json('package.json', 'packageManager')))?.[1];
  const meant = named ?? folder.json('package.json', 'devEngines', 'packageManager', 'name');
  const known = locks.find(([, manager]) => manager === meant) ?? locks.find(([lock]) => folder.find(lock));
  return known?.[1] ?? 'npm';
}

function setup(folder: ProjectFolder): Found | undefined {
  const manager = managerOf(folder);
  const lock = locks.map(([pattern, of]) => (of === manager ? folder.find(pattern) : undefined)).find(Boolean);
  const needs = ['dependencies', 'devDependencies', 'workspaces'].some((key) => folder.json('package.json', key));
  if (lock === undefined) return needs ? { run: `${manager} install`, from: 'package.json' } : undefined;
  const frozen = { npm: 'npm ci', pnpm: 'pnpm install --frozen-lockfile', bun: 'bun install --frozen-lockfile' };
  if (manager !== 'yarn') return { run: frozen[manager], from: lock };
  return { run: `yarn install ${isBerry(folder) ? '--immutable' : '--frozen-lockfile'}`, from: lock };
}

function isBerry(folder: ProjectFolder): boolean {
  const named = /^yarn@(\d+)/.exec(String(folder.json('package.json', 'packageManager')))?.[1];
  if (named !== undefined) return Number(named) > 1;
  return folder.has('.yarnrc.yml') || folder.read('yarn.lock').includes('__metadata:');
}

function script(...names: string[]): Finder {
  return (folder) => {
    const name = names.find((candidate) => isScript(folder.json('package.json', 'scripts', candidate)));
    if (name === undefined) return undefined;
    const manager = managerOf(folder);
    const run = name === 'test' && manager !== 'bun' ? `${manager} test` : `${manager} run ${name}`;
    return { run, from: `package.json scripts.${name}` };
  };
}

/** A script that says there is none, or one that waits for changes for ever, is no command. */
function isScript(text: unknown): boolean {
  if (typeof text !== 'string' || text.trim() === '') return false;
  return !/no test specified|\bvitest (watch|dev)\b|--watch(All)?(?![\w-]|=false)/.test(text);
}

const dependencyLists = ['devDependencies', 'dependencies'] as const;

function installed(name: string, line: string): Finder {
  return (folder) => {
    const list = dependencyLists.find((key) => folder.json('package.json', key, name) !== undefined);
    return list && { run: runTool(folder, line), from: `package.json ${list}.${name}` };
  };
}

function configured(file: RegExp, name: string, line: string): Finder {
  return (folder) => installed(name, line)(folder) && whereFile(file, runTool(folder, line))(folder);
}

function runTool(folder: ProjectFolder, line: string): string {
  const runners = { npm: 'npx', pnpm: 'pnpm exec', yarn: 'yarn', bun: 'bunx' };
  return `${runners[managerOf(folder)]} ${line}`;
}

/** The runner that comes with the runtime; node's knows TypeScript only from versions on that nothing here tells. */
function ownRunner(folder: ProjectFolder): Found | undefined {
  if (managerOf(folder) === 'bun') return whereFile(/[._](test|spec)\.[cm]?[jt]sx?$/, 'bun test')(folder);
  return whereFile(/\.test\.[cm]?js$/, 'node --test')(folder);
}

/** `tsc` with a configuration that only refers to others checks nothing unless it builds them. */
function compiler(folder: ProjectFolder): Found | undefined {
  if (installed('typescript', '')(folder) === undefined || !folder.has('tsconfig.json')) return undefined;
  const config = folder.read('tsconfig.json');
  const refers = /"references"\s*:/.test(config) && /"files"\s*:\s*\[\s*\]/.test(config);
  return { run: runTool(folder, refers ? 'tsc --build --noEmit' : 'tsc --noEmit'), from: 'tsconfig.json' };
}
