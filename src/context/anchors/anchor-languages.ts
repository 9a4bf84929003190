/** What of one grammar is a symbol that can be anchored, by the kinds of its nodes. */
export interface AnchorLanguage {
  /** As an anchor names it. */
  language: string;
  /** The file is `tree-sitter-<grammar>.wasm`. */
  grammar: string;
  /** Matches the paths of its files. */
  files: RegExp;
  symbols: readonly string[];
  /** Symbols whose members are symbols of their own. */
  containers: readonly string[];
  /** Kinds that lie between a container, or the file, and its symbols. */
  open: readonly string[];
  /** Symbols around another one, which has the name: `export …`, `@decorator def …`. */
  wrappers: readonly string[];
  /** Declarations of several things at once, each of which is a symbol: the kind of these. */
  groups: Readonly<Record<string, string>>;
  /** Kinds that stand before the symbol that they belong to. */
  prefixes: readonly string[];
  /** What is no part of any symbol: imports change with whatever uses them. */
  passedOver: readonly string[];
  /** Kinds that are one token, whatever is in them. */
  atoms: readonly string[];
  /** Kinds within which brackets around the whole mean nothing. */
  looseBrackets: readonly string[];
}

const none: Pick<AnchorLanguage, 'wrappers' | 'groups' | 'prefixes' | 'looseBrackets'> = {
  wrappers: [],
  groups: {},
  prefixes: [],
  looseBrackets: [],
};

const ecmascript: Omit<AnchorLanguage, 'language' | 'grammar' | 'files'> = {
  symbols: [
    'class_declaration',
    'abstract_class_declaration',
    'class',
    'function_declaration',
    'generator_function_declaration',
    'function_signature',
    'interface_declaration',
    'type_alias_declaration',
    'enum_declaration',
    'internal_module',
    'module',
    'method_definition',
    'method_signature',
    'abstract_method_signature',
    'public_field_definition',
    'field_definition',
    'expression_statement',
  ],
  containers: ['class_declaration', 'abstract_class_declaration', 'class', 'internal_module', 'module'],
  open: ['class_body', 'statement_block'],
  wrappers: ['export_statement', 'ambient_declaration'],
  groups: { lexical_declaration: 'variable_declarator', variable_declaration: 'variable_declarator' },
  prefixes: ['decorator'],
  passedOver: ['import_statement', 'hash_bang_line'],
  atoms: ['string', 'template_string', 'regex', 'jsx_text'],
  looseBrackets: ['return_statement', 'arrow_function', 'variable_declarator', 'assignment_expression', 'pair'],
};

export const anchorLanguages: readonly AnchorLanguage[] = [
  { language: 'typescript', grammar: 'typescript', files: /\.[cm]?ts$/, ...ecmascript },
  { language: 'tsx', grammar: 'tsx', files: /\.tsx$/, ...ecmascript },
  { language: 'javascript', grammar: 'javascript', files: /\.([cm]?js|jsx)$/, ...ecmascript },
  {
    ...none,
    language: 'python',
    grammar: 'python',
    files: /\.pyi?$/,
    symbols: ['function_definition', 'class_definition', 'expression_statement'],
    containers: ['class_definition'],
    open: ['block', 'if_statement', 'elif_clause', 'else_clause', 'try_statement', 'except_clause', 'with_statement'],
    wrappers: ['decorated_definition'],
    passedOver: ['import_statement', 'import_from_statement', 'future_import_statement'],
    atoms: ['string'],
    looseBrackets: [
      'return_statement',
      'assignment',
      'augmented_assignment',
      'if_statement',
      'elif_clause',
      'while_statement',
      'assert_statement',
    ],
  },
  {
    ...none,
    language: 'go',
    grammar: 'go',
    files: /\.go$/,
    symbols: ['function_declaration', 'method_declaration'],
    containers: [],
    open: [],
    groups: {
      type_declaration: 'type_spec|type_alias',
      const_declaration: 'const_spec',
      var_declaration: 'var_spec',
      var_spec_list: 'var_spec',
    },
    passedOver: ['package_clause', 'import_declaration'],
    atoms: ['interpreted_string_literal', 'raw_string_literal', 'rune_literal'],
  },
  {
    ...none,
    language: 'rust',
    grammar: 'rust',
    files: /\.rs$/,
    symbols: [
      'function_item',
      'function_signature_item',
      'struct_item',
      'enum_item',
      'union_item',
      'trait_item',
      'impl_item',
      'mod_item',
      'type_item',
      'associated_type',
      'const_item',
      'static_item',
      'macro_definition',
    ],
    containers: ['trait_item', 'impl_item', 'mod_item'],
    open: ['declaration_list', 'foreign_mod_item'],
    prefixes: ['attribute_item'],
    passedOver: ['use_declaration', 'extern_crate_declaration'],
    atoms: ['string_literal', 'raw_string_literal', 'char_literal'],
  },
  {
    ...none,
    language: 'java',
    grammar: 'java',
    files: /\.java$/,
    symbols: [
      'class_declaration',
      'interface_declaration',
      'enum_declaration',
      'record_declaration',
      'annotation_type_declaration',
      'method_declaration',
      'constructor_declaration',
      'compact_constructor_declaration',
      'annotation_type_element_declaration',
      'field_declaration',
      'constant_declaration',
    ],
    containers: ['class_declaration', 'interface_declaration', 'enum_declaration', 'record_declaration'],
    open: ['class_body', 'interface_body', 'enum_body', 'enum_body_declarations'],
    passedOver: ['package_declaration', 'import_declaration'],
    atoms: ['string_literal', 'character_literal'],
  },
  {
    ...none,
    language: 'c-sharp',
    grammar: 'c-sharp',
    files: /\.cs$/,
    symbols: [
      'class_declaration',
      'interface_declaration',
      'struct_declaration',
      'record_declaration',
      'record_struct_declaration',
      'enum_declaration',
      'delegate_declaration',
      'method_declaration',
      'constructor_declaration',
      'destructor_declaration',
      'operator_declaration',
      'conversion_operator_declaration',
      'indexer_declaration',
      'property_declaration',
      'event_declaration',
      'event_field_declaration',
      'field_declaration',
    ],
    containers: [
      'class_declaration',
      'interface_declaration',
      'struct_declaration',
      'record_declaration',
      'record_struct_declaration',
    ],
    open: ['declaration_list', 'namespace_declaration', 'preproc_if', 'preproc_else', 'preproc_elif', 'preproc_region'],
    passedOver: ['using_directive', 'file_scoped_namespace_declaration', 'extern_alias_directive'],
    atoms: [
      'string_literal',
      'verbatim_string_literal',
      'raw_string_literal',
      'character_literal',
      'interpolated_string_expression',
    ],
  },
];

export function anchorLanguageOf(path: string): AnchorLanguage | undefined {
  return anchorLanguages.find(({ files }) => files.test(path));
}
