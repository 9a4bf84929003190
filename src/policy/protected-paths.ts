import { posix } from 'node:path';

export interface PathRule {
  rule: string;
  reason: string;
  /** `/docs` begins at the root; `.env*` names a file or folder at any depth. `*` stands for any part of a name. */
  patterns: readonly string[];
  /** Names that the patterns fit and that are free nevertheless. */
  except?: readonly string[];
}

/** The rule that a path falls under: it is what one of the patterns names, or lies below it. */
export function findRule(rules: readonly PathRule[], path: string): PathRule | undefined {
  const segments = segmentsOf(path);
  const isFree = ({ except = [] }: PathRule) => except.includes(segments.at(-1) ?? '');
  return rules.find((rule) => !isFree(rule) && rule.patterns.some((pattern) => liesIn(segments, pattern)));
}

/** The rule that something below a path falls under, at any depth for a path that is the root itself. */
export function findRuleBelow(rules: readonly PathRule[], path: string): PathRule | undefined {
  const segments = segmentsOf(path);
  return rules.find((rule) => rule.patterns.some((pattern) => holds(segments, segmentsOf(pattern))));
}

/** The path without `.`, `..` and doubled slashes, or undefined where it leads out of the root. */
export function normalisePath(path: string): string | undefined {
  const normal = posix.normalize(path);
  return normal === '..' || normal.startsWith('../') || posix.isAbsolute(normal) ? undefined : normal;
}

function liesIn(segments: readonly string[], pattern: string): boolean {
  const names = segmentsOf(pattern);
  if (!pattern.startsWith('/')) return segments.some((segment) => fits(segment, pattern));
  return segments.length >= names.length && names.every((name, i) => fits(segments[i] ?? '', name));
}

function holds(segments: readonly string[], names: readonly string[]): boolean {
  return segments.length < names.length && segments.every((segment, i) => fits(segment, names[i] ?? ''));
}

/**
 * Lower case, and as file systems that are less strict know a name: without invisible characters and without dots and
 * spaces at its end, short names made long.
 */
function segmentsOf(path: string): string[] {
  const plain = path
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase();
  return plain
    .split('/')
    .map((segment) => (/^\.+$/.test(segment) ? segment : segment.replace(/(?:::?\$.*|[. ]+)$/, '')))
    .map((segment) => (segment === 'git~1' ? '.git' : segment))
    .filter((segment) => segment !== '' && segment !== '.');
}

/** A segment of a command may itself be a pattern of the shell's. */
function fits(segment: string, name: string): boolean {
  return matches(segment, name) || (!name.startsWith('*') && matches(name, segment));
}

function matches(name: string, pattern: string): boolean {
  if (!/[*?]/.test(pattern)) return name === pattern;
  if (/^[*?]/.test(pattern) && name.startsWith('.')) return false;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}
