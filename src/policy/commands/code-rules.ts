import type { ProgramCall } from '../shell/command-line.ts';
import { textOf } from '../shell/words.ts';
import { isHarmlessAwk } from './awk-program.ts';
import { type CategoryRule, word } from './category.ts';
import { isComputation } from './computation.ts';
import { isHarmlessSed } from './sed-script.ts';

const code = (programs: string, rule: Omit<CategoryRule, 'category' | 'programs'> = {}): CategoryRule => ({
  category: 'inline-code',
  programs: programs.split(' '),
  ...rule,
});

/** Programs that run code given to them as an argument, or that their input brings. */
export const codeRules: readonly CategoryRule[] = [
  code('python python2 python3 pypy pypy3', {
    when: /(?:^|\s)-[a-zA-Z]*c|^-?$|^(?:-[a-zA-Z]+ )*-(?: |$)|\/dev\/stdin|-m (?:timeit|code|trace|cProfile -c)/,
    fits: (call) => !isComputation(call, 'python'),
  }),
  code('node nodejs', {
    when: /(?:^|\s)(?:-[pei]+|--eval|--print|--interactive|-r|--require|--import|--loader|--experimental-loader)(?=\s|=|$)|^-?$|\/dev\/stdin/,
    fits: (call) => !isComputation(call, 'javascript'),
  }),
  code('deno', { when: word('eval', 'repl') }),
  code('bun tsx ts-node esno jiti', { when: /(?:^|\s)(?:-e|-p|--eval|--print)(?=\s|=|$)|^-$/ }),
  code('perl', { when: /(?:^|\s)-\w*[eEdI]|^-?$|(?:^|\s)-M/ }),
  code('ruby', { when: /(?:^|\s)-\w*e|(?:^|\s)-r|^-?$/ }),
  code('php', { when: /(?:^|\s)(?:-[rRBEaS]|--run|-d)(?=\s|$)|^-?$/ }),
  code(
    'lua luajit tclsh wish guile racket gosh swipl julia r rscript ghc runghc ocaml elixir erl scala groovy jshell kotlinc clojure swift osascript',
    {
      when: /(?:^|\s)(?:-[eEcr]|--eval|-eval|--expression|--execute|-s)(?=\s|=|$)|^-?$/,
    },
  ),
  code('expect', { when: /(?:^|\s)-c|^-?$/ }),
  code('awk gawk mawk nawk original-awk', {
    fits: (call) => !harmlessScript(call, isHarmlessAwk, /^(?:-F|-v|--field-separator|--assign)$/),
  }),
  code('sed gsed', { fits: (call) => !harmlessScript(call, isHarmlessSed, /^(?:-l|--line-length)$/) }),
  code('ed ex vi vim nvim view vimdiff rvim emacs emacsclient nano pico joe mcedit micro kak hx code-server', {
    unless: /^--(?:version|help)$/,
  }),
  code('find gfind', { when: /(?:^|\s)-(?:ok|okdir)(?=\s|$)/ }),
  code('rg', { when: /(?:^|\s)--(?:pre|hostname-bin)(?=\s|=|$)/ }),
  code('tar gtar bsdtar', {
    when: /--to-command|--checkpoint-action|--use-compress-program|--rsh-command|--rmt-command|--(?:new-volume|info)-script|--to-c|--use-c|--checkpoint-a|(?:^|\s)-[a-zA-Z]*[IF](?=\s|\S)|--absolute-names|(?:^|\s)-[a-zA-Z]*P/,
  }),
  code('zip', { when: /(?:^|\s)(?:-\w*TT|--unzip-command)/ }),
  code('rsync', { when: /(?:^|\s)(?:-\w*e|--rsh|--rsync-path)/ }),
  code('scp sftp', { when: /(?:^|\s)-[SDo]/ }),
  code('sort gsort', { when: /--compress-p/ }),
  code('split', { when: /--filter/ }),
  code('man info', { when: /(?:^|\s)(?:-[PHX]|--(?:pager|html|gxditview|browser|preprocessor))/ }),
  code('less more most', { when: /(?:^|\s)(?:\+|-[kK]|--lesskey)/ }),
  code('make gmake', { when: /(?:^|\s)(?:--eval|-E|-f\s*(?:-|\/dev))|(?:^|\s)(?:SHELL|MAKEFLAGS|\.SHELLFLAGS)=/ }),
  code('cmake', { when: word('-E', '-P') }),
  code('gcc g++ cc c++ clang clang++', { when: /(?:^|\s)(?:-wrapper|-fplugin|-specs|-B)/ }),
  code('mapfile readarray', { when: /(?:^|\s)-[a-zA-Z]*C/ }),
  code('complete compgen', { when: /(?:^|\s)-[CFW]/ }),
  code('bind enable shopt', { when: /(?:^|\s)-[xf]/ }),
  code('xargs', { when: /(?:^|\s)(?:-a|--arg-file)/ }),
  code('git', { when: /(?:^|\s)(?:-c\s*\S+=|--config-env|--exec-path=)/ }),
  code('m4 dc gdb lldb gdbserver valgrind jdb pdb irb pry ipython bpython ptpython rails-console sqlite-utils', {
    unless: /^--(?:version|help)$/,
  }),
  code(
    'tmux screen dtach abduco start-stop-daemon run-parts nsenter unshare firejail bwrap proot fakeroot fakechroot ld.so ld-linux-x86-64.so.2',
    {},
  ),
  code('jq', { when: /(?:^|\s)(?:-L|--library-path|--from-file|-f\s*\/dev)|\b(?:env|input_filename)\b|\$ENV\b/ }),
  code('yq', { when: /\b(?:env|envsubst|strenv|load|system)\b/ }),
  code('sqlite3 sqlite', {
    when: /\.(?:shell|system|import|output|once|load|read|open|excel|log)\b|load_extension|writefile|readfile|-init\b/,
  }),
  code('psql mysql mariadb', {
    when: /\\!|\\o|\\copy|\bsystem\b|\binto\s+(?:out|dump)file\b|\bcopy\b.*\b(?:program|to)\b/i,
  }),
  code('openssl', { when: /-engine|s_server|-provider-path|-config\b/ }),
  code('eslint prettier stylelint', {
    when: /--(?:rulesdir|resolve-plugins-relative-to)|--(?:config|plugin)[= ](?:\/|\.\.|~)/,
  }),
  code('go', { when: /-(?:toolexec|exec)[= ]|\bgenerate\b.*-run/ }),
  code('cargo', { when: /--config\b|\bbuild\.rustc/ }),
  code('npm pnpm yarn', {
    when: /--(?:script-shell|node-options|globalconfig|userconfig|shell)\b|(?:^|\s)(?:config|c)\s+(?:set|delete|edit)|(?:^|\s)set\s|set-script/,
  }),
];

/** Whether all scripts that the call names are harmless; one in a file is not looked into. */
function harmlessScript(call: ProgramCall, isHarmless: (script: string) => boolean, withValue: RegExp): boolean {
  const scripts = scriptsOf(call, withValue);
  return scripts?.every((script) => script !== undefined && isHarmless(script)) === true;
}

/** The scripts of a filter: those of its options, else its first argument. Undefined where one lies in a file. */
function scriptsOf({ args }: ProgramCall, withValue: RegExp): (string | undefined)[] | undefined {
  const given: (string | undefined)[] = [];
  const bare: (string | undefined)[] = [];
  const texts = args.map(textOf);
  if (texts.some((text) => text !== undefined && inFile.test(text))) return undefined;
  for (let at = 0; at < texts.length; at++) {
    const text = texts[at];
    if (text === undefined || !text.startsWith('-')) bare.push(text);
    else if (/^(?:-[nrsEzu]*e|--expression|--source)$/.test(text)) given.push(texts[++at]);
    else if (/^--(?:expression|source)=/.test(text)) given.push(text.slice(text.indexOf('=') + 1));
    else if (withValue.test(text)) at++;
  }
  return given.length > 0 ? given : bare.slice(0, 1);
}

const inFile = /^(?:--file|-f|--exec|-i\S*inplace|--load|-l\w|--include)/;
