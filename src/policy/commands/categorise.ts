import type { ProgramCall } from '../shell/command-line.ts';
import { textOf } from '../shell/words.ts';
import type { Category, CategoryRule } from './category.ts';
import { codeRules } from './code-rules.ts';
import { isRiskyAssignment } from './environment-names.ts';
import { machineRules } from './machine-rules.ts';
import { reachRules } from './reach-rules.ts';
import { allWords } from './touched-paths.ts';

/** The categories that a call of a program falls under. */
export function categorise(call: ProgramCall, table: CategoryTable): Category[] {
  const found = new Set<Category>();
  const text = call.args.map((word) => textOf(word) ?? word.source).join(' ');
  for (const { category, when, unless, fits } of table.get(call.program) ?? []) {
    if ((when?.test(text) ?? true) && unless?.test(text) !== true && (fits?.(call) ?? true)) found.add(category);
  }
  const isForProgram = call.program !== '' && !declarations.has(call.program);
  if (call.assignments.some((each) => isRiskyAssignment(each, isForProgram))) found.add('environment');
  if (allWords(call).some(({ prefix }) => /^\/dev\/(?:tcp|udp)\//.test(prefix))) found.add('network');
  if (namesAshlar(call)) found.add('ashlar');
  return [...found];
}

const declarations: ReadonlySet<string> = new Set(['export', 'declare', 'typeset', 'local', 'readonly']);

/** The rules by the program that they are about. */
export type CategoryTable = ReadonlyMap<string, readonly CategoryRule[]>;

export function categoryTable(): CategoryTable {
  const table = new Map<string, CategoryRule[]>();
  for (const rule of [...codeRules, ...reachRules, ...machineRules]) {
    for (const program of rule.programs) table.set(program, [...(table.get(program) ?? []), rule]);
  }
  return table;
}

const launchers: ReadonlySet<string> = new Set([
  ...['npx', 'bunx', 'pnpx', 'npm', 'pnpm', 'yarn', 'bun', 'node', 'deno', 'tsx', 'ts-node', 'unbuffer', 'watch'],
]);

function namesAshlar({ program, word, args }: ProgramCall): boolean {
  return isAshlar(program) || isAshlar(word) || (launchers.has(program) && args.some(({ source }) => isAshlar(source)));
}

const isAshlar = (word: string) => /(?:^|[/ (])ashlar(?:\.[cm]?js|@.*|\))?['"]?$/i.test(word);
