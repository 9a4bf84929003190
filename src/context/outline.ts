import { limits } from '../base/limits.ts';
import { type GrammarFiles, loadGrammars, type ParseText } from '../base/load-grammars.ts';
import type { OutlineRules } from './grammars/code-language.ts';
import { codeLanguageOf } from './grammars/code-languages.ts';
import { listSymbols } from './list-symbols.ts';

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
      const language = codeLanguageOf(path);
      if (language === undefined || text.length > limits.contextFileBytes) return [];
      return parseOutline(await parserFor(language.grammar), text, language.outline);
    },
  };
}

function parseOutline(parse: ParseText, text: string, rules: OutlineRules): string[] {
  const tree = parse(text);
  if (tree === null) return [];
  try {
    return listSymbols({ root: tree.rootNode, text }, rules, {
      chars: limits.symbolChars,
      count: limits.symbolsPerFile,
    });
  } finally {
    tree.delete();
  }
}
