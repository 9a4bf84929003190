import { posix } from 'node:path';
import type { Node, Tree } from 'web-tree-sitter';
import { limits } from '../../base/limits.ts';
import { findBindings } from './bindings.ts';
import { findStrangeText } from './strange-text.ts';
import { runsSubscripts } from './subscripts.ts';
import { unwrapCall } from './unwrap.ts';
import { type Bindings, literalWord, readWord, type ShellWord, textOf } from './words.ts';

/** A program that a line would run. */
export interface ProgramCall {
  /** Its name without its folder, in lower case; '' for redirects or assignments alone. */
  program: string;
  /** As it is called. */
  word: string;
  args: readonly ShellWord[];
  assignments: readonly { name: string; value: ShellWord }[];
  /** Targets of `>`, `>>`, `>|`, `&>`, `<>`. */
  writes: readonly ShellWord[];
  /** Sources of `<`. */
  reads: readonly ShellWord[];
  /** Where it may run: the folders that a `cd` before it may have led to, absolute. Empty where that is not known. */
  folders: readonly string[];
}

export interface CommandLine {
  calls: readonly ProgramCall[];
  /** Why the line cannot be judged by its text, or undefined. */
  opaque: string | undefined;
}

export interface ShellReader {
  parse(text: string): Tree | null;
  /** Values of variables that are known before the line. */
  variables: Bindings;
  /** Absolute: where the line starts. */
  root: string;
  /** Whether a `cd` to that folder is sure to succeed. */
  isFolder(path: string): boolean;
}

/**
 * Every program call of a line of shell: in lists, pipes, groups, loops, functions, substitutions and here-documents, and
 * behind what runs other programs. A line that is not wholly understood says why.
 */
export function readCommandLine(line: string, reader: ShellReader): CommandLine {
  const walk: Walk = { reader, bindings: reader.variables, calls: [], opaque: findStrangeText(line), depth: 0 };
  if (walk.opaque === undefined) readScript(line, [reader.root], walk);
  return { calls: walk.calls, opaque: walk.opaque };
}

interface Walk {
  reader: ShellReader;
  bindings: Bindings;
  calls: ProgramCall[];
  opaque: string | undefined;
  depth: number;
}

type Folders = readonly string[];

function readScript(text: string, folders: Folders, walk: Walk): Folders {
  if (walk.depth > limits.commandDepth) return hide(walk, 'it is nested too deeply', folders);
  if (brokenWord.test(text)) return hide(walk, 'a word of it is broken over two lines', folders);
  const tree = walk.reader.parse(text);
  if (tree === null) return hide(walk, 'it cannot be parsed', folders);
  try {
    const { rootNode } = tree;
    if (rootNode.hasError) return hide(walk, 'it is no complete command of the shell', folders);
    const inner = { ...walk, bindings: findBindings(rootNode, walk.bindings), depth: walk.depth + 1 };
    const after = visit(rootNode, folders, inner);
    walk.opaque ??= inner.opaque;
    return after;
  } finally {
    tree.delete();
  }
}

/** The shell joins its halves; the grammar takes them for two words. */
const brokenWord = /[\w./'"$-]\\\n[\w./'"$-]/;

function hide<T>(walk: Walk, why: string, result: T): T {
  walk.opaque ??= why;
  return result;
}

/** Goes through a node in the order in which the shell would; returns the folders that it may then be in. */
function visit(node: Node, folders: Folders, walk: Walk): Folders {
  switch (node.type) {
    case 'command':
    case 'declaration_command':
    case 'unset_command':
    case 'test_command':
      return visitCommand(node, folders, walk);
    case 'variable_assignment':
      if (node.parent?.type !== 'command')
        addCall({ ...emptyCall(folders), assignments: [assignmentOf(node, walk)] }, walk);
      return visitParts(node, folders, walk);
    case 'redirected_statement':
      return visitRedirected(node, folders, walk);
    case 'list':
      return visitList(node, folders, walk);
    case 'subshell':
    case 'command_substitution':
    case 'process_substitution':
    case 'pipeline':
      visitParts(node, folders, walk);
      return folders;
    case 'function_definition':
      return visitFunction(node, folders, walk);
    case 'expansion':
      if (/@[A-Za-z]\}$/.test(node.text)) hide(walk, 'it expands a variable as a prompt or as code', folders);
      return visitParts(node, folders, walk);
    case ';;':
    case ';&':
    case ';;&':
      return node.parent?.type === 'case_item' ? folders : hide(walk, `${node.type} stands outside of a case`, folders);
    default:
      return visitParts(node, folders, walk);
  }
}

function visitParts(node: Node, folders: Folders, walk: Walk): Folders {
  let present = folders;
  for (const child of node.children) present = visit(child, present, walk);
  return present;
}

/** After `cd x &&` the shell is in x; after `cd x;` it may have stayed. */
function visitList(node: Node, folders: Folders, walk: Walk): Folders {
  const links = chainOf(node);
  if (links.length < 2) return visitParts(node, folders, walk);
  let present = folders;
  let possible = folders;
  for (const link of links) {
    const after = visit(link, present, walk);
    const moved = after.slice(present.length);
    present = isCd(link) && moved.length > 0 ? moved : after;
    possible = [...new Set([...possible, ...after])];
  }
  return possible;
}

/** The commands between `&&`, in order; the node itself where there is none. */
function chainOf(node: Node): Node[] {
  const [left, operator, right] = node.type === 'list' ? node.children : [];
  if (left === undefined || right === undefined || operator?.type !== '&&') return [node];
  return [...chainOf(left), right];
}

function isCd(node: Node): boolean {
  return node.type === 'command' && node.childForFieldName('name')?.text === 'cd';
}

function visitFunction(node: Node, folders: Folders, walk: Walk): Folders {
  const name = node.childForFieldName('name')?.text;
  const body = node.childForFieldName('body');
  const called = body?.descendantsOfType('command_name').map(({ text }) => text) ?? [];
  if (name !== undefined && called.includes(name)) hide(walk, `the function ${name} calls itself`, folders);
  return visitParts(node, folders, walk);
}

const redirects: ReadonlySet<string> = new Set(['file_redirect', 'heredoc_redirect', 'herestring_redirect']);

function visitRedirected(node: Node, folders: Folders, walk: Walk): Folders {
  const body = node.childForFieldName('body');
  if (body?.type === 'command')
    return visitCommand(
      body,
      folders,
      walk,
      node.children.filter((c) => redirects.has(c.type)),
    );
  const { writes, reads } = targetsOf(node.children, walk);
  if (writes.length + reads.length > 0) addCall({ ...emptyCall(folders), writes, reads }, walk);
  return visitParts(node, folders, walk);
}

function visitCommand(node: Node, folders: Folders, walk: Walk, outer: readonly Node[] = []): Folders {
  const children = node.children.filter((child) => child.type !== 'command_name');
  const { writes, reads, more } = targetsOf([...children, ...outer], walk);
  const name = node.childForFieldName('name') ?? (node.type === 'command' ? null : node.firstChild);
  const args = children.filter((child) => isArgument(child, node)).map((child) => readWord(child, walk.bindings));
  const assigned = children.filter(({ type }) => type === 'variable_assignment');
  const assignments = assigned.map((each) => assignmentOf(each, walk));
  const isDeclaration = node.type === 'declaration_command';
  const call = {
    ...emptyCall(folders),
    args: [...args, ...(isDeclaration ? assigned.map((each) => literalWord(each.text)) : []), ...more],
    assignments,
    writes,
    reads,
  };
  if (name !== null) nameCall(call, name.isNamed ? readWord(name, new Map()) : literalWord(name.text), walk);
  else addCall(call, walk);
  for (const child of [...node.children, ...outer]) visit(child, folders, walk);
  return afterCall(call, folders, walk);
}

const noArguments: ReadonlySet<string> = new Set([...redirects, 'variable_assignment', 'herestring_redirect']);

function isArgument(child: Node, { type, firstChild }: Node): boolean {
  if (!child.isNamed) return type === 'unset_command' && child.id !== firstChild?.id && child.text.startsWith('-');
  return !noArguments.has(child.type);
}

type OpenCall = { -readonly [Key in keyof ProgramCall]: ProgramCall[Key] };

function nameCall(call: OpenCall, name: ShellWord, walk: Walk): void {
  const written = textOf(name);
  if (written === undefined || /[*?[\]~]/.test(written.replace(/^\[\[?$/, ''))) {
    hide(walk, `the program ${name.source} is known to the shell only`, undefined);
  } else if (!/^[\x20-\x7e]*$/.test(written))
    hide(walk, `the program's name ${written} only looks like a common one`, undefined);
  call.word = written ?? name.source;
  call.program = posix
    .basename(call.word)
    .toLowerCase()
    .replace(/^(.+)@.*$/, '$1');
  if (runsSubscripts(call)) hide(walk, 'a subscript in it is evaluated as code', undefined);
  addCall(call, walk);
}

function addCall(call: ProgramCall, walk: Walk): void {
  if (walk.calls.length >= limits.commandCalls) {
    walk.opaque ??= 'it runs too many programs';
    return;
  }
  walk.calls.push(call);
  const { inner, scripts, opaque } = unwrapCall(call);
  const isDeep = inner.length + scripts.length > 0 && walk.depth >= limits.commandDepth;
  walk.opaque ??= opaque ?? (isDeep ? 'it is nested too deeply' : undefined);
  if (isDeep) return;
  const deeper = { ...walk, depth: walk.depth + 1 };
  for (const { words, set } of inner) {
    const [first, ...args] = words;
    const assignments = set.map(assignedBy);
    if (first !== undefined) nameCall({ ...call, args, assignments, writes: [], reads: [] }, first, deeper);
  }
  for (const script of scripts) {
    const text = textOf(script);
    if (text === undefined) hide(walk, `${call.program} runs code that is known to the shell only`, undefined);
    else if (findStrangeText(text) !== undefined) hide(walk, 'it runs code with hidden characters', undefined);
    else readScript(text, call.folders, deeper);
  }
  walk.opaque ??= deeper.opaque;
}

/** `cd` and its like lead on; to where is not known, or not sure, is held open. */
function afterCall({ program, args }: ProgramCall, folders: Folders, { reader }: Walk): Folders {
  if (program !== 'cd' && program !== 'pushd' && program !== 'popd') return folders;
  const target = args.find(({ source }) => !/^-[LPe@]*$/.test(source));
  const home = reader.variables.get('HOME') ?? [];
  const values = program === 'popd' ? undefined : target === undefined ? home : target.values;
  if (values === undefined || args.some(({ source }) => source === '-')) return [];
  const expanded = values.map((value) => value.replace(/^~(?=\/|$)/, home[0] ?? '~'));
  const moved = folders.flatMap((folder) => expanded.map((value) => posix.resolve(folder, value)));
  return moved.length > 0 && moved.every(reader.isFolder) ? moved : [...folders, ...moved];
}

function assignmentOf(node: Node, { bindings }: Walk): { name: string; value: ShellWord } {
  const value = node.childForFieldName('value');
  const name = node.childForFieldName('name')?.text ?? '';
  return { name, value: value === null ? literalWord('') : readWord(value, bindings) };
}

function assignedBy({ source, prefix, values }: ShellWord): { name: string; value: ShellWord } {
  const [name = '', text = ''] = prefix.split(/=(.*)/s);
  return { name, value: { source, values: values?.map((value) => value.slice(name.length + 1)), prefix: text } };
}

/** The grammar takes what follows a redirect's target for further targets; they are arguments. */
function targetsOf(nodes: readonly Node[], { bindings }: Walk) {
  const writes: ShellWord[] = [];
  const reads: ShellWord[] = [];
  const more: ShellWord[] = [];
  for (const node of nodes.filter(({ type }) => type === 'file_redirect')) {
    const operator = node.children.find((child) => !child.isNamed)?.type ?? '>';
    const [target, ...rest] = node.childrenForFieldName('destination').map((each) => readWord(each, bindings));
    more.push(...rest);
    const isCopy = operator.endsWith('&') && /^(?:\d+-?|-)$/.test(target?.source ?? '-');
    if (target === undefined || isCopy) continue;
    (operator === '<' ? reads : writes).push(target);
  }
  return { writes, reads, more };
}

function emptyCall(folders: Folders): OpenCall {
  return { program: '', word: '', args: [], assignments: [], writes: [], reads: [], folders };
}
