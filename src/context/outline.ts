import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Language, Parser } from 'web-tree-sitter';
import { AshlarError, errorMessage } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { listSymbols } from './list-symbols.ts';
import { type OutlineLanguage, outlineLanguageOf } from './outline-languages.ts';

export interface Outliner {
  /**
   * The signatures of a file, one a line with its line number (`12 export function retry(fn, options)`), members indented.
   * Empty for a language that is not known and for a file that is too large. Text that does not parse whole gives what
   * does. Throws where the parser itself cannot be loaded.
   */
  outline(path: string, text: string): Promise<string[]>;
}

export interface OutlinerOptions {
  /** Where `tree-sitter-<language>.wasm` lie; by default the installed package's. */
  grammarFolder?: string;
  /** The parser's own WebAssembly file; by default the installed package's. */
  runtimeFile?: string;
}

/** Loads nothing until the first file of a known language, and each grammar once. */
export function createOutliner(options: OutlinerOptions = {}): Outliner {
  let parser: Promise<Parser> | undefined;
  const grammars = new Map<string, Promise<Language>>();
  const loadOnce = (grammar: string) => {
    const loaded = grammars.get(grammar) ?? loadGrammar(grammar, options.grammarFolder);
    grammars.set(grammar, loaded);
    return loaded;
  };
  return {
    async outline(path, text) {
      const language = outlineLanguageOf(path);
      if (language === undefined || text.length > limits.contextFileBytes) return [];
      parser ??= loadParser(options.runtimeFile);
      const ready = await parser;
      const grammar = await loadOnce(language.grammar);
      return parseOutline(ready.setLanguage(grammar), text, language);
    },
  };
}

function parseOutline(parser: Parser, text: string, language: OutlineLanguage): string[] {
  const tree = parser.parse(text);
  if (tree === null) return [];
  try {
    return listSymbols(tree.rootNode, language, { chars: limits.symbolChars, count: limits.symbolsPerFile });
  } finally {
    tree.delete();
  }
}

/** The packages stay outside the bundle, so their files are found from wherever this module runs. */
const resolveFile = (name: string) => createRequire(import.meta.url).resolve(name);

async function loadParser(runtimeFile?: string): Promise<Parser> {
  try {
    const { Parser } = await import('web-tree-sitter');
    const file = runtimeFile ?? resolveFile('web-tree-sitter/web-tree-sitter.wasm');
    await Parser.init({ locateFile: () => file });
    return new Parser();
  } catch (error) {
    throw brokenParser('the parser for outlines could not be loaded', error);
  }
}

async function loadGrammar(grammar: string, folder?: string): Promise<Language> {
  try {
    const { Language } = await import('web-tree-sitter');
    const from = folder ?? join(dirname(resolveFile('@vscode/tree-sitter-wasm/package.json')), 'wasm');
    return await Language.load(join(from, `tree-sitter-${grammar}.wasm`));
  } catch (error) {
    throw brokenParser(`the ${grammar} grammar could not be loaded`, error);
  }
}

function brokenParser(what: string, cause: unknown): AshlarError {
  return new AshlarError({ kind: 'failed', what, why: errorMessage(cause), next: 'install ashlar again', cause });
}
