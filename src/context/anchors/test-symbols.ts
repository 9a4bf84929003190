import { readReferences } from '../../specs/references.ts';
import type { FoundSymbol } from './find-symbols.ts';
import { isGroupOfTests } from './name-symbol.ts';

/** Whether a symbol is a test that its runner would run: one that is skipped proves nothing. `text` is all of the symbol. */
export function isTest(
  { name, caller, symbol, nodes }: FoundSymbol,
  text: string,
  at: { language: string; path: string },
): boolean {
  if (caller !== undefined) return !isGroupOfTests(caller) && !/^x|\.(?:skip|todo)\b/.test(caller);
  if (!/function|method|decorated/.test(nodes.at(-1)?.type ?? '')) return false;
  return testsOf[at.language]?.({ name, symbol, text, start: head(text), path: at.path }) ?? false;
}

interface Candidate {
  name: string;
  symbol: string;
  /** All of it, and its annotations with its signature. */
  text: string;
  start: string;
  path: string;
}

/** By the name of the language; JavaScript's are calls. */
const testsOf: Readonly<Record<string, (candidate: Candidate) => boolean>> = {
  go: ({ path, symbol }) => path.endsWith('_test.go') && /^(?:Test|Fuzz|Example)/.test(symbol),
  python: ({ name, text, start }) => /^test/.test(name) && /\bdef\s/.test(text) && !start.includes('.skip'),
  rust: ({ start }) => /#\[[^\]]*\btest\b/.test(start) && !/#\[ignore\b/.test(start),
  java: ({ name, start }) => isJavaTest(name, start),
  'c-sharp': ({ start }) =>
    /\[(?:[\w.]+\.)?(?:Fact|Theory|Test\w*)\b/.test(start) && !/\bSkip\s*=|\[Ignore\b/.test(start),
  ruby: ({ name, text }) => /^test_/.test(name) && !/^\s*skip\b/m.test(text),
  php: ({ name, start }) => /^test/.test(name) || /#\[(?:[\w\\]+\\)?Test\b/.test(start),
};

/** `lockout 1.2` of each tag `[lockout 1.2, 1.3]` in a title or a comment. */
export function tagsIn(text: string): string[] {
  return [...text.matchAll(tag)].flatMap(([, spec = '', ids = '']) => readReferences(ids).map((id) => `${spec} ${id}`));
}

const tag = /\[([\p{L}\d][\p{L}\d_./-]*) (\d[\d.,\s–-]*)\]/gu;

function isJavaTest(name: string, start: string): boolean {
  if (/@(?:Ignore|Disabled)\b/.test(start)) return false;
  return /@(?:\w*Test|Property)\b/.test(start) || (/^test/.test(name) && /\bvoid\s+test/.test(start));
}

/** Annotations and signature stand at the beginning. */
const head = (text: string) => text.slice(0, 2_000).split(/\{\s*$/m)[0] ?? '';
