import type { Node } from 'web-tree-sitter';
import { cutLine } from '../base/text.ts';
import { type TextPlaces, textPlaces } from '../base/text-places.ts';
import type { OutlineLanguage } from './outline-languages.ts';

export interface SymbolLimits {
  chars: number;
  count: number;
}

/** Levels of symbols shown, and of nodes gone down anywhere: code that a machine wrote can be nested without end. */
const deepest = { symbols: 4, nodes: 24 };

export interface ParsedFile {
  root: Node;
  text: string;
}

/** The signatures below `root` in the order of the file: line number, two spaces a level, text on one line. */
export function listSymbols({ root, text }: ParsedFile, language: OutlineLanguage, limits: SymbolLimits): string[] {
  const places = textPlaces(text);
  return symbolsIn(root, language, { depth: 0, level: 0 })
    .slice(0, limits.count)
    .map(({ node, depth }) => renderSymbol(node, depth, { language, chars: limits.chars, places }));
}

interface Symbol {
  node: Node;
  depth: number;
}

interface Place {
  /** Symbols around. */
  depth: number;
  /** Nodes around, as far as they were gone through. */
  level: number;
}

function symbolsIn(parent: Node, language: OutlineLanguage, { depth, level }: Place): Symbol[] {
  if (depth > deepest.symbols || level > deepest.nodes) return [];
  const members = (node: Node | null) =>
    node !== null && language.containers.includes(node.type)
      ? symbolsIn(node, language, { depth: depth + 1, level: level + 1 })
      : [];
  return parent.namedChildren.flatMap((node): Symbol[] => {
    if (language.wrappers?.includes(node.type)) {
      return [{ node, depth }, ...members(node.childForFieldName('declaration') ?? node.lastNamedChild)];
    }
    if (language.symbols.includes(node.type)) {
      return isWorthALine(node, language) ? [{ node, depth }, ...members(node)] : [];
    }
    return language.open.includes(node.type) ? symbolsIn(node, language, { depth, level: level + 1 }) : [];
  });
}

function isWorthALine(node: Node, language: OutlineLanguage): boolean {
  if (!language.functionsOnly?.includes(node.type)) return true;
  return leadsToFunction(node, language);
}

function leadsToFunction(node: Node, language: OutlineLanguage, level = 0): boolean {
  if (/^(arrow_function|function_expression|class)$/.test(node.type)) return true;
  const inner = node.namedChildren.filter((child) => language.through?.includes(child.type));
  return level < deepest.nodes && inner.some((child) => leadsToFunction(child, language, level + 1));
}

interface Rendering {
  language: OutlineLanguage;
  chars: number;
  /** The parser's own rows end with LF only. */
  places: TextPlaces;
}

function renderSymbol(node: Node, depth: number, { language, chars, places }: Rendering) {
  const head = { start: -1, end: node.startIndex, closed: false, level: 0 };
  extendHead(node, language, head);
  const text = node.text.slice(Math.max(head.start, node.startIndex) - node.startIndex, head.end - node.startIndex);
  const signature = text.replaceAll(/\s+/g, ' ').replace(/(\s*(=>|[={:;,]))+\s*$/, '');
  const { line } = places.placeOf(Math.max(head.start, 0));
  return cutLine(`${line} ${'  '.repeat(depth)}${language.prefixes?.[node.type] ?? ''}${signature}`, chars);
}

interface Head {
  start: number;
  end: number;
  closed: boolean;
  level: number;
}

/** Grows `head` over the tokens of `node` up to its body. */
function extendHead(node: Node, language: OutlineLanguage, head: Head): void {
  head.level++;
  for (const [index, child] of node.children.entries()) {
    if (head.closed) return;
    if (/comment/.test(child.type) || language.annotations?.includes(child.type)) continue;
    if (head.level < deepest.nodes && isThrough(child, language)) extendHead(child, language, head);
    else if (isBody(node, index, language)) head.closed = true;
    else take(child, head);
  }
  head.level--;
}

/** The keyword `class` has the kind of a class expression, but no name. */
function isThrough(child: Node, language: OutlineLanguage): boolean {
  return child.isNamed && (language.through?.includes(child.type) ?? false);
}

function isBody(parent: Node, index: number, language: OutlineLanguage): boolean {
  const field = parent.fieldNameForChild(index);
  const type = parent.child(index)?.type ?? '';
  if (field === 'body' || type === '{' || language.bodies?.includes(type)) return true;
  return (field === 'value' || field === 'right') && (language.assignments?.includes(parent.type) ?? false);
}

function take(child: Node, head: Head): void {
  if (head.start < 0) head.start = child.startIndex;
  head.end = child.endIndex;
}
