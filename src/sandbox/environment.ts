import { delimiter, isAbsolute, join, relative } from 'node:path';
import { isInside } from '../base/paths.ts';

/**
 * The environment of an agent's commands, built from nothing: the names below, settings that keep programs from asking and
 * paging, and before these what the team says (`own`). No key, token or proxy gets in, nor any value that holds a
 * credential. Nothing is said of colours: there are tests of programs that have them.
 */
export function buildCommandEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  own: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && isAllowed(entry[0]) && !credential.test(entry[1]),
  );
  return { PATH: '/usr/local/bin:/usr/bin:/bin', ...Object.fromEntries(kept), ...settings, ...own };
}

/**
 * The same environment for a worktree: where an activated virtual environment or a folder of the PATH lies in the user's
 * checkout, its copy in the worktree comes first, else a check would run the tools and prove the sources of the checkout.
 */
export function moveEnvironment(
  env: Readonly<Record<string, string>>,
  from: string,
  to: string,
): Record<string, string> {
  const moved = (path: string) => (isAbsolute(path) && isInside(from, path) ? join(to, relative(from, path)) : path);
  const folders = (env.PATH ?? '').split(delimiter).flatMap((folder) => [...new Set([moved(folder), folder])]);
  const homes = ['VIRTUAL_ENV', 'CONDA_PREFIX'].filter((name) => env[name] !== undefined);
  const movedHomes = Object.fromEntries(homes.map((name) => [name, moved(env[name] ?? '')]));
  return { ...env, ...movedHomes, PATH: folders.join(delimiter) };
}

function isAllowed(name: string): boolean {
  return allowed.has(name) || /^LC_[A-Z]+$/.test(name);
}

const allowed: ReadonlySet<string> = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'TZ', 'TMPDIR', 'XDG_CACHE_HOME'],
  ...['GOPATH', 'GOROOT', 'GOMODCACHE', 'GOCACHE', 'CARGO_HOME', 'RUSTUP_HOME', 'DOTNET_ROOT', 'GEM_HOME'],
  ...['JAVA_HOME', 'GRADLE_USER_HOME', 'MAVEN_OPTS', 'PYENV_ROOT', 'VIRTUAL_ENV', 'CONDA_PREFIX', 'UV_CACHE_DIR'],
  ...['NVM_DIR', 'VOLTA_HOME', 'PNPM_HOME', 'BUN_INSTALL', 'COREPACK_HOME', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'],
]);

/** `-Dhttp.proxyPassword=x`, `https://user:secret@host`. */
const credential = /(?:password|passwd|secret|token|api_?key|credential)[\w.-]*\s*=|:\/\/[^\s/@]*:[^\s/@]*@/i;

const settings = {
  CI: '1',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  TERM: 'dumb',
  PAGER: 'cat',
  GIT_PAGER: 'cat',
  GIT_EDITOR: 'true',
  GIT_TERMINAL_PROMPT: '0',
  /** Whoever is started with it was not started by a person. */
  ASHLAR_COMMAND: '1',
} as const;
