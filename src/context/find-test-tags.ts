import { basename } from 'node:path';
import { cutLine } from '../base/text.ts';
import type { TestTag } from '../domain/trace.ts';
import { readReferences } from '../specs/references.ts';
import { isThirdParty } from './languages.ts';
import { type Literal, readLiterals } from './literals.ts';
import { findTestsIn } from './test-files.ts';

/** A line with a tag fits this POSIX extended regular expression; so do others. */
export const tagLine = '\\[[^][]*[0-9][a-f]?[[:space:]]*\\]';

/**
 * The tags of one file, in its order: `[lockout 1.2]`, `[lockout 1.2, 2.1-2.3]`, and `[1.2]` where the file is about one spec
 * only. Only strings and comments of tests are looked at. `slugs` are those of all specs of the repository.
 */
export function findTestTags(file: { path: string; text: string }, slugs: readonly string[]): TestTag[] {
  const { path, text } = file;
  const from = isThirdParty(path) ? undefined : findTestsIn(path, text);
  if (from === undefined) return [];
  const literals = (readLiterals(path, text) ?? []).filter(({ start }) => start >= from);
  const specs = namesOf(slugs);
  const isBare = ({ text: words }: Literal) => [...words.matchAll(tag)].some(([, named]) => named === undefined);
  const own = literals.some(isBare) ? ownSpec(path, literals, specs) : undefined;
  return literals.flatMap((literal) => readTags(literal, { ...file, specs, own }));
}

interface Place {
  path: string;
  text: string;
  /** By each name that stands for one spec. */
  specs: ReadonlyMap<string, string>;
  own: string | undefined;
}

const id = '\\d+(?:\\.\\d+)*[a-f]?';
const list = `${id}(?:\\s*(?:[,;&–—-]|and)\\s*${id})*`;
const tag = new RegExp(
  `(?<![\\p{L}\\p{N}_)\\]])\\[(?:([\\p{L}\\p{N}_./-]+)(?:\\s*[:#]\\s*|\\s+))?(${list})\\s*\\]`,
  'gu',
);

function readTags(literal: Literal, { path, text, specs, own }: Place): TestTag[] {
  return [...literal.text.matchAll(tag)].flatMap((match) => {
    const [whole, named, ids = ''] = match;
    const spec = named === undefined ? own : specs.get(named);
    if (spec === undefined || (named === undefined && !isTitle(literal, whole, ids))) return [];
    const at = literal.start + match.index;
    const line = text.slice(0, at).split('\n').length;
    return [{ spec, ids: readReferences(ids), path, line, title: titleOf(literal, text) }];
  });
}

/** A bare number is a tag only beside words: a string that holds nothing else is a value. */
function isTitle({ kind, text }: Literal, whole: string, ids: string): boolean {
  return ids.includes('.') && (kind === 'comment' || /\p{L}{2}/u.test(text.replace(whole, '')));
}

/** The literal's words without tags; of a comment that has no others, the code that it stands beside or above. */
function titleOf({ kind, text, start }: Literal, file: string): string {
  const words = text
    .replace(tag, ' ')
    .replace(/^[rR@$]*#*["'`]+|["'`]+#*$/g, '')
    .replace(/^(?:\/[/*]+!?|#+|--+|;+|%+|<!--|\(\*|\{-)|(?:\*+\/|-->|\*\)|-\})$/g, '')
    .replace(/\s*\n[\s*]*/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return cutLine(kind === 'comment' && words === '' ? codeAt(file, start, start + text.length) : words, titleChars);
}

function codeAt(file: string, start: number, end: number): string {
  const before = file.slice(file.lastIndexOf('\n', start) + 1, start).trim();
  return before === '' ? (file.slice(end).trim().split('\n')[0] ?? '').trim() : before;
}

const titleChars = 120;

/** Slugs, and their last parts where only one slug ends so. */
function namesOf(slugs: readonly string[]): Map<string, string> {
  const last = (slug: string) => slug.slice(slug.lastIndexOf('/') + 1);
  const unique = slugs.filter((slug) => slugs.filter((other) => last(other) === last(slug)).length === 1);
  return new Map([...unique.map((slug) => [last(slug), slug] as const), ...slugs.map((slug) => [slug, slug] as const)]);
}

/**
 * The one spec that a file is about: by its tags with a name, by `Spec: lockout` or the path of the spec, by the file's own
 * name, by the name as a word of a title or comment. The first of these that names a spec decides; where it names two, none is.
 */
function ownSpec(path: string, literals: readonly Literal[], specs: ReadonlyMap<string, string>): string | undefined {
  const words = literals.map(({ text }) => text).join('\n');
  const tagged = [...words.matchAll(tag)].flatMap(([, name]) => (name === undefined ? [] : [name]));
  const stated = [...words.matchAll(/(?:\bspec:\s*|\bspecs\/)([\p{L}\p{N}_/-]+)/giu)].map(([, name = '']) => name);
  const all = [...specs.keys()];
  const ways = [
    () => tagged,
    () => stated.flatMap((name) => [name, name.split('/')[0] ?? '']),
    () => all.filter((name) => isWordOf(basename(path), name)),
    () => all.filter((name) => isWordOf(words, name)),
  ];
  for (const way of ways) {
    const named = new Set(way().flatMap((name) => specs.get(name) ?? []));
    if (named.size > 0) return named.size === 1 ? [...named][0] : undefined;
  }
  return undefined;
}

function isWordOf(text: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_-])${escaped}(?![\\p{L}\\p{N}_-])`, 'u').test(text);
}
