import type { CodeLanguage } from './code-language.ts';

export const java: CodeLanguage = {
  name: 'java',
  grammar: 'java',
  files: /\.java$/,
  outline: {
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
  anchors: {
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
};
