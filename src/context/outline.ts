import { limits } from '../base/limits.ts';
import { listSymbols } from './list-symbols.ts';
import { type GrammarFiles, loadGrammars, type ParseText } from './load-grammars.ts';
import { type OutlineLanguage, outlineLanguageOf } from './outline-languages.ts';

export interface Outliner {
  /**
   * The signatures of a file, one a line with its line number (`12 export function retry(fn, options)`), members indented.
   * Empty for a language that is not known and for a file that is too large. Text that does not parse whole gives what
   * does. Throws where the parser itself cannot be loaded.
   */
  outline(path: string, text: string): Promise<string[]>;
}

/** Loads nothing until the first file of a known language, and each grammar once. */
export function createOutliner(options: GrammarFiles = {}): Outliner {
  const parserFor = loadGrammars(options);
  return {
    async outline(path, text) {
      const language = outlineLanguageOf(path);
      if (language === undefined || text.length > limits.contextFileBytes) return [];
      return parseOutline(await parserFor(language.grammar), text, language);
    },
  };
}

function parseOutline(parse: ParseText, text: string, language: OutlineLanguage): string[] {
  const tree = parse(text);
  if (tree === null) return [];
  try {
    return listSymbols({ root: tree.rootNode, text }, language, {
      chars: limits.symbolChars,
      count: limits.symbolsPerFile,
    });
  } finally {
    tree.delete();
  }
}
