import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import { isInside } from '../base/paths.ts';

/**
 * Absolute folders and files with tools that a command may read: those that PATH and the variables of toolchains name, and
 * those below the user's home where package managers put programs and packages. None of them holds a credential of its
 * makers' design; settings such as `~/.npmrc`, `~/.m2/settings.xml`, `~/.cargo/credentials.toml` lie beside them.
 */
export function toolFolders(home: string, env: Readonly<Record<string, string>>): string[] {
  const named = variables.flatMap((name) => (env[name] ?? '').split(delimiter)).filter(isAbsolute);
  const programs = (env.PATH ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .flatMap((folder) => [folder, ...prefixOf(folder, home)]);
  const known = belowHome.map((path) => join(home, path));
  const safe = [...named, ...programs].filter((path) => !isInside(path, home) && path !== home);
  return [...new Set([...known, ...safe.filter((path) => !isCovered(path))])].sort();
}

/** A program outside of the home finds its libraries beside its folder: `/srv/tool/bin` needs `/srv/tool/lib`. */
function prefixOf(folder: string, home: string): string[] {
  const prefix = dirname(folder);
  if (!/^s?bin$/.test(basename(folder)) || prefix === '/' || isInside(home, folder)) return [];
  return [prefix];
}

/** The system's own folders are there anyway. */
function isCovered(path: string): boolean {
  return ['/usr', '/bin', '/sbin', '/opt', '/nix', '/proc', '/dev', '/sys', '/tmp', '/run'].some(
    (folder) => path === folder || isInside(folder, path),
  );
}

const variables = [
  ...['VIRTUAL_ENV', 'CONDA_PREFIX', 'JAVA_HOME', 'GOROOT', 'DOTNET_ROOT', 'GEM_HOME', 'GOMODCACHE'],
  ...['PYENV_ROOT', 'NVM_DIR', 'RUSTUP_HOME', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'],
];

const belowHome = [
  ...['.asdf', '.bun/bin', '.bun/install/cache', '.cargo/bin', '.cargo/registry', '.cargo/git', '.cache/ms-playwright'],
  ...['.cache/node', '.cache/pypoetry/virtualenvs', '.cache/puppeteer', '.composer/vendor', '.config/composer/vendor'],
  ...[
    '.deno/bin',
    '.dotnet',
    '.fnm',
    '.gem/ruby',
    '.ghcup',
    '.goenv',
    '.gradle/wrapper',
    '.ivy2/cache',
    '.jenv',
    '.juliaup',
  ],
  ...['.linuxbrew', '.local/bin', '.local/lib', '.local/pipx', '.local/share/fnm', '.local/share/gem'],
  ...[
    '.local/share/mise/installs',
    '.local/share/pipx',
    '.local/share/pnpm',
    '.local/share/uv',
    '.local/share/virtualenvs',
  ],
  ...[
    '.m2/repository',
    '.m2/wrapper',
    '.nix-profile',
    '.nodenv',
    '.nuget/packages',
    '.nvm',
    '.opam',
    '.phpenv',
    '.pyenv',
  ],
  ...['.rbenv', '.rustup', '.rvm', '.sdkman', '.volta/bin', '.volta/tools', '.yarn/berry/cache', 'anaconda3', 'go/bin'],
  ...['go/pkg/mod', 'miniconda3', 'miniforge3'],
];
