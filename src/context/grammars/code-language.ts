/** A language that is read by its grammar: one file here and a line in `code-languages.ts`. */
export interface CodeLanguage {
  /** As an anchor names it. */
  name: string;
  /** The file is `tree-sitter-<grammar>.wasm`. */
  grammar: string;
  /** Matches the paths of its files. */
  files: RegExp;
  outline: OutlineRules;
  anchors: AnchorRules;
}

/**
 * What gets a line in an outline, by the kinds of its nodes. A signature is the text of a symbol from behind its annotations
 * up to its body.
 */
export interface OutlineRules {
  /** Kinds that get a line. */
  symbols: readonly string[];
  /** Symbols whose members are symbols too. */
  containers: readonly string[];
  /** Kinds that lie between a container, or the file, and its symbols. */
  open: readonly string[];
  /** Symbols around another one, whose line is theirs: `export …`. */
  wrappers?: readonly string[];
  /** Kinds within which a signature goes on. */
  through?: readonly string[];
  /** Kinds of a body that is in no field `body`. */
  bodies?: readonly string[];
  /** Kinds in which a field `value` or `right` is the body. */
  assignments?: readonly string[];
  /** Symbols only where they lead to a function or a class. */
  functionsOnly?: readonly string[];
  annotations?: readonly string[];
  /** What stands before the symbol in a node that can hold several. */
  prefixes?: Readonly<Record<string, string>>;
}

/** What is a symbol that can be anchored, by the kinds of its nodes. */
export interface AnchorRules {
  symbols: readonly string[];
  /** Symbols whose members are symbols of their own. */
  containers: readonly string[];
  /** Kinds that lie between a container, or the file, and its symbols. */
  open: readonly string[];
  /** Symbols around another one, which has the name: `export …`, `@decorator def …`. */
  wrappers?: readonly string[];
  /** Declarations of several things at once, each of which is a symbol: the kind of these. */
  groups?: Readonly<Record<string, string>>;
  /** Kinds that stand before the symbol that they belong to. */
  prefixes?: readonly string[];
  /** Matches kind and text of what holds for all symbols behind it, up to the next of them: `access_specifier private`. */
  sections?: RegExp;
  /** What is no part of any symbol: imports change with whatever uses them. */
  passedOver: readonly string[];
  /** Kinds that are one token, whatever is in them. */
  atoms: readonly string[];
  /** Kinds within which brackets around the whole mean nothing. */
  looseBrackets?: readonly string[];
}
