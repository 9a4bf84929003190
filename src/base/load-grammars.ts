import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Language, Parser, Tree } from 'web-tree-sitter';
import { AshlarError, errorMessage } from './errors.ts';
import { once } from './once.ts';

export interface GrammarFiles {
  /** Where `tree-sitter-<language>.wasm` lie; by default the installed package's. */
  grammarFolder?: string;
  /** The parser's own WebAssembly file; by default the installed package's. */
  runtimeFile?: string;
}

/** Gives what parses texts of one grammar. Throws where it cannot be loaded. */
export type ParserFor = (grammar: string) => Promise<ParseText>;

/** The tree must be deleted. */
export type ParseText = (text: string) => Tree | null;

/** Loads nothing until a grammar is asked for, and each grammar once. */
export function loadGrammars({ grammarFolder, runtimeFile }: GrammarFiles = {}): ParserFor {
  let parser: Promise<Parser> | undefined;
  const grammars = new Map<string, Promise<Language>>();
  return async (grammar) => {
    parser ??= loadParser(runtimeFile);
    const ready = await parser;
    const loaded = grammars.get(grammar) ?? loadGrammar(grammar, grammarFolder);
    grammars.set(grammar, loaded);
    const language = await loaded;
    // All grammars share the parser, so that it is set anew for each text.
    return (text) => ready.setLanguage(language).parse(text);
  };
}

/** The packages stay outside the bundle, so their files are found from wherever this module runs. */
const resolveFile = (name: string) => createRequire(import.meta.url).resolve(name);

async function loadParser(runtimeFile?: string): Promise<Parser> {
  try {
    await (runtimeFile === undefined ? startRuntime() : startFrom(runtimeFile));
    const { Parser } = await import('web-tree-sitter');
    return new Parser();
  } catch (error) {
    throw brokenParser('the parser of code could not be loaded', error);
  }
}

/** One start for the whole process: of two at once the second would be given the parsers of the first, in a memory of its own. */
const startRuntime = once(() => startFrom(resolveFile('web-tree-sitter/web-tree-sitter.wasm')));

async function startFrom(file: string): Promise<void> {
  const { Parser } = await import('web-tree-sitter');
  await Parser.init({ locateFile: () => file });
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
