/** A string or a comment of a source file. */
export interface Literal {
  kind: 'string' | 'comment';
  /** With its quotes or comment signs; what code stands in a string (`${…}`) is blanked. */
  text: string;
  /** Offset in the file. */
  start: number;
}

/**
 * The strings and comments of a source file, by the ending of its name; undefined for a language that is not known here. A
 * lexer of one regular expression a language: it knows quotes, comments and what looks like them, and no grammar.
 */
export function readLiterals(path: string, text: string): Literal[] | undefined {
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  const family = Object.values(families).find(({ endings }) => endings.includes(ending));
  if (family === undefined) return undefined;
  return [...text.matchAll(family.pattern)].flatMap((match): Literal[] => {
    const { comment, string } = match.groups ?? {};
    if (comment !== undefined) return [{ kind: 'comment', text: comment, start: match.index }];
    if (string === undefined) return [];
    return [{ kind: 'string', text: string.replace(/\$\{[^{}]*\}/g, blank), start: match.index }];
  });
}

function blank(code: string): string {
  return ' '.repeat(code.length);
}

interface Family {
  endings: readonly string[];
  pattern: RegExp;
}

/** Quoted, on one line; a quote that is not closed there opens nothing. */
const quoted = (sign: string) => `${sign}(?:\\\\.|[^${sign}\\\\\\n])*${sign}`;
const double = quoted('"');
const single = quoted("'");
const tripleDouble = '"""[\\s\\S]*?"""';
const tripleSingle = "'''[\\s\\S]*?'''";
/** Over several lines, with escapes. */
const back = '`[^`\\\\]*(?:\\\\[\\s\\S][^`\\\\]*)*`';
/** A character, where a lone quote is something else: a lifetime, a digit separator, a symbol. */
const character = "(?<!\\w)'(?:\\\\[^'\\n]+|[^'\\\\\\n])'";
const slashes = ['\\/\\/[^\\n]*', '\\/\\*[\\s\\S]*?\\*\\/'];
/** A regular expression stands where no value ends. */
const regex =
  '(?<=(?:^|[(,=:\\[!&|?{};>]|\\breturn)[ \\t]*)\\/(?![*\\/])(?:\\\\.|\\[(?:\\\\.|[^\\]\\\\\\n])*\\]|[^\\/\\\\\\n])+\\/';
/** A sign of a comment where shells and their like take it for one. */
const hash = '(?<![^\\s;({])#[^\\n]*';

function lexer(comments: readonly string[], strings: readonly string[], passedOver: readonly string[] = []): RegExp {
  const parts = [`(?<comment>${comments.join('|')})`, ...passedOver, `(?<string>${strings.join('|')})`];
  return new RegExp(parts.join('|'), 'gm');
}

const families: Readonly<Record<string, Family>> = {
  script: {
    endings: ['js', 'jsx', 'mjs', 'cjs', 'ts', 'tsx', 'mts', 'cts', 'vue', 'svelte'],
    pattern: lexer([...slashes, '<!--[\\s\\S]*?-->'], [double, single, back], [regex]),
  },
  c: {
    endings: ['c', 'h', 'cc', 'cpp', 'cxx', 'hh', 'hpp', 'm', 'mm', 'proto', 'sol', 'zig', 'd', 'v'],
    pattern: lexer(slashes, ['R"\\([\\s\\S]*?\\)"', double], [character]),
  },
  managed: {
    endings: ['java', 'kt', 'kts', 'scala', 'sc', 'swift', 'cs'],
    pattern: lexer(slashes, [tripleDouble, '@\\$?"(?:[^"]|"")*"', double, '(?<!\\w)`[^`\\n]+`'], [character]),
  },
  rust: {
    endings: ['rs'],
    pattern: lexer(
      slashes,
      ['r(?<hashes>#+)"[\\s\\S]*?"\\k<hashes>', '"[^"\\\\]*(?:\\\\[\\s\\S][^"\\\\]*)*"'],
      [character],
    ),
  },
  go: { endings: ['go'], pattern: lexer(slashes, ['`[^`]*`', double], [character]) },
  dotted: {
    endings: ['dart', 'groovy', 'gvy', 'gradle'],
    pattern: lexer(slashes, [tripleDouble, tripleSingle, double, single]),
  },
  php: { endings: ['php', 'phpt'], pattern: lexer([...slashes, '#(?!\\[)[^\\n]*'], [double, single]) },
  python: {
    endings: ['py', 'pyi', 'nim', 'tcl', 'r', 'pl', 'pm', 't', 'cr'],
    pattern: lexer(['#[^\\n]*'], [tripleDouble, tripleSingle, double, single]),
  },
  julia: {
    endings: ['jl'],
    pattern: lexer(['#=[\\s\\S]*?=#', '#[^\\n]*'], [tripleDouble, double], [character]),
  },
  ruby: {
    endings: ['rb', 'rake'],
    pattern: lexer(['^=begin[\\s\\S]*?^=end', '(?<![\\w"])#(?!\\{)[^\\n]*'], [double, single]),
  },
  elixir: {
    endings: ['ex', 'exs'],
    pattern: lexer(['#[^\\n]*'], [tripleDouble, tripleSingle, double, single], ['\\?.']),
  },
  shell: {
    endings: ['sh', 'bash', 'zsh', 'bats', 'fish', 'yml', 'yaml', 'toml', 'ps1', 'nix', 'tf'],
    pattern: lexer([hash], [double, single]),
  },
  lua: { endings: ['lua'], pattern: lexer(['--\\[\\[[\\s\\S]*?\\]\\]', '--[^\\n]*'], [double, single]) },
  sql: { endings: ['sql'], pattern: lexer(['--[^\\n]*', '\\/\\*[\\s\\S]*?\\*\\/'], ["'(?:[^']|'')*'"]) },
  haskell: {
    endings: ['hs', 'lhs', 'elm', 'purs'],
    pattern: lexer(['\\{-[\\s\\S]*?-\\}', '--[^\\n]*'], [double], [character]),
  },
  ml: {
    endings: ['ml', 'mli', 'fs', 'fsx'],
    pattern: lexer(['\\(\\*[\\s\\S]*?\\*\\)', '\\/\\/[^\\n]*'], [tripleDouble, '``[^`\\n]+``', double], [character]),
  },
  lisp: {
    endings: ['clj', 'cljs', 'cljc', 'lisp', 'el', 'scm', 'rkt'],
    pattern: lexer([';[^\\n]*'], ['"[^"\\\\]*(?:\\\\[\\s\\S][^"\\\\]*)*"'], ['\\\\.']),
  },
  erlang: { endings: ['erl', 'hrl'], pattern: lexer(['%[^\\n]*'], [double], ['\\$\\\\?.']) },
  /** Titles and steps in plain words: every line is read. */
  prose: { endings: ['feature', 'robot', 'story'], pattern: /(?<comment>[^\n]+)/g },
};
