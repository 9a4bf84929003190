import type { CodeLanguage } from './code-language.ts';

export const go: CodeLanguage = {
  name: 'go',
  grammar: 'go',
  files: /\.go$/,
  outline: {
    symbols: ['function_declaration', 'method_declaration', 'type_spec', 'type_alias', 'method_elem'],
    containers: ['type_spec'],
    open: ['type_declaration', 'interface_type'],
    through: ['struct_type', 'interface_type'],
    bodies: ['field_declaration_list'],
    prefixes: { type_spec: 'type ', type_alias: 'type ' },
  },
  anchors: {
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
};
