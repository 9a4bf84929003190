export interface PathRule {
  rule: string;
  /** `/docs` begins at the root; `.env*` names a file or folder at any depth. `*` stands for any part of a name. */
  patterns: readonly string[];
  /** Names that the patterns fit and that are free nevertheless. */
  except?: readonly string[];
}

/** Rules made ready to be held against many paths. */
export interface PathRules {
  /** The names of the rules that a path falls under: it is what one of the patterns names, or lies below it. */
  of(path: string): string[];
  /** Those that something below a path falls under, at any depth for a path that is the root itself. */
  below(path: string): string[];
}

export function compilePathRules(rules: readonly PathRule[]): PathRules {
  const known = rules.map(({ rule, patterns, except = [] }) => ({
    rule,
    except,
    rooted: patterns
      .filter((pattern) => pattern.startsWith('/'))
      .map((pattern) => segmentsOf(pattern).map(compileName)),
    names: new Set(patterns.filter((pattern) => !/^\/|[*?]/.test(pattern))),
    globs: patterns.filter((pattern) => /^[^/].*[*?]|^[*?]/.test(pattern)).map(compileName),
    all: patterns.map((pattern) => segmentsOf(pattern).map(compileName)),
  }));
  return {
    of: (path) => {
      const segments = segmentsOf(path);
      const last = segments.at(-1) ?? '';
      const isAnywhere = ({ names, globs }: (typeof known)[number]) =>
        segments.some(
          (segment) =>
            names.has(segment) ||
            globs.some((glob) => fits(segment, glob)) ||
            (isOwnGlob(segment) && [...names].some((name) => matches(name, segment))),
        );
      const found = known.filter(
        (each) =>
          !each.except.includes(last) && (isAnywhere(each) || each.rooted.some((names) => liesIn(segments, names))),
      );
      return found.map(({ rule }) => rule);
    },
    below: (path) => {
      const segments = segmentsOf(path);
      return known.filter(({ all }) => all.some((names) => holds(segments, names))).map(({ rule }) => rule);
    },
  };
}

/** A name of a pattern, with what it fits where it is no plain name. */
interface Name {
  text: string;
  test?: RegExp;
}

function compileName(text: string): Name {
  return isGlob(text) ? { text, test: globExpression(text) } : { text };
}

function liesIn(segments: readonly string[], names: readonly Name[]): boolean {
  return segments.length >= names.length && names.every((name, i) => fits(segments[i] ?? '', name));
}

function holds(segments: readonly string[], names: readonly Name[]): boolean {
  return segments.length < names.length && segments.every((segment, i) => fits(segment, names[i] ?? { text: '' }));
}

/** A segment of a command may itself be a pattern of the shell's. */
function fits(segment: string, { text, test }: Name): boolean {
  if (segment === text) return true;
  if (test !== undefined && !(/^[*?]/.test(text) && segment.startsWith('.')) && test.test(segment)) return true;
  return (
    isGlob(segment) && !text.startsWith('*') && (matches(text, segment) || matches(text.replaceAll('*', ''), segment))
  );
}

function matches(name: string, pattern: string): boolean {
  if (/^[*?[]/.test(pattern) && name.startsWith('.')) return false;
  return globExpression(pattern).test(name);
}

function isGlob(text: string): boolean {
  return /[*?[]/.test(text);
}

/** Whether a pattern of the shell's says anything of the names that it fits; `*` alone fits every file that is there. */
function isOwnGlob(segment: string): boolean {
  return isGlob(segment) && !/^[*?[]/.test(segment);
}

/** What a pattern of the shell's stands for in a folder. */
export function globExpression(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\[(?!\^?[^\]]+\])/g, '\\[')
    .replace(/\[!/g, '[^')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /^/;
  }
}

/**
 * Lower case, and as file systems that are less strict know a name: without invisible characters, accents, and dots and
 * spaces at its end, short names made long.
 */
function segmentsOf(path: string): string[] {
  const isPlain = /^[\x20-\x7e]*$/.test(path);
  const plain = isPlain ? path : path.normalize('NFKD').replace(/[\p{Cf}\p{M}]/gu, '');
  const segments: string[] = [];
  for (const part of plain.toLowerCase().split('/')) {
    const name = /[. ]$|:/.test(part) && !/^\.+$/.test(part) ? part.replace(/(?:::?\$.*|[. ]+)$/, '') : part;
    if (name !== '' && name !== '.') segments.push(name === 'git~1' ? '.git' : name);
  }
  return segments;
}
