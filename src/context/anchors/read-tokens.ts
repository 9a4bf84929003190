import type { Node, TreeCursor } from 'web-tree-sitter';
import type { CodeLanguage } from '../grammars/code-language.ts';
import { type FoundSymbol, isComment } from './find-symbols.ts';

/**
 * The tokens of a symbol as far as they mean something: without comments, docstrings, line breaks, trailing commas,
 * brackets around a whole and the semicolons of JavaScript; equal strings have equal quotes. Its own name is a placeholder,
 * so that a renamed symbol keeps its tokens.
 */
export function readTokens(symbol: FoundSymbol, text: string, language: CodeLanguage): string[] {
  const reading: Reading = { symbol, text, language, tokens: [], skipped: new Set(), bare: new Set(), at: 0 };
  for (const node of [...(symbol.section === undefined ? [] : [symbol.section]), ...symbol.nodes]) {
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
  language: CodeLanguage;
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

/** Offsets of its first character and behind its last one. */
type Extent = readonly [number, number];

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
    if (frame !== undefined) takeLeaf(cursor, [cursor.startIndex, cursor.endIndex], frames.at(-1), reading);
    while (!cursor.gotoNextSibling()) {
      const ended = frames.pop();
      if (ended === undefined) return;
      cursor.gotoParent();
      if (ended.close !== undefined) reading.tokens.push(ended.close);
    }
  }
}

/** Takes or passes over a node as a whole, or gives its frame. Each question to the cursor costs: only what is needed is asked. */
function visit(cursor: TreeCursor, parent: Frame | undefined, reading: Reading): Frame | undefined {
  const type = cursor.nodeType;
  if (isComment({ type }) || type === 'line_continuation' || isLeftOut(cursor, reading)) {
    takeGap(cursor.startIndex, reading);
    reading.at = cursor.endIndex;
    return undefined;
  }
  const sign = signAt(cursor, type, reading.text);
  if (sign !== undefined) {
    takeLeaf(cursor, sign, parent, reading);
    return undefined;
  }
  if (reading.language.anchors.atoms.includes(type) && takeAtom(cursor, type, reading)) return undefined;
  return openFrame(type, parent, cursor, reading);
}

/** Signs are named for what they are: where one ends need not be asked, nor whether there is something in it. */
function signAt(cursor: TreeCursor, type: string, text: string): Extent | undefined {
  if (/\w/.test(type)) return undefined;
  const start = cursor.startIndex;
  return text.startsWith(type, start) ? [start, start + type.length] : undefined;
}

function isLeftOut(cursor: TreeCursor, { symbol, skipped }: Reading): boolean {
  if (symbol.without.size === 0 && skipped.size === 0) return false;
  const id = cursor.nodeId;
  return symbol.without.has(id) || skipped.has(id);
}

/** False for a text with code in it, which is read like all code. */
function takeAtom(cursor: TreeCursor, type: string, reading: Reading): boolean {
  const [start, end] = [cursor.startIndex, cursor.endIndex];
  const text = reading.text.slice(start, end);
  if (holdsCode(text, type)) return false;
  takeGap(start, reading);
  const atom = normaliseAtom(text, type);
  if (atom !== '') reading.tokens.push(atom.slice(1, -1) === reading.symbol.name ? ownName : atom);
  reading.at = end;
  return true;
}

function openFrame(type: string, parent: Frame | undefined, cursor: TreeCursor, reading: Reading): Frame {
  const { language, tokens } = reading;
  if (language.name === 'python' && (type === 'block' || type === 'module')) {
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
    language.anchors.looseBrackets?.includes(parent?.type ?? '') === true &&
    !/^\(\s*\{/.test(reading.text.slice(cursor.startIndex, cursor.startIndex + 40));
  return { type, isLoose };
}

function docstringOf(block: Node): Node | undefined {
  const first = block.namedChildren.find((node) => !isComment(node));
  const isText = first?.type === 'expression_statement' && first.firstNamedChild?.type === 'string';
  return isText && first.namedChildCount === 1 ? first : undefined;
}

function takeLeaf(cursor: TreeCursor, [start, end]: Extent, parent: Frame | undefined, reading: Reading): void {
  const { tokens, symbol, language, bare } = reading;
  takeGap(start, reading);
  reading.at = end;
  const token = normaliseLeaf(reading.text.slice(start, end), parent?.type);
  if (token === '' || (token === ';' && /script|tsx/.test(language.name))) return;
  if (parent?.isLoose === true && (token === '(' || token === ')')) return;
  if (tokens.at(-1) === ',' && /^[)\]}>]$/.test(token)) tokens.pop();
  if (bare.size > 0 && bare.has(cursor.nodeId)) tokens.push('(', token, ')');
  else tokens.push(token === symbol.name ? ownName : token);
}

function takeGap(until: number, reading: Reading): void {
  const gap = until > reading.at ? reading.text.slice(reading.at, until).trim() : '';
  if (gap !== '') reading.tokens.push(gap);
  reading.at = Math.max(reading.at, until);
}

function holdsCode(text: string, type: string): boolean {
  return type === 'template_string' ? text.includes('${') : type === 'string' && /^[a-z]*[ft][a-z]*["']/i.test(text);
}

/** Of a text with code in it: spaces count, its quotes do not. */
function normaliseLeaf(text: string, parent: string | undefined): string {
  if (parent !== 'string' && parent !== 'template_string') return text.trim();
  return /^[a-z]{0,3}(?:'|'{3})$/i.test(text) ? text.toLowerCase().replaceAll("'", '"') : text;
}

function normaliseAtom(text: string, type: string): string {
  if (type === 'jsx_text') return text.replaceAll(/\s+/g, ' ').trim();
  const [, prefix = '', quote, content = ''] = /^([A-Za-z]*)("""|'''|"|'|`)([\s\S]*)\2$/.exec(text) ?? [];
  if (!/string$/.test(type) || quote === undefined || (quote === '`' && /[\n\\]|\$\{/.test(content))) return text;
  const kind = prefix.toLowerCase().replace('u', '');
  return `${kind}"${kind.includes('r') ? content : content.replaceAll(/\\(["'`])/g, '$1')}"`;
}
