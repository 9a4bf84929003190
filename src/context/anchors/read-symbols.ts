import type { Node } from 'web-tree-sitter';
import { digest } from '../../base/ids.ts';
import { limits } from '../../base/limits.ts';
import { type GrammarFiles, loadGrammars, type ParseText } from '../../base/load-grammars.ts';
import { type TextPlaces, textPlaces } from '../../base/text-places.ts';
import type { CodeLanguage } from '../grammars/code-language.ts';
import { codeLanguageOf } from '../grammars/code-languages.ts';
import { type FoundSymbol, fileSymbol, findSymbols, isComment } from './find-symbols.ts';
import { readTokens } from './read-tokens.ts';
import { isTest, tagsIn } from './test-symbols.ts';

export interface CodeSymbol {
  /** `Class.method`; `(file)` for what is in no other. */
  symbol: string;
  /** Counts from 1. */
  line: number;
  /** SHA-256 over its tokens. */
  hash: string;
  /** Its tokens with NUL between them: one text goes from thread to thread faster than many. */
  code: string;
  /** How many tokens that are. */
  size: number;
  /** The parser did not understand all of it. */
  isBroken: boolean;
  /** It is a test that its runner runs. */
  isTest: boolean;
  /** `lockout 1.2`: the criteria that a test names. */
  tags: readonly string[];
}

export interface FileSymbols {
  language: string;
  symbols: readonly CodeSymbol[];
  /** The parser did not understand all of the file. */
  isBroken: boolean;
  /** Why nothing of it could be read: there are then no symbols. */
  unread?: string;
}

/** Gives the symbols of a file. Throws where no parser can be loaded. */
export type ReadSymbols = (path: string, text: string) => Promise<FileSymbols>;

/** Loads nothing until the first file of a known language. */
export function createSymbolReader(files: GrammarFiles = {}): ReadSymbols {
  const parserFor = loadGrammars(files);
  return async (path, text) => {
    const language = codeLanguageOf(path);
    if (language === undefined) return unread('', 'there is no grammar for this kind of file');
    if (text.length > limits.anchoredFileChars) return unread(language.name, 'the file is too large');
    return parseSymbols(await parserFor(language.grammar), { path, text, language });
  };
}

function unread(language: string, why: string): FileSymbols {
  return { language, symbols: [], isBroken: false, unread: why };
}

interface Source {
  path: string;
  text: string;
  language: CodeLanguage;
}

function parseSymbols(parse: ParseText, source: Source): FileSymbols {
  const { text, language } = source;
  const tree = parse(text);
  if (tree === null) return unread(language.name, 'the file does not parse');
  try {
    const places = textPlaces(text);
    const symbols = findSymbols(tree.rootNode, language.anchors).map((found) => describeSymbol(found, source, places));
    const filled = symbols.filter(({ symbol, code }) => symbol !== fileSymbol || /\w/.test(code));
    return { language: language.name, symbols: filled, isBroken: tree.rootNode.hasError };
  } finally {
    tree.delete();
  }
}

function describeSymbol(found: FoundSymbol, { path, text, language }: Source, places: TextPlaces): CodeSymbol {
  const { symbol, nodes } = found;
  const { line } = places.placeOf(found.start);
  const own = nodes.at(-1);
  const tokens = readTokens(found, text, language);
  const source = text.slice(nodes[0]?.startIndex ?? 0, own?.endIndex ?? 0);
  const tested = isTest(found, withoutComments(source, nodes), { language: language.name, path });
  const tags = tested ? [...new Set([...tagsIn(symbol), ...tagsIn(source)])] : [];
  const code = tokens.join('\0');
  const isBroken = hasOwnError(found, own);
  return { symbol, line, hash: digest(code), code, size: tokens.length, isBroken, isTest: tested, tags };
}

function withoutComments(source: string, nodes: readonly Node[]): string {
  const [first, code] = [nodes[0], nodes.find((node) => !isComment(node))];
  return source.slice((code?.startIndex ?? 0) - (first?.startIndex ?? 0));
}

/** Errors within a member are the member's. */
function hasOwnError({ without }: FoundSymbol, node: Node | undefined): boolean {
  if (node === undefined || !node.hasError) return false;
  if (node.isError || node.isMissing || without.size === 0) return true;
  return node.children.some((child) => !without.has(child.id) && hasOwnError({ without } as FoundSymbol, child));
}
