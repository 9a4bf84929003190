import type { Node, TreeCursor } from 'web-tree-sitter';
import type { AnchorLanguage } from './anchor-languages.ts';
import { type FoundSymbol, isComment } from './find-symbols.ts';

/**
 * The tokens of a symbol as far as they mean something: without comments, docstrings, line breaks, trailing commas,
 * brackets around a whole and the semicolons of JavaScript; equal strings have equal quotes. Its own name is a placeholder,
 * so that a renamed symbol keeps its tokens.
 */
export function readTokens(symbol: FoundSymbol, text: string, language: AnchorLanguage): string[] {
  const reading: Reading = { symbol, text, language, tokens: [], skipped: new Set(), bare: new Set(), at: 0 };
  for (const node of symbol.nodes) {
    if (isComment(node)) continue;
    reading.at = node.startIndex;
    const cursor = node.walk();
    try {
      readNode(cursor, reading);
    } finally {
      cursor.delete();
    }
  }
  return reading.tokens;
}

interface Reading {
  symbol: FoundSymbol;
  text: string;
  language: AnchorLanguage;
  tokens: string[];
  /** Ids of docstrings. */
  skipped: Set<number>;
  /** Ids of parameters that stand without brackets. */
  bare: Set<number>;
  /** Where the next token can begin: what lies between two nodes of a tree is text too. */
  at: number;
}

interface Frame {
  type: string;
  /** Its brackets say nothing. */
  isLoose: boolean;
  /** Written behind the node. */
  close?: string;
}

const ownName = '\u0001';

/** Without recursion: an expression can be nested as deep as a file is long. */
function readNode(cursor: TreeCursor, reading: Reading): void {
  const frames: Frame[] = [];
  for (;;) {
    const frame = visit(cursor, frames.at(-1), reading);
    if (frame !== undefined && cursor.gotoFirstChild()) {
      frames.push(frame);
      continue;
    }
    if (frame !== undefined) takeLeaf(cursor, frames.at(-1), reading);
    while (!cursor.gotoNextSibling()) {
      const ended = frames.pop();
      if (ended === undefined) return;
      cursor.gotoParent();
      if (ended.close !== undefined) reading.tokens.push(ended.close);
    }
  }
}

/** Takes or passes over a node as a whole, or gives its frame. */
function visit(cursor: TreeCursor, parent: Frame | undefined, reading: Reading): Frame | undefined {
  const type = cursor.nodeType;
  const { language, symbol, skipped } = reading;
  const [id, start] = [cursor.nodeId, cursor.startIndex];
  takeGap(start, reading);
  if (symbol.without.has(id) || skipped.has(id) || isComment({ type }) || type === 'line_continuation') {
    reading.at = cursor.endIndex;
    return undefined;
  }
  if (language.atoms.includes(type) && !holdsCode(textOf(cursor, reading), type)) {
    const atom = normaliseAtom(textOf(cursor, reading), type);
    if (atom !== '') reading.tokens.push(atom.slice(1, -1) === symbol.name ? ownName : atom);
    reading.at = cursor.endIndex;
    return undefined;
  }
  return openFrame(type, parent, cursor, reading);
}

function openFrame(type: string, parent: Frame | undefined, cursor: TreeCursor, reading: Reading): Frame {
  const { language, tokens } = reading;
  if (language.language === 'python' && (type === 'block' || type === 'module')) {
    const doc = docstringOf(cursor.currentNode);
    if (doc !== undefined) reading.skipped.add(doc.id);
    // Its extent has no tokens of its own.
    tokens.push('{');
    return { type, isLoose: false, close: '}' };
  }
  if (type === 'arrow_function') {
    const parameter = cursor.currentNode.childForFieldName('parameter');
    if (parameter !== null) reading.bare.add(parameter.id);
  }
  if (/^tuple/.test(type) && cursor.currentNode.namedChildCount === 1) tokens.push('tuple');
  const isLoose =
    type === 'parenthesized_expression' &&
    language.looseBrackets.includes(parent?.type ?? '') &&
    !/^\(\s*\{/.test(reading.text.slice(cursor.startIndex, cursor.startIndex + 40));
  return { type, isLoose };
}

function docstringOf(block: Node): Node | undefined {
  const first = block.namedChildren.find((node) => !isComment(node));
  const isText = first?.type === 'expression_statement' && first.firstNamedChild?.type === 'string';
  return isText && first.namedChildCount === 1 ? first : undefined;
}

function takeLeaf(cursor: TreeCursor, parent: Frame | undefined, reading: Reading): void {
  const { tokens, symbol, language } = reading;
  const text = textOf(cursor, reading);
  const token = normaliseLeaf(text, cursor.nodeType);
  reading.at = cursor.endIndex;
  if (token === '' || (token === ';' && /script|tsx/.test(language.language))) return;
  if (parent?.isLoose === true && (token === '(' || token === ')')) return;
  if (/^[)\]}>]$/.test(token) && tokens.at(-1) === ',') tokens.pop();
  if (reading.bare.has(cursor.nodeId)) tokens.push('(', token, ')');
  else tokens.push(token === symbol.name ? ownName : token);
}

function takeGap(until: number, reading: Reading): void {
  const gap = until > reading.at ? reading.text.slice(reading.at, until).trim() : '';
  if (gap !== '') reading.tokens.push(gap);
  reading.at = Math.max(reading.at, until);
}

/** The code in a template is read like all code. */
function holdsCode(text: string, type: string): boolean {
  return type === 'template_string' ? text.includes('${') : type === 'string' && /^[a-z]*[ft][a-z]*["']/i.test(text);
}

/** Spaces in a text count; the quotes of a text with code in it do not. */
function normaliseLeaf(text: string, type: string): string {
  if (type === 'string_start' || type === 'string_end') return text.toLowerCase().replaceAll("'", '"');
  return type === 'string_fragment' || type === 'string_content' ? text : text.trim();
}

function normaliseAtom(text: string, type: string): string {
  if (type === 'jsx_text') return text.replaceAll(/\s+/g, ' ').trim();
  const [, prefix = '', quote, content = ''] = /^([A-Za-z]*)("""|'''|"|'|`)([\s\S]*)\2$/.exec(text) ?? [];
  if (!/string$/.test(type) || quote === undefined || (quote === '`' && /[\n\\]|\$\{/.test(content))) return text;
  const kind = prefix.toLowerCase().replace('u', '');
  return `${kind}"${kind.includes('r') ? content : content.replaceAll(/\\(["'`])/g, '$1')}"`;
}

function textOf(cursor: TreeCursor, { text }: Reading): string {
  return text.slice(cursor.startIndex, cursor.endIndex);
}
