import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { readTextIfThere } from '../base/files.ts';
import { knownPackages, type PackageManager } from './known-packages.ts';

export interface PackageRequest {
  manager: PackageManager;
  /** Without a version. */
  name: string;
  /** The folder whose lock file counts. */
  root: string;
  clock: Clock;
  /** Asks the registry; only given where the caller may use the network. Undefined where there is no such address. */
  ask?: (url: string) => Promise<unknown>;
}

export interface PackageFacts {
  name: string;
  /** The lock file that has it; undefined where none does. */
  lockFile?: string;
  exists: boolean | 'not known';
  /** Whole days since it was first published. */
  ageDays: number | 'not known';
  /** A name that this one may be a slip or a disguise of: a well-known one, or that of a dependency. */
  near?: string;
}

/** What can be said of a package before it is installed. Without `ask` nothing leaves the machine. */
export async function describePackage(request: PackageRequest): Promise<PackageFacts> {
  const { manager, name, root } = request;
  const locks = lockFiles[manager].map((lock) => ({ ...lock, names: namesIn(join(root, lock.file), lock.pattern) }));
  const lockFile = locks.find(({ names }) => names.has(plain(manager, name)))?.file;
  const dependencies = locks.flatMap(({ names }) => [...names]);
  const near = lockFile === undefined ? nearName(name, [...knownPackages[manager], ...dependencies]) : undefined;
  return { name, ...(lockFile && { lockFile }), ...(await askRegistry(request)), ...(near && { near }) };
}

interface LockFile {
  file: string;
  /** The first group is the name. */
  pattern: RegExp;
}

const lockFiles: Readonly<Record<PackageManager, readonly LockFile[]>> = {
  npm: [
    { file: 'package-lock.json', pattern: /"(?:[^"]*\/)?node_modules\/((?:@[^/"]+\/)?[^/"]+)":/g },
    { file: 'npm-shrinkwrap.json', pattern: /"(?:[^"]*\/)?node_modules\/((?:@[^/"]+\/)?[^/"]+)":/g },
    { file: 'yarn.lock', pattern: /^"?((?:@[^@/"\s]+\/)?[^@"\s#]+)@/gm },
    { file: 'pnpm-lock.yaml', pattern: /^ {2}'?\/?((?:@[^@/'\s]+\/)?[^@/'\s]+)@[^\n]*:$/gm },
    { file: 'bun.lock', pattern: /^ {4}"((?:@[^/"]+\/)?[^/"]+)": \[/gm },
  ],
  pip: [
    { file: 'poetry.lock', pattern: /^name = "([^"]+)"/gm },
    { file: 'uv.lock', pattern: /^name = "([^"]+)"/gm },
    { file: 'Pipfile.lock', pattern: /^ {8}"([^"]+)": \{/gm },
    { file: 'requirements.txt', pattern: /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(?:[=<>!~;@ ]|$)/gm },
  ],
  cargo: [{ file: 'Cargo.lock', pattern: /^name = "([^"]+)"/gm }],
  go: [{ file: 'go.sum', pattern: /^(\S+) v/gm }],
  gem: [{ file: 'Gemfile.lock', pattern: /^ {4}([\w.-]+) \(/gm }],
  composer: [{ file: 'composer.lock', pattern: /^ {12}"name": "([^"]+)"/gm }],
};

function namesIn(file: string, pattern: RegExp): Set<string> {
  const text = readTextIfThere(file) ?? '';
  return new Set([...text.matchAll(pattern)].map(([, name = '']) => name.toLowerCase().replaceAll('_', '-')));
}

/** Registries take some names for the same. */
function plain(manager: PackageManager, name: string): string {
  const lower = name.toLowerCase();
  return manager === 'pip' ? lower.replaceAll(/[-_.]+/g, '-') : lower.replaceAll('_', '-');
}

/** The name of these that is one slip away, or two where it is long; undefined where it is one of them. */
function nearName(name: string, others: readonly string[]): string | undefined {
  const own = name.toLowerCase();
  if (others.includes(own)) return undefined;
  const most = own.length >= 8 ? 2 : 1;
  return others.find((other) => Math.abs(other.length - own.length) <= most && slips(own, other) <= most);
}

/** Letters to put in, leave out, change or swap with their neighbour. */
function slips(one: string, other: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let at = 1; at <= other.length; at++) {
      const isSame = one[row - 1] === other[at - 1];
      const isSwapped = row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
      const swap = isSwapped ? (before[at - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next[at] = Math.min((last[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1, (last[at - 1] ?? 0) + (isSame ? 0 : 1), swap);
    }
    [before, last] = [last, next];
  }
  return last[other.length] ?? 0;
}

const unknown = { exists: 'not known', ageDays: 'not known' } as const;

async function askRegistry({
  manager,
  name,
  clock,
  ask,
}: PackageRequest): Promise<Pick<PackageFacts, 'exists' | 'ageDays'>> {
  const registry = registries[manager];
  if (ask === undefined || registry === undefined) return unknown;
  const found = await ask(registry.url(name));
  if (found === undefined) return { exists: false, ageDays: 'not known' };
  const days = registry
    .times(found)
    .map((time) => Date.parse(time))
    .filter(Number.isFinite);
  if (days.length === 0) return { exists: true, ageDays: 'not known' };
  return { exists: true, ageDays: Math.floor((clock.now() - Math.min(...days)) / dayMs) };
}

const dayMs = 86_400_000;

interface Registry {
  url(name: string): string;
  /** When it was published, in any order. */
  times(found: unknown): string[];
}

const registries: Readonly<Partial<Record<PackageManager, Registry>>> = {
  npm: {
    url: (name) =>
      `https://registry.npmjs.org/${name.startsWith('@') ? `@${encodeURIComponent(name.slice(1))}` : encodeURIComponent(name)}`,
    times: (found) => textsAt(found, ['time', 'created']),
  },
  pip: {
    url: (name) => `https://pypi.org/pypi/${encodeURIComponent(name)}/json`,
    times: (found) => textsAt(found, ['releases', '*', '*', 'upload_time_iso_8601']),
  },
  cargo: {
    url: (name) => `https://crates.io/api/v1/crates/${encodeURIComponent(name)}`,
    times: (found) => textsAt(found, ['crate', 'created_at']),
  },
  gem: {
    url: (name) => `https://rubygems.org/api/v1/versions/${encodeURIComponent(name)}.json`,
    times: (found) => textsAt(found, ['*', 'created_at']),
  },
};

/** The texts at a path into JSON; `*` stands for every property. */
function textsAt(value: unknown, path: readonly string[]): string[] {
  const [key, ...rest] = path;
  if (key === undefined) return typeof value === 'string' ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (key === '*' || key === name ? textsAt(inner, rest) : []));
}
