import type { Node } from 'web-tree-sitter';
import { expandBraces } from './braces.ts';

/** A word of a command line as far as it can be known without running it. */
export interface ShellWord {
  /** As it is written. */
  source: string;
  /** All that the shell may make of it, without quotes; undefined where only the shell knows. Globs stay as they are. */
  values: readonly string[] | undefined;
  /** What it certainly begins with. */
  prefix: string;
  /** It is something at or below its values. */
  found?: true;
}

/** What variables stand for: all values that the line itself gives them. */
export type Bindings = ReadonlyMap<string, readonly string[]>;

export function literalWord(text: string): ShellWord {
  return { source: text, values: [text], prefix: text };
}

/** The only value of a word, or undefined where it has several or is not known. */
export function textOf(word: ShellWord | undefined): string | undefined {
  return word?.values?.length === 1 ? word.values[0] : undefined;
}

/** Reads a node that is a word: quotes are taken off, escapes decoded, known variables filled in. */
export function readWord(node: Node, bindings: Bindings): ShellWord {
  const parts = partsOf(node, bindings, false);
  const known = parts.findIndex(({ values }) => values === undefined || values.length > 1);
  const head = known < 0 ? parts : parts.slice(0, known);
  const prefix = head.map(({ values }) => values?.[0] ?? '').join('');
  return { source: node.text, values: join(parts), prefix };
}

interface Part {
  values: readonly string[] | undefined;
  /** Braces in it are the shell's own. */
  bare?: boolean;
}

const unknown: Part = { values: undefined };

/** What `mktemp` makes is a file or folder of its own, in the folder of temporary files. */
const freshFile = /^\$\(\s*mktemp(?:\s+-d)?\s*\)$/;
const newTemporary = '/tmp/tmp.XXXXXXXXXX';

function partsOf(node: Node, bindings: Bindings, quoted: boolean): Part[] {
  switch (node.type) {
    case 'word':
    case 'number':
    case 'extglob_pattern':
    case 'variable_name':
    case 'special_variable_name':
    case 'test_operator':
    case 'regex':
      return node.namedChildCount > 0 ? [unknown] : [{ values: [unescapeBare(node.text)], bare: true }];
    case 'raw_string':
      return [{ values: [node.text.slice(1, -1)] }];
    case 'ansi_c_string':
      return [{ values: [unescapeAnsi(node.text.slice(2, -1))] }];
    case 'string':
    case 'translated_string':
      return stringParts(node, bindings);
    case 'concatenation':
    case 'command_name':
      return node.children.flatMap((child) =>
        child.isNamed ? partsOf(child, bindings, quoted) : [{ values: [child.text], bare: true }],
      );
    case 'brace_expression':
      return [{ values: [node.text], bare: true }];
    case 'command_substitution':
      return [freshFile.test(node.text) ? { values: [newTemporary] } : unknown];
    case 'simple_expansion':
    case 'expansion':
      return [{ values: expansionOf(node, bindings, quoted) }];
    default:
      return [unknown];
  }
}

/** The text between the children of a string is its own too: the grammar leaves out spaces at its edges. */
function stringParts(node: Node, bindings: Bindings): Part[] {
  const { text, startIndex } = node;
  const parts: Part[] = [];
  let at = text.indexOf('"') + 1;
  for (const child of node.namedChildren) {
    if (child.type === 'translated_string' || child.type === 'string') return stringParts(child, bindings);
    if (child.type === 'string_content') continue;
    const start = child.startIndex - startIndex;
    parts.push({ values: [unescapeQuoted(text.slice(at, start))] }, ...partsOf(child, bindings, true));
    at = child.endIndex - startIndex;
  }
  return [...parts, { values: [unescapeQuoted(text.slice(at, -1))] }];
}

/** Only `$NAME`, `${NAME}` and `${NAME:-text}`: what else an expansion does to a value is not followed. */
function expansionOf(node: Node, bindings: Bindings, quoted: boolean): readonly string[] | undefined {
  const [, plain, braced, instead] = /^\$(?:(\w+)|\{(\w+)(?::?-([^'"`\\]*))?\})$/s.exec(node.text) ?? [];
  const given = bindings.get(plain ?? braced ?? '');
  const values = instead === undefined ? given : withDefault(given, instead, bindings);
  const isSplit = values?.some((value) => /[\s*?[]/.test(value)) === true;
  return isSplit && !quoted ? undefined : values;
}

function withDefault(
  given: readonly string[] = [],
  instead: string,
  bindings: Bindings,
): readonly string[] | undefined {
  const filled = instead.replace(/\$(?:(\w+)|\{(\w+)\})/g, (text, plain, braced) => {
    const values = bindings.get(String(plain ?? braced));
    return values?.length === 1 ? (values[0] ?? '') : text;
  });
  return filled.includes('$') ? undefined : [...given, filled];
}

function join(parts: readonly Part[]): readonly string[] | undefined {
  if (parts.length > 0 && parts.every(({ bare }) => bare === true)) {
    return expandBraces(parts.map(({ values }) => values?.[0] ?? '').join(''));
  }
  // A brace between quoted parts may still be the shell's to expand.
  if (parts.some(({ bare, values }) => bare === true && /[{}]/.test(values?.[0] ?? ''))) return undefined;
  return parts.reduce<readonly string[] | undefined>(
    (heads, { values }) => {
      if (heads === undefined || values === undefined || heads.length * values.length > mostValues) return undefined;
      return heads.flatMap((head) => values.map((value) => head + value));
    },
    [''],
  );
}

const mostValues = 64;

function unescapeBare(text: string): string {
  return text.replace(/\\(\n|[\s\S])/g, (_, char: string) => (char === '\n' ? '' : char));
}

function unescapeQuoted(text: string): string {
  return text.replace(/\\([$`"\\\n])/g, (_, char: string) => (char === '\n' ? '' : char));
}

const ansiEscapes: Readonly<Record<string, string>> = {
  ...{ a: '\u0007', b: '\b', e: '\u001b', E: '\u001b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
};

function unescapeAnsi(text: string): string {
  const sequence = /\\(?:x([\da-fA-F]{1,2})|u([\da-fA-F]{1,4})|U([\da-fA-F]{1,8})|([0-7]{1,3})|c([\s\S])|([\s\S]))/g;
  return text.replace(sequence, (_, ...groups: (string | undefined)[]) => {
    const [hex, short, long, octal, control, plain = ''] = groups;
    const digits = hex ?? short ?? long;
    if (digits !== undefined) return fromCode(Number.parseInt(digits, 16));
    if (octal !== undefined) return fromCode(Number.parseInt(octal, 8) & 0xff);
    if (control !== undefined) return fromCode(control.charCodeAt(0) & 0x1f);
    return ansiEscapes[plain] ?? plain;
  });
}

function fromCode(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
