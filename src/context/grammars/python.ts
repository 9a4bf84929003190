import type { CodeLanguage } from './code-language.ts';

export const python: CodeLanguage = {
  name: 'python',
  grammar: 'python',
  files: /\.pyi?$/,
  outline: {
    symbols: ['function_definition', 'class_definition'],
    containers: ['class_definition'],
    open: ['block', 'if_statement', 'try_statement', 'decorated_definition'],
  },
  anchors: {
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
};
