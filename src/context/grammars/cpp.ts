import type { CodeLanguage } from './code-language.ts';

/** C is read by the same grammar; what C++ understands otherwise does not parse, and is then not checked. */
export const cpp: CodeLanguage = {
  name: 'cpp',
  grammar: 'cpp',
  files: /\.(?:c|cc|cpp|cxx|h|hh|hpp|hxx)$/,
  outline: {
    symbols: ['function_definition', 'class_specifier', 'struct_specifier', 'enum_specifier', 'namespace_definition'],
    containers: ['class_specifier', 'struct_specifier', 'namespace_definition'],
    open: ['declaration_list', 'field_declaration_list', 'linkage_specification', 'preproc_if', 'preproc_ifdef'],
    wrappers: ['template_declaration'],
    through: ['function_definition', 'class_specifier', 'struct_specifier', 'enum_specifier'],
    bodies: ['field_initializer_list'],
  },
  anchors: {
    symbols: [
      'function_definition',
      'class_specifier',
      'struct_specifier',
      'union_specifier',
      'enum_specifier',
      'namespace_definition',
      'alias_declaration',
      'type_definition',
      'declaration',
      'concept_definition',
      'preproc_def',
      'preproc_function_def',
    ],
    containers: ['class_specifier', 'struct_specifier', 'union_specifier', 'namespace_definition'],
    open: [
      'declaration_list',
      'field_declaration_list',
      'linkage_specification',
      'preproc_if',
      'preproc_ifdef',
      'preproc_else',
      'preproc_elif',
    ],
    wrappers: ['template_declaration'],
    sections: /^access_specifier /,
    passedOver: ['preproc_include', 'using_declaration'],
    atoms: ['string_literal', 'raw_string_literal', 'char_literal'],
  },
};
