import type { CodeLanguage } from './code-language.ts';

export const ruby: CodeLanguage = {
  name: 'ruby',
  grammar: 'ruby',
  files: /\.(rb|rake)$/,
  outline: {
    symbols: ['module', 'class', 'method', 'singleton_method'],
    containers: ['module', 'class'],
    open: ['body_statement', 'singleton_class'],
    bodies: ['end'],
  },
  anchors: {
    symbols: ['module', 'class', 'singleton_class', 'method', 'singleton_method', 'assignment'],
    containers: ['module', 'class', 'singleton_class'],
    open: ['body_statement'],
    sections: /^identifier (?:private|protected|public|module_function)$/,
    passedOver: [],
    // Single quotes take a backslash as it is, so that quotes say something.
    atoms: [],
  },
};
