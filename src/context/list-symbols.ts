import type { Node } from 'web-tree-sitter';
import { cutLine } from '../base/text.ts';
import { type TextPlaces, textPlaces } from '../base/text-places.ts';
import type { OutlineRules } from './grammars/code-language.ts';

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
export function listSymbols({ root, text }: ParsedFile, rules: OutlineRules, limits: SymbolLimits): string[] {
  const places = textPlaces(text);
  return symbolsIn(root, rules, { depth: 0, level: 0 })
    .slice(0, limits.count)
    .map(({ node, depth }) => renderSymbol(node, depth, { rules, chars: limits.chars, places }));
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

function symbolsIn(parent: Node, rules: OutlineRules, { depth, level }: Place): Symbol[] {
  if (depth > deepest.symbols || level > deepest.nodes) return [];
  const members = (node: Node | null) =>
    node !== null && rules.containers.includes(node.type)
      ? symbolsIn(node, rules, { depth: depth + 1, level: level + 1 })
      : [];
  return parent.namedChildren.flatMap((node): Symbol[] => {
    if (rules.wrappers?.includes(node.type)) {
      return [{ node, depth }, ...members(node.childForFieldName('declaration') ?? node.lastNamedChild)];
    }
    if (rules.symbols.includes(node.type)) {
      return isWorthALine(node, rules) ? [{ node, depth }, ...members(node)] : [];
    }
    return rules.open.includes(node.type) ? symbolsIn(node, rules, { depth, level: level + 1 }) : [];
  });
}

function isWorthALine(node: Node, rules: OutlineRules): boolean {
  if (!rules.functionsOnly?.includes(node.type)) return true;
  return leadsToFunction(node, rules);
}

function leadsToFunction(node: Node, rules: OutlineRules, level = 0): boolean {
  if (/^(arrow_function|function_expression|class)$/.test(node.type)) return true;
  const inner = node.namedChildren.filter((child) => rules.through?.includes(child.type));
  return level < deepest.nodes && inner.some((child) => leadsToFunction(child, rules, level + 1));
}

interface Rendering {
  rules: OutlineRules;
  chars: number;
  /** The parser's own rows end with LF only. */
  places: TextPlaces;
}

function renderSymbol(node: Node, depth: number, { rules, chars, places }: Rendering) {
  const head = { start: -1, end: node.startIndex, closed: false, level: 0 };
  extendHead(node, rules, head);
  const text = node.text.slice(Math.max(head.start, node.startIndex) - node.startIndex, head.end - node.startIndex);
  const signature = text.replaceAll(/\s+/g, ' ').replace(/(\s*(=>|[={:;,]))+\s*$/, '');
  const { line } = places.placeOf(Math.max(head.start, 0));
  return cutLine(`${line} ${'  '.repeat(depth)}${rules.prefixes?.[node.type] ?? ''}${signature}`, chars);
}

interface Head {
  start: number;
  end: number;
  closed: boolean;
  level: number;
}

/** Grows `head` over the tokens of `node` up to its body. */
function extendHead(node: Node, rules: OutlineRules, head: Head): void {
  head.level++;
  for (const [index, child] of node.children.entries()) {
    if (head.closed) return;
    if (/comment/.test(child.type) || rules.annotations?.includes(child.type)) continue;
    if (head.level < deepest.nodes && isThrough(child, rules)) extendHead(child, rules, head);
    else if (isBody(node, index, rules)) head.closed = true;
    else take(child, head);
  }
  head.level--;
}

/** The keyword `class` has the kind of a class expression, but no name. */
function isThrough(child: Node, rules: OutlineRules): boolean {
  return child.isNamed && (rules.through?.includes(child.type) ?? false);
}

function isBody(parent: Node, index: number, rules: OutlineRules): boolean {
  const field = parent.fieldNameForChild(index);
  const type = parent.child(index)?.type ?? '';
  if (field === 'body' || type === '{' || rules.bodies?.includes(type)) return true;
  return (field === 'value' || field === 'right') && (rules.assignments?.includes(parent.type) ?? false);
}

function take(child: Node, head: Head): void {
  if (head.start < 0) head.start = child.startIndex;
  head.end = child.endIndex;
}
