import { readInside } from './read-inside.ts';
import { significantWords } from './words.ts';

/** Files whose text is looked into, and the characters of each: enough for the sources of a large repository. */
const readFiles = 4_000;
const readChars = 60_000;
/** A word in a path says more than one in the text. */
const pathWeight = 3;

/**
 * Those first that a request most likely is about: by the words of the request in their paths and texts, rare words
 * counting more and long texts less (as BM25 does), tests and examples half; then sources, entry points, shallow files.
 * Equal ones keep their order.
 */
export function rankFiles(root: string, paths: readonly string[], request: string): string[] {
  const wanted = wordsOf(request);
  const read = paths.slice(0, wanted.length === 0 ? 0 : readFiles).map((path) => readHits(root, path, wanted));
  const meanChars = read.reduce((sum, { chars }) => sum + chars, 0) / (read.length || 1);
  const weights = wanted.map((_, at) =>
    weightOf(read.filter(({ counts }) => (counts[at] ?? 0) > 0).length, read.length),
  );
  const scoreOf = ({ counts, chars }: Hits) => {
    const length = 1.2 * (0.25 + (0.75 * chars) / (meanChars || 1));
    return counts.reduce((sum, count, at) => sum + (weights[at] ?? 0) * (count / (count + length)), 0);
  };
  return paths
    .map((path, at) => {
      const hits = read[at];
      const score = hits === undefined ? 0 : scoreOf(hits) * (isAside(path) ? 0.5 : 1);
      return { path, rank: [-score, isAside(path) ? 1 : 0, ...tieBreakers(path)] };
    })
    .sort((left, right) => compareRanks(left.rank, right.rank))
    .map(({ path }) => path);
}

interface Hits {
  /** How often each word is there; one in the path counts as several in the text. */
  counts: number[];
  chars: number;
}

/** Significant words, and names of code as they are written: `getMimeType` says more than get, mime and type. */
function wordsOf(request: string): string[] {
  const names = request.match(/[A-Za-z_$][\w$]*(?:[a-z][A-Z]|_)[\w$]*/g) ?? [];
  return [...new Set([...significantWords(request), ...names.map((name) => name.toLowerCase())])];
}

function readHits(root: string, path: string, wanted: readonly string[]): Hits {
  const text = (readInside(root, path)?.slice(0, readChars) ?? '').toLowerCase();
  const inPath = significantWords(path);
  return {
    counts: wanted.map((word) => (inPath.has(word) ? pathWeight : 0) + occurrences(text, word)),
    chars: text.length,
  };
}

/** Words that begin so: `retry` is found in `retries()` and `retryLater` too, not in `entry`. */
function occurrences(text: string, word: string): number {
  const stem = word.endsWith('y') ? word.slice(0, -1) : word;
  let count = 0;
  for (let at = text.indexOf(stem); at >= 0 && count < mostCounted; at = text.indexOf(stem, at + stem.length)) {
    if (!/[a-z]/.test(text.charAt(at - 1))) count += 1;
  }
  return count;
}

const mostCounted = 50;

function weightOf(filesWithIt: number, files: number): number {
  return filesWithIt === 0 ? 0 : Math.log(1 + files / filesWithIt);
}

function isAside(path: string): boolean {
  return (
    /(^|\/)(tests?|spec|__tests__|examples?|demos?|bench(marks?)?|perf|docs?|scripts?|fixtures?|samples?)\//i.test(
      path,
    ) || /[._-](test|spec)\.\w+$|(^|\/)test_/i.test(path)
  );
}

function tieBreakers(path: string): number[] {
  const isEntry = /(^|\/)(main|index|app|cli|server|lib|mod|program|__init__)\.\w+$/i.test(path);
  return [isEntry ? 0 : 1, path.split('/').length];
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, index) => value !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
