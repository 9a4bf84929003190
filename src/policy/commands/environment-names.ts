import { type ShellWord, textOf } from '../shell/words.ts';

/**
 * Whether an assignment could make a program do something else than it says. Before a program only names that are known to
 * be harmless are not; alone on a line only those that shells and programs obey are.
 */
export function isRiskyAssignment({ name, value }: { name: string; value: ShellWord }, isForProgram: boolean): boolean {
  const text = textOf(value);
  if (Object.hasOwn(harmlessValues, name)) return text === undefined || harmlessValues[name]?.test(text) !== true;
  return !harmless.test(name) && (isForProgram || obeyed.test(name));
}

const harmless =
  /^(?:CI|NODE_ENV|DEBUG|FORCE_COLOR|NO_COLOR|CLICOLOR(?:_FORCE)?|TZ|LANG|LANGUAGE|LC_\w+|TERM|COLUMNS|LINES|VITEST\w*|JEST_WORKER\w*|TEST|TESTING|TEST_\w+|COVERAGE|UPDATE_SNAPSHOTS?|PYTHONUNBUFFERED|PYTHONDONTWRITEBYTECODE|PYTHONHASHSEED|PYTHONWARNINGS|RUST_BACKTRACE|RUST_LOG|CARGO_TERM_COLOR|CARGO_INCREMENTAL|GOOS|GOARCH|CGO_ENABLED|GOMAXPROCS|RAILS_ENV|RACK_ENV|APP_ENV|MIX_ENV|FLASK_ENV|FLASK_APP|FLASK_DEBUG|DJANGO_SETTINGS_MODULE|ASPNETCORE_ENVIRONMENT|DOTNET_CLI_TELEMETRY_OPTOUT|PORT|HOST|LOG_LEVEL|LOGLEVEL|VERBOSE|QUIET|BABEL_ENV|BROWSERSLIST_ENV|TS_NODE_TRANSPILE_ONLY|HUSKY|NEXT_TELEMETRY_DISABLED|ASTRO_TELEMETRY_DISABLED|DO_NOT_TRACK|SOURCE_DATE_EPOCH|MAKEFLAGS_NONE|IFS|REPLY|_)$/;

const harmlessValues: Readonly<Record<string, RegExp>> = {
  NODE_OPTIONS:
    /^(?:--(?:max-old-space-size=\d+|experimental-vm-modules|no-warnings|enable-source-maps|trace-warnings|no-deprecation)\s*)*$/,
  PYTHONPATH: /^(?:\.|(?:\.\/)?\w[\w./-]*)(?::(?:\.|(?:\.\/)?\w[\w./-]*))*$/,
  IFS: /^\s*$/,
};

const obeyed =
  /^(?:PATH|LD_\w+|DYLD_\w+|BASH_\w+|ENV|SHELLOPTS|BASHOPTS|PS[0-4]|PROMPT_COMMAND|CDPATH|GLOBIGNORE|FPATH|ZDOTDIR|NODE_\w+|PYTHON\w+|PERL\w+|RUBY\w+|GIT_\w+|GCONV_PATH|EDITOR|VISUAL|PAGER|BROWSER|LESS\w*|MAN\w*|MAKEFLAGS|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|HOME|TMPDIR|XDG_\w+|npm_config_\w+|NPM_CONFIG_\w+|\w*_PROXY|\w*_proxy|\w+_BASE_URL|AWS_\w+|SHELL|IFS)$/;
