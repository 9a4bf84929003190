import type { ProgramCall } from '../shell/command-line.ts';
import { textOf } from '../shell/words.ts';

/** A package that a command would bring in, as it is named there; `*` for newer versions of what is there. */
export interface WantedPackage {
  manager: string;
  name: string;
}

/**
 * The packages that a call brings in beside those of the lock file; empty for an installation from the lock file, undefined
 * for what installs nothing.
 */
export function wantedPackages({ program, args }: ProgramCall): WantedPackage[] | undefined {
  const words = args.map((word) => textOf(word) ?? word.source);
  if (isPython(program)) return fromPython(words);
  const manager = Object.hasOwn(managers, program) ? managers[program] : undefined;
  if (manager === undefined) return undefined;
  if (manager.runs === true) return ranPackage(program, words);
  const at = words.findIndex(
    (word) => manager.adds.test(word) || manager.locks?.test(word) === true || stops.test(word),
  );
  if (at < 0) return program === 'yarn' && words.every((word) => word.startsWith('-')) ? [] : undefined;
  const [verb = '', ...rest] = words.slice(at);
  if (manager.dlx?.test(verb) === true) return ranPackage(program, rest);
  if (stops.test(verb)) return undefined;
  if (manager.locks?.test(verb) === true) return [];
  const names = rest.filter((word) => !word.startsWith('-') && !isLocal(word));
  const isAll = names.length === 0 && updates.test(verb) && !rest.some((word) => /^-\w*h|--dry-run/.test(word));
  return (isAll ? ['*'] : names).map((name) => ({ manager: program, name }));
}

interface Manager {
  /** Its words that bring in what is named after them. */
  adds: RegExp;
  /** Its words that bring in nothing new. */
  locks?: RegExp;
  /** Its words that fetch a program and run it. */
  dlx?: RegExp;
  /** It is itself such a word. */
  runs?: true;
}

/** After these another program's arguments come. */
const stops =
  /^(?:run|run-script|rum|urn|test|t|tst|start|stop|restart|why|ls|list|outdated|view|info|search|show|help|--)$/;
const updates = /^(?:up|update|upgrade|udpate|dist-upgrade|full-upgrade|self-update)$/;

const javascript: Manager = {
  adds: /^(?:i|in|ins|inst|insta|instal|install|isnt|isnta|isntal|isntall|add|it|install-test|up|update|upgrade|udpate|link|ln|init|create|innit|global|exec|x|dlx|import|set|patch|self-update)$/,
  locks: /^(?:ci|clean-install|cit|ic|rebuild|rb|uninstall|un|unlink|remove|rm|r|dedupe|ddp|prune|fetch)$/,
  dlx: /^(?:exec|x|dlx|init|create|innit)$/,
};
const system: Manager = {
  adds: /^(?:install|add|reinstall|upgrade|update|dist-upgrade|full-upgrade|build-dep|source|localinstall|groupinstall|in|dup|up|-S\w*|-U\w*|-i|-I|--install|--unpack|emerge|use|plugin|tap|bundle|cask|i|global|local|env-install|get|setup|component|target|toolchain|default|require|deps\.get|archive\.install|hex\.install|escript\.install|download|create|inject|lock|sync|wheel|edit|tidy|vendor|tool|self|python|restore|workload|switch|import|clone)$/,
  locks: /^(?:remove|uninstall|purge|autoremove|clean|autoclean|rm|-r|-P|delete|erase)$/,
};
const fromList = (adds: RegExp, locks?: RegExp, dlx?: RegExp): Manager => ({
  adds,
  ...(locks && { locks }),
  ...(dlx && { dlx }),
});
const runner: Manager = { adds: /^$/, runs: true };

const python = fromList(
  /^(?:install|add|download|wheel|inject|upgrade|update|create)$/,
  /^(?:uninstall|remove|sync|lock|freeze|check)$/,
);

const managers: Readonly<Record<string, Manager>> = {
  ...{ npm: javascript, pnpm: javascript, yarn: javascript, bun: javascript, cnpm: javascript, ied: javascript },
  ...{ npx: runner, bunx: runner, pnpx: runner, uvx: runner },
  ...{ pip: python, pip2: python, pip3: python, conda: python, mamba: python, micromamba: python },
  ...{ poetry: python, pdm: python, rye: python, hatch: python, easy_install: fromList(/^[\w.]/) },
  pipx: fromList(/^(?:install|inject|upgrade|run)$/, /^(?:uninstall|list)$/, /^run$/),
  uv: fromList(/^(?:add|install|download|upgrade|tool)$/, /^(?:sync|lock|remove|uninstall|venv)$/),
  cargo: fromList(/^(?:add|install|update|binstall)$/, /^(?:remove|rm|uninstall|fetch|vendor)$/),
  go: fromList(/^(?:get|install)$/, /^(?:mod|vendor)$/),
  gem: fromList(/^(?:install|i|update|fetch)$/, /^(?:uninstall)$/),
  bundle: fromList(/^(?:add|update)$/, /^(?:install|remove|lock)$/),
  composer: fromList(/^(?:require|update|upgrade|global|create-project)$/, /^(?:install|remove)$/),
  dotnet: fromList(/^(?:package|install|update|workload)$/, /^restore$/),
  flutter: fromList(/^(?:add|upgrade|global)$/, /^get$/),
  dart: fromList(/^(?:add|upgrade|global)$/, /^get$/),
  mix: fromList(/^(?:deps\.update|archive\.install|escript\.install|local\.\w+)$/, /^(?:deps\.get|deps\.clean)$/),
  corepack: fromList(/^(?:enable|prepare|install|use|up)$/),
  ...Object.fromEntries(
    'apt apt-get aptitude dpkg yum dnf rpm zypper pacman yay paru apk emerge brew port nix nix-env nix-shell guix snap flatpak choco scoop winget asdf mise rtx nvm fnm volta rustup ghcup pyenv rbenv luarocks cpan cpanm opam cabal stack nuget pod carthage krew sdk'
      .split(' ')
      .map((name) => [name, system]),
  ),
};

function isLocal(name: string): boolean {
  return /^\.{0,2}\/|^\.$|^\.\[|^file:|^link:|^workspace:/.test(name) || /\.(?:txt|toml|lock)$/.test(name);
}

function isPython(program: string): boolean {
  return /^(?:python|pypy)[\d.]*$/.test(program);
}

function fromPython(words: readonly string[]): WantedPackage[] | undefined {
  const at = words.indexOf('-m');
  const tool = words[at + 1];
  if (at < 0 || tool === undefined || !/^(?:pip|pipx|easy_install|ensurepip)$/.test(tool)) return undefined;
  if (tool === 'ensurepip') return [];
  const args = words.slice(at + 2).map((text) => ({ source: text, values: [text], prefix: text }));
  return wantedPackages({ program: tool, word: tool, args, assignments: [], writes: [], reads: [], folders: [] });
}

/** What `npx x` runs, or what `-p` names. */
function ranPackage(manager: string, words: readonly string[]): WantedPackage[] {
  const named = words.flatMap((word, at) => {
    if (/^(?:-p|--package|--from|--with)$/.test(word)) return words[at + 1] ?? [];
    return /^(?:--package|--from|--with)=/.test(word) ? word.slice(word.indexOf('=') + 1) : [];
  });
  const first = words.find(
    (word, at) =>
      !word.startsWith('-') && !/^(?:-p|--package|--from|--with|-c|--call|--prefix|-w)$/.test(words[at - 1] ?? ''),
  );
  const names = named.length > 0 ? named : first === undefined || isLocal(first) ? [] : [first];
  return names.map((name) => ({ manager, name }));
}
