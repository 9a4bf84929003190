import type { CodeLanguage } from './code-language.ts';

export const php: CodeLanguage = {
  name: 'php',
  grammar: 'php',
  files: /\.php$/,
  outline: {
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
  anchors: {
    symbols: [
      'class_declaration',
      'interface_declaration',
      'trait_declaration',
      'enum_declaration',
      'function_definition',
      'method_declaration',
      'property_declaration',
      'const_declaration',
    ],
    containers: ['class_declaration', 'interface_declaration', 'trait_declaration', 'enum_declaration'],
    open: ['namespace_definition', 'compound_statement', 'declaration_list', 'enum_declaration_list'],
    passedOver: ['php_tag', 'namespace_use_declaration'],
    // Single quotes take a backslash as it is, so that quotes say something.
    atoms: [],
  },
};
