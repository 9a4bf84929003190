import type { Node } from 'web-tree-sitter';
import type { AnchorRules } from '../grammars/code-language.ts';
import { isGroupOfTests, nameSymbol, testCall } from './name-symbol.ts';

/** A symbol of a parsed file: all code of the file is in exactly one, imports aside. */
export interface FoundSymbol {
  /** `Class.method`; what is outside of all others is `(file)`. Two can have the same: overloads, get and set. */
  symbol: string;
  /** The last part, as the code has it. */
  name: string;
  /** Where it begins, comments before it left out. */
  start: number;
  /** With decorators and comments before it. */
  nodes: Node[];
  /** Ids of nodes within that are symbols of their own, or of none. */
  without: Set<number>;
  /** What holds for it and for others around it: `private:`. */
  section?: Node;
  /** What calls it, where it is a test of JavaScript: `it.skip`. */
  caller?: string;
}

export const fileSymbol = '(file)';

/** The symbols of a file in their order. */
export function findSymbols(root: Node, rules: AnchorRules): FoundSymbol[] {
  const whole: FoundSymbol = { symbol: fileSymbol, name: '', start: 0, nodes: [root], without: new Set() };
  const search: Search = { rules, found: [] };
  collect(root, { owner: whole, path: '', level: 0 }, search);
  return [whole, ...search.found];
}

interface Search {
  rules: AnchorRules;
  found: FoundSymbol[];
}

interface Place {
  /** The symbol that takes what is none of its own. */
  owner: FoundSymbol;
  path: string;
  level: number;
  section?: Node;
}

interface Candidate {
  /** What names it, and the node that holds all of it. */
  inner: Node;
  outer: Node;
  /** Comments and decorators that stand before it. */
  before: Node[];
}

/** Nodes gone down anywhere: code that a machine wrote can be nested without end. */
const deepest = 40;
const longestSection = 40;

function collect(parent: Node, place: Place, search: Search): void {
  if (place.level > deepest) return;
  const { rules } = search;
  let next: Place = { ...place, level: place.level + 1 };
  let before: Node[] = [];
  for (const child of parent.namedChildren) {
    if (isComment(child) || rules.prefixes?.includes(child.type)) {
      before.push(child);
      continue;
    }
    if (rules.sections?.test(`${child.type} ${child.text.slice(0, longestSection)}`)) {
      next = { ...next, section: child };
      before = [];
      continue;
    }
    const candidate = { inner: unwrap(child, rules), outer: child, before };
    if (rules.passedOver.includes(child.type)) place.owner.without.add(child.id);
    else if (!takeGroup(candidate, next, search) && !takeSymbol(candidate, next, search)) {
      if (rules.open.includes(child.type)) collect(child, next, search);
    }
    before = [];
  }
}

/** Things that are declared in one statement: each is a symbol, and the words around them are nobody's. */
function takeGroup({ inner, outer, before }: Candidate, place: Place, search: Search): boolean {
  const kinds = search.rules.groups?.[inner.type]?.split('|');
  if (kinds === undefined) return false;
  const list = inner.namedChildren.find(({ type }) => search.rules.groups?.[type] !== undefined) ?? inner;
  const members = list.namedChildren.filter(({ type }) => kinds.includes(type));
  const [first] = members;
  if (first === undefined) return false;
  // What counts on its place in the list changes with its neighbours.
  if (members.length === 1 || /\biota\b/.test(inner.text)) {
    add([...before, outer], nameSymbol(first) ?? '', place, search);
    return true;
  }
  place.owner.without.add(outer.id);
  for (const member of members) add([member], nameSymbol(member) ?? '', place, search);
  return true;
}

function takeSymbol({ inner, outer, before }: Candidate, place: Place, search: Search): boolean {
  const isSymbol = search.rules.symbols.includes(inner.type);
  if (!isSymbol && inner === outer) return false;
  const name = isSymbol ? nameSymbol(inner) : 'default';
  if (name === undefined) return false;
  const symbol = add([...before, outer], name, place, search);
  collectMembers(inner, { owner: symbol, path: symbol.symbol, level: place.level + 1 }, search);
  return true;
}

/** What a node is about: that which it wraps, or itself. */
function unwrap(node: Node, { wrappers }: AnchorRules): Node {
  const inner = wrappers?.includes(node.type) ? wrapped(node) : undefined;
  const module = node.type === 'expression_statement' ? node.firstNamedChild : undefined;
  return module?.type === 'internal_module' ? module : (inner ?? node);
}

/** `export default …` without a name is called `default`; a list of exports has no name and stays with the file. */
function wrapped(node: Node): Node | undefined {
  return (
    node.childForFieldName('declaration') ??
    node.childForFieldName('definition') ??
    node.childForFieldName('value') ??
    (/^(?:ambient|template)_declaration$/.test(node.type) ? (node.lastNamedChild ?? undefined) : undefined)
  );
}

function collectMembers(node: Node, place: Place, search: Search): void {
  const test = testCall(node);
  if (test !== undefined) {
    place.owner.caller = test.caller;
    if (isGroupOfTests(test.caller) && test.body !== null) collect(test.body, place, search);
    return;
  }
  if (search.rules.containers.includes(node.type)) collect(node, place, search);
}

function add(nodes: Node[], name: string, { owner, path, section }: Place, { found }: Search): FoundSymbol {
  const own = nodes.at(-1);
  const first = nodes.find((node) => !isComment(node)) ?? own;
  for (const node of nodes) owner.without.add(node.id);
  const symbol: FoundSymbol = {
    symbol: path === '' ? name : `${path}.${name}`,
    name: /^[\w$.]+$/.test(name) ? (name.split('.').at(-1) ?? name) : name,
    start: first?.startIndex ?? 0,
    nodes,
    without: new Set(),
    ...(section !== undefined && { section }),
  };
  found.push(symbol);
  return symbol;
}

export function isComment({ type }: Pick<Node, 'type'>): boolean {
  return /comment/.test(type);
}
