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
  if (!/function|method_declaration|decorated/.test(nodes.at(-1)?.type ?? '')) return false;
  if (at.language === 'go') return at.path.endsWith('_test.go') && /^(?:Test|Fuzz|Example)/.test(symbol);
  if (at.language === 'python') return /^test/.test(name) && /\bdef\s/.test(text) && !head(text).includes('.skip');
  if (at.language === 'rust') return /#\[[^\]]*\btest\b/.test(head(text)) && !/#\[ignore\b/.test(head(text));
  if (at.language === 'java') return isJavaTest(name, head(text));
  if (at.language === 'c-sharp')
    return /\[(?:[\w.]+\.)?(?:Fact|Theory|Test\w*)\b/.test(head(text)) && !/\bSkip\s*=|\[Ignore\b/.test(head(text));
  return false;
}

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
