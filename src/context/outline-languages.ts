/**
 * What of one grammar is a symbol, by the kinds of its nodes. A signature is the text of a symbol from behind its
 * annotations up to its body.
 */
export interface OutlineLanguage {
  /** The file is `tree-sitter-<grammar>.wasm`. */
  grammar: string;
  /** Matches the paths of its files. */
  files: RegExp;
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

const ecmascript: Omit<OutlineLanguage, 'grammar' | 'files'> = {
  symbols: [
    'class_declaration',
    'abstract_class_declaration',
    'function_declaration',
    'generator_function_declaration',
    'function_signature',
    'interface_declaration',
    'type_alias_declaration',
    'enum_declaration',
    'internal_module',
    'module',
    'lexical_declaration',
    'variable_declaration',
    'expression_statement',
    'method_definition',
    'method_signature',
    'abstract_method_signature',
    'public_field_definition',
    'field_definition',
  ],
  containers: ['class_declaration', 'abstract_class_declaration', 'interface_declaration', 'internal_module', 'module'],
  open: ['class_body', 'interface_body', 'statement_block'],
  wrappers: ['export_statement', 'ambient_declaration'],
  through: [
    'class_declaration',
    'abstract_class_declaration',
    'function_declaration',
    'generator_function_declaration',
    'function_signature',
    'interface_declaration',
    'type_alias_declaration',
    'enum_declaration',
    'internal_module',
    'module',
    'lexical_declaration',
    'variable_declaration',
    'variable_declarator',
    'assignment_expression',
    'arrow_function',
    'function_expression',
    'class',
  ],
  bodies: ['statement_block'],
  assignments: [
    'variable_declarator',
    'public_field_definition',
    'field_definition',
    'assignment_expression',
    'export_statement',
  ],
  functionsOnly: [
    'lexical_declaration',
    'variable_declaration',
    'expression_statement',
    'public_field_definition',
    'field_definition',
  ],
  annotations: ['decorator'],
};

export const outlineLanguages: readonly OutlineLanguage[] = [
  { grammar: 'typescript', files: /\.[cm]?ts$/, ...ecmascript },
  { grammar: 'tsx', files: /\.tsx$/, ...ecmascript },
  { grammar: 'javascript', files: /\.([cm]?js|jsx)$/, ...ecmascript },
  {
    grammar: 'python',
    files: /\.pyi?$/,
    symbols: ['function_definition', 'class_definition'],
    containers: ['class_definition'],
    open: ['block', 'if_statement', 'try_statement', 'decorated_definition'],
  },
  {
    grammar: 'go',
    files: /\.go$/,
    symbols: ['function_declaration', 'method_declaration', 'type_spec', 'type_alias', 'method_elem'],
    containers: ['type_spec'],
    open: ['type_declaration', 'interface_type'],
    through: ['struct_type', 'interface_type'],
    bodies: ['field_declaration_list'],
    prefixes: { type_spec: 'type ', type_alias: 'type ' },
  },
  {
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
      'const_item',
      'static_item',
      'macro_definition',
    ],
    containers: ['trait_item', 'impl_item', 'mod_item'],
    open: ['declaration_list'],
  },
  {
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
    ],
    containers: ['class_declaration', 'interface_declaration', 'enum_declaration', 'record_declaration'],
    open: ['class_body', 'interface_body', 'enum_body', 'enum_body_declarations'],
    through: ['modifiers'],
    annotations: ['annotation', 'marker_annotation'],
  },
  {
    grammar: 'c-sharp',
    files: /\.cs$/,
    symbols: [
      'class_declaration',
      'interface_declaration',
      'struct_declaration',
      'record_declaration',
      'enum_declaration',
      'delegate_declaration',
      'method_declaration',
      'constructor_declaration',
      'property_declaration',
    ],
    containers: ['class_declaration', 'interface_declaration', 'struct_declaration', 'record_declaration'],
    open: ['declaration_list', 'namespace_declaration', 'file_scoped_namespace_declaration'],
    bodies: ['accessor_list', 'arrow_expression_clause'],
    assignments: ['property_declaration'],
    annotations: ['attribute_list'],
  },
  {
    grammar: 'ruby',
    files: /\.(rb|rake)$/,
    symbols: ['module', 'class', 'method', 'singleton_method'],
    containers: ['module', 'class'],
    open: ['body_statement', 'singleton_class'],
    bodies: ['end'],
  },
  {
    grammar: 'php',
    files: /\.php$/,
    symbols: [
      'class_declaration',
      'interface_declaration',
      'trait_declaration',
      'enum_declaration',
      'function_definition',
      'method_declaration',
    ],
    containers: ['class_declaration', 'interface_declaration', 'trait_declaration', 'enum_declaration'],
    open: ['namespace_definition', 'compound_statement', 'declaration_list', 'enum_declaration_list'],
    annotations: ['attribute_list'],
  },
];

export function outlineLanguageOf(path: string): OutlineLanguage | undefined {
  return outlineLanguages.find(({ files }) => files.test(path));
}
