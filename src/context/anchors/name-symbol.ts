import type { Node } from 'web-tree-sitter';

/**
 * What a node is called within its container, or undefined where it is no symbol: an assignment and a test are symbols,
 * any other statement is not.
 */
export function nameSymbol(node: Node): string | undefined {
  const special = specialNames[node.type];
  if (special !== undefined) return special(node);
  return fieldText(node, 'name') ?? fieldText(node, 'property') ?? declaratorNames(node) ?? declaredName(node);
}

/** The title of a test or of a group of tests in JavaScript: `describe("…", …)`, `it.each(…)("…", …)`. */
export function testCall(node: Node): { title: string; caller: string; body: Node | null } | undefined {
  const call = node.type === 'expression_statement' ? node.firstNamedChild : node;
  if (call?.type !== 'call_expression') return undefined;
  const caller = (call.childForFieldName('function')?.text ?? '').slice(0, 200);
  if (!/^(?:x|f)?(?:describe|context|suite|it|test|specify|bench)\b/.test(caller)) return undefined;
  const values = call.childForFieldName('arguments')?.namedChildren.filter(({ type }) => type !== 'comment') ?? [];
  const [title] = values;
  if (title === undefined || !/^(?:template_)?string$/.test(title.type)) return undefined;
  const body = values.findLast(({ type }) => /^(?:arrow_function|function_expression)$/.test(type));
  return { title: title.text.slice(1, -1), caller, body: body?.childForFieldName('body') ?? null };
}

export function isGroupOfTests(caller: string): boolean {
  return /^[xf]?(?:describe|context|suite)\b/.test(caller);
}

const specialNames: Readonly<Record<string, (node: Node) => string | undefined>> = {
  expression_statement: (node) => assignedName(node) ?? testCall(node)?.title,
  assignment: (node) => fieldText(node, 'left'),
  singleton_class: (node) => `class << ${fieldText(node, 'value') ?? ''}`,
  class: (node) => fieldText(node, 'name') ?? 'default',
  impl_item: (node) => {
    const [type, trait] = [fieldText(node, 'type'), fieldText(node, 'trait')];
    return trait === undefined ? type : `${type} as ${trait}`;
  },
  method_declaration: (node) => {
    const receiver = fieldText(node, 'receiver');
    const type = receiver?.match(/([\w]+)\s*(?:\[[^\]]*\])?\s*\)$/)?.[1];
    const name = fieldText(node, 'name');
    return type === undefined ? name : `${type}.${name}`;
  },
  destructor_declaration: (node) => `~${fieldText(node, 'name')}`,
  indexer_declaration: () => 'this',
  operator_declaration: (node) => `operator ${fieldText(node, 'operator') ?? ''}`.trim(),
  conversion_operator_declaration: (node) => `operator ${fieldText(node, 'type') ?? ''}`.trim(),
};

/** `module.exports = …`, `X.prototype.y = …`, and in Python any assignment. */
function assignedName(node: Node): string | undefined {
  const inner = node.firstNamedChild;
  return inner?.type === 'assignment_expression' || inner?.type === 'assignment' ? fieldText(inner, 'left') : undefined;
}

/** Fields that are declared together are one symbol: `a,b`. */
function declaratorNames(node: Node): string | undefined {
  const declared = node.namedChildren.find(({ type }) => type === 'variable_declaration') ?? node;
  const names = declared.namedChildren
    .filter(({ type }) => /^(?:variable_declarator|property_element|const_element)$/.test(type))
    .flatMap((each) => fieldText(each, 'name') ?? each.firstNamedChild?.text ?? []);
  return names.length === 0 ? undefined : names.join(',');
}

/** In C++ the name stands innermost: that of `int *a::f(int)` is `a::f`. Things declared together are one symbol. */
function declaredName(node: Node): string | undefined {
  const names = node.childrenForFieldName('declarator').map((declarator) => {
    let inner = declarator;
    for (let next: Node | null = inner; next !== null; next = declaratorIn(inner)) inner = next;
    return inner.text.replaceAll(/\s+/g, ' ').slice(0, longestName);
  });
  return names.length === 0 ? undefined : names.join(',');
}

/** A reference has its declarator in no field. */
function declaratorIn(node: Node): Node | null {
  const bare = /^(?:reference|parenthesized)_declarator$/.test(node.type) ? node.firstNamedChild : null;
  return node.childForFieldName('declarator') ?? bare;
}

function fieldText(node: Node, field: string): string | undefined {
  return node.childForFieldName(field)?.text.replaceAll(/\s+/g, ' ').replaceAll("'", '"').slice(0, longestName);
}

const longestName = 200;
