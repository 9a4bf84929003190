import type { Place } from './place.ts';
import { type Head, readHead } from './read-head.ts';
import { entriesOf, type RunGit, revision, textOf } from './run-git.ts';

export interface HistoryVerbs {
  /** What is checked out: no commit where there are none yet, no branch where HEAD is detached. */
  head(): Promise<Head>;
  /** The commit a branch, tag or abbreviation stands for, or undefined. */
  resolve(ref: string): Promise<string | undefined>;
  /** The first commit of this history, which is the same in every clone; undefined where there are no commits yet. */
  rootCommit(): Promise<string | undefined>;
  treeOf(commit: string): Promise<string>;
  /** The commits of `tip` that are not in `base`, newest first; all of them without a base. */
  commitsBetween(base: string | undefined, tip: string): Promise<CommitEntry[]>;
  /**
   * The commits of `tip` that are neither in `base` nor in `known`, newest first; undefined where `known` is not in the history of
   * `tip`. What came with `known` then need not be read again.
   */
  commitsAfter(known: string, base: string, tip: string): Promise<CommitEntry[] | undefined>;
  /** Those of the commits (full names) that are there and in the history of `tip`. */
  mergedInto(tip: string, commits: readonly string[]): Promise<string[]>;
}

export interface CommitEntry {
  commit: string;
  subject: string;
  /** By name as written. Of a name that stands twice, the last. */
  trailers: Record<string, string>;
  /** Milliseconds since the epoch, to the second. */
  committedAt: number;
}

export function historyVerbs(place: Place): HistoryVerbs {
  const { run } = place;
  return {
    head: async () => readHead(place) ?? askHead(run),
    resolve: (ref) => resolve(run, ref),
    rootCommit: async () => {
      const roots = await run(['rev-list', '--max-parents=0', 'HEAD', '--'], { accept: [128] });
      return textOf(roots).split('\n').at(-1) || undefined;
    },
    treeOf: async (commit) => textOf(await run(['rev-parse', '--verify', `${revision(commit)}^{tree}`])),
    commitsBetween: (base, tip) => commitsBetween(run, base, tip),
    commitsAfter: (known, base, tip) => commitsAfter(run, [known, base], tip),
    mergedInto: (tip, commits) => mergedInto(run, tip, commits),
  };
}

/** One process where there is a commit; where there is none, `rev-parse` fails as it does for a broken repository. */
async function askHead(run: RunGit): Promise<Head> {
  const born = await run(['rev-parse', 'HEAD', '--symbolic-full-name', 'HEAD'], { accept: [128] });
  if (born.exitCode !== 0) return unbornHead(run);
  const [commit, name] = textOf(born).split('\n');
  const branch = name?.match(/^refs\/heads\/(.*)$/)?.[1];
  return { ...(commit !== undefined && { commit }), ...(branch !== undefined && { branch }) };
}

async function unbornHead(run: RunGit): Promise<Head> {
  const [commit, name] = await Promise.all([
    resolve(run, 'HEAD'),
    run(['symbolic-ref', '--quiet', 'HEAD'], { accept: [1] }),
  ]);
  const branch = textOf(name).replace(/^refs\/heads\//, '');
  return { ...(commit !== undefined && { commit }), ...(branch !== '' && { branch }) };
}

async function resolve(run: RunGit, ref: string): Promise<string | undefined> {
  const found = await run(['rev-parse', '--verify', '--quiet', `${revision(ref)}^{commit}`], { accept: [1] });
  return textOf(found) || undefined;
}

async function commitsBetween(run: RunGit, base: string | undefined, tip: string): Promise<CommitEntry[]> {
  const range = base === undefined ? revision(tip) : `${revision(base)}..${revision(tip)}`;
  return (await readCommits(run, [range])).map(({ entry }) => entry);
}

async function commitsAfter(run: RunGit, without: readonly [string, string], tip: string) {
  const found = await readCommits(run, [revision(tip), '--not', ...without.map(revision)]);
  // A way from `tip` back to a commit ends with a child of it.
  const isAfter = found.some(({ parents }) => parents.includes(without[0]));
  return isAfter ? found.map(({ entry }) => entry) : undefined;
}

interface CommitWithParents {
  entry: CommitEntry;
  parents: string[];
}

/** Subjects and trailers cannot contain NUL, so that five fields a commit and `-z` between them are unambiguous. */
async function readCommits(run: RunGit, range: readonly string[]): Promise<CommitWithParents[]> {
  const format = '--format=%H%x00%P%x00%s%x00%ct%x00%(trailers:only,unfold)';
  const fields = entriesOf(await run(['log', '-z', '--topo-order', '--no-color', format, ...range, '--']));
  return fields.flatMap((commit, index) => {
    if (index % 5 !== 0) return [];
    const [parents = '', subject = '', seconds = '', trailers = ''] = fields.slice(index + 1, index + 5);
    const entry = { commit, subject, trailers: parseTrailers(trailers), committedAt: Number(seconds) * 1000 };
    return [{ entry, parents: parents.split(' ') }];
  });
}

/** Two processes, however many commits: which are there, and which of these `tip` lacks. */
async function mergedInto(run: RunGit, tip: string, commits: readonly string[]): Promise<string[]> {
  const listed = async (names: readonly string[], ...args: string[]) => {
    const input = `${names.join('\n')}\n`;
    return new Set(textOf(await run(['rev-list', ...args, '--stdin'], { input })).split('\n'));
  };
  const known = await listed([...commits.filter(isFullName), 'HEAD'], '--ignore-missing', '--no-walk');
  const there = commits.filter((commit) => known.has(commit));
  const lacking = await listed([...there, `^${revision(tip)}`]);
  return there.filter((commit) => !lacking.has(commit));
}

const isFullName = (text: string) => /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text);

function parseTrailers(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => {
      const end = line.indexOf(':');
      return [line.slice(0, end).trim(), line.slice(end + 1).trim()];
    }),
  );
}
