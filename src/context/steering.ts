import { dirname, join, normalize } from 'node:path/posix';
import { limits } from '../base/limits.ts';
import { globMatcher } from '../base/match-globs.ts';
import { cutLine, cutMiddle } from '../base/text.ts';
import { fence, plainPath } from './fence.ts';
import { fitLines } from './file-tree.ts';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { readInside } from './read-inside.ts';

/** Guidance that a human wrote. */
export interface SteeringFile extends FrontMatter {
  /** Relative to the root. */
  path: string;
  /** The folder below which it holds; '' for everywhere. */
  scope: string;
  /** Without its front matter, with `#[[file:…]]` expanded. */
  text: string;
}

const agentFile = /^(?:(.*)\/)?(?:AGENTS|CLAUDE)\.md$/;
const mostReferences = 20;
const steeringFile = /^\.(ashlar|kiro)\/steering\/.+\.md$/;

/** Reads the steering files among `files`, the general ones first. A file with the same text as one before is left out. */
export function readSteering(root: string, files: readonly string[]): SteeringFile[] {
  const known = new Set(files);
  const paths = [...known].filter((path) => agentFile.test(path) || steeringFile.test(path));
  const steering = paths.sort(byPrecedence).flatMap((path): SteeringFile[] => {
    const text = readInside(root, path);
    if (text === undefined || text.trim() === '') return [];
    const { front, body } = steeringFile.test(path) ? readFrontMatter(text) : plainFront(text);
    const scope = steeringFile.test(path) ? '' : (agentFile.exec(path)?.[1] ?? '');
    return [{ ...front, path, scope, text: expandReferences(body, path, { root, known }).trim() }];
  });
  return steering.filter((file, index) => steering.findIndex((other) => isSame(other, file)) === index);
}

/**
 * The steering that holds for `forPaths`, within `maxChars`: what is too long is cut, longest first. Files that hold for
 * other paths, and those a model may choose, are listed by name.
 */
export function renderSteering(
  files: readonly SteeringFile[],
  forPaths: readonly string[] = [],
  maxChars: number = limits.steeringChars,
): string {
  const shown = files.filter((file) => holdsFor(file, forPaths));
  const listed = files.filter((file) => file.inclusion !== 'manual' && !shown.includes(file)).map(listingOf);
  const list = fitSection('steering-elsewhere', 'read these where they hold', listed, maxChars / 8);
  const room = maxChars - Math.ceil(maxChars / 4);
  const shares = shareOut(
    shown.map((file) => file.text.length + overheadOf(file)),
    room,
  );
  const parts = shown.map((file, index) => renderFile(file, (shares[index] ?? 0) - overheadOf(file)));
  const cut = shown.flatMap(
    (file, index) => parts[index]?.note ?? (file.problem ? `${plainPath(file.path)}: ${file.problem}` : []),
  );
  const notes = fitSection('steering-notes', 'the files above', cut, maxChars / 8 - 2);
  return [...parts.map(({ text }) => text), list, notes].filter((text) => text !== '').join('\n\n');
}

/** AGENTS.md, CLAUDE.md, Ashlar's own, Kiro's, then those of folders, the deeper ones last. */
function byPrecedence(left: string, right: string): number {
  const rank = (path: string) => {
    if (path.startsWith('.ashlar/')) return 1;
    if (path.startsWith('.kiro/')) return 2;
    return path.includes('/') ? 2 + path.split('/').length : 0;
  };
  return rank(left) - rank(right) || (left < right ? -1 : 1);
}

function plainFront(body: string): { front: FrontMatter; body: string } {
  return { front: { inclusion: 'always', patterns: [] }, body };
}

function isSame(left: SteeringFile, right: SteeringFile): boolean {
  return left.text === right.text && left.scope === right.scope && left.inclusion === right.inclusion;
}

/** Replaces `#[[file:path]]` once, by files of the repository only; what it brings in is not expanded again. */
function expandReferences(
  text: string,
  from: string,
  { root, known }: { root: string; known: ReadonlySet<string> },
): string {
  let expanded = 0;
  return text.replaceAll(/#\[\[file:([^\]\n]+)\]\]/g, (reference: string, named: string) => {
    expanded += 1;
    if (expanded > mostReferences) return reference;
    const choices = [normalize(named.trim()), normalize(join(dirname(from), named.trim()))];
    const path = choices.find((choice) => known.has(choice));
    const content = path === undefined ? undefined : readInside(root, path);
    if (path === undefined || content === undefined) return `${reference} (no such file in the repository)`;
    return fence('file', path, cutMiddle(content, limits.steeringChars));
  });
}

function holdsFor(file: SteeringFile, paths: readonly string[]): boolean {
  if (file.inclusion === 'fileMatch') return paths.some(globMatcher(file.patterns));
  if (file.inclusion !== 'always') return false;
  return file.scope === '' || paths.some((path) => normalize(path).startsWith(`${file.scope}/`));
}

function listingOf(file: SteeringFile): string {
  const about = [file.name, file.description].filter((text) => text !== undefined).join(': ');
  const patterns = file.patterns.length === 0 ? '' : `for ${file.patterns.join(', ')}`;
  const reason = file.scope === '' ? about || file.problem || patterns : `for what lies below ${file.scope}`;
  return cutLine(`- ${plainPath(file.path)}${reason === '' ? '' : ` (${reason.replaceAll(/\s+/g, ' ')})`}`, 300);
}

function renderFile(file: SteeringFile, maxChars: number): { text: string; note?: string } {
  if (file.text.length <= maxChars) return { text: fence('steering', file.path, file.text) };
  const kept = maxChars - cutNote;
  const path = plainPath(file.path);
  if (kept < 200) return { text: '', note: `${path}: not shown` };
  const note = `${path}: ${file.text.length - kept} of its ${file.text.length} characters`;
  return { text: fence('steering', file.path, cutMiddle(file.text, kept)), note };
}

/** What `cutMiddle` adds for its own note, at most. */
const cutNote = 60;

function overheadOf(file: SteeringFile): number {
  return fence('steering', file.path, 'x').length + 1;
}

/** Gives each the same share at most; what the short ones leave goes to the longer ones. */
function shareOut(lengths: readonly number[], total: number): number[] {
  const shares = new Map<number, number>();
  let left = total;
  const ascending = [...lengths.keys()].sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
  for (const [done, index] of ascending.entries()) {
    const share = Math.min(lengths[index] ?? 0, Math.floor(left / (lengths.length - done)));
    shares.set(index, share);
    left -= share;
  }
  return lengths.map((_length, index) => shares.get(index) ?? 0);
}

function fitSection(tag: string, from: string, lines: readonly string[], maxChars: number): string {
  const room = Math.floor(maxChars) - fence(tag, from, 'x').length - 2;
  return room <= 0 ? '' : fence(tag, from, fitLines(lines, room));
}
