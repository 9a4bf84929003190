import type { Node } from 'web-tree-sitter';
import { type Bindings, readWord } from './words.ts';

/**
 * What the variables of a line may stand for: the values that it assigns as literal text, over what is `known` before. One
 * that is also set in a way that is not followed is left out. A line that could set any variable has none.
 */
export function findBindings(root: Node, known: Bindings): Bindings {
  if (setsUnseen.test(root.text)) return new Map();
  const bindings = new Map<string, readonly string[]>(known);
  const lost = new Set<string>();
  for (const node of root.descendantsOfType(['variable_assignment', 'for_statement', 'c_style_for_statement'])) {
    const name = node.childForFieldName(node.type === 'for_statement' ? 'variable' : 'name')?.text ?? '';
    const given = node.type === 'for_statement' ? loopValues(node, known) : assignedValues(node, known);
    const before = bindings.get(name) ?? [];
    if (given === undefined || lost.has(name)) lost.add(name);
    else bindings.set(name, [...new Set([...before, ...given])]);
  }
  for (const name of lost) bindings.delete(name);
  return bindings;
}

/** Built-ins that set variables by name, arithmetic that assigns, and the variable that splits words. */
const setsUnseen =
  /(?:^|[\s;&|({`"'])(?:read|mapfile|readarray|printf\s+-v|declare|typeset|local|getopts|let|eval|source|select|unset|IFS=|\.(?=\s))|\(\(|:=/;

function assignedValues(node: Node, known: Bindings): readonly string[] | undefined {
  const value = node.childForFieldName('value');
  if (value === null) return node.text.endsWith('=') && !node.text.endsWith('+=') ? [''] : undefined;
  return node.text.includes('+=') || value.type === 'array' ? undefined : readWord(value, known).values;
}

function loopValues(node: Node, known: Bindings): readonly string[] | undefined {
  const words = node.childrenForFieldName('value').map((value) => readWord(value, known).values);
  return words.some((values) => values === undefined) || words.length === 0 ? undefined : words.flatMap((v) => v ?? []);
}
