import { type Box, type Line, readBox, readLines } from '../lines.ts';
import { type CarriedTasks, carryTasks } from './carry-tasks.ts';
import type { ImportNote } from './foreign-spec.ts';

const task = /^\s*(?:\*\*)?T(\d+)([a-zA-Z]?)\b(?:\*\*)?[:.)]?\s*((?:\[[^\]]{1,20}\]\s*)*)(.*)$/;

/**
 * Carries a `tasks.md` over. `T012 [P] [US1] Title` becomes task 12 with the requirements, files and needs that its line names;
 * all other lines stay.
 */
export function carrySpecKitTasks(
  original: string,
  file: string,
  ids: ReadonlyMap<string, string>,
): CarriedTasks & { notes: ImportNote[] } {
  const text = giveBoxes(original);
  const numbers = numberTasks(text);
  const notes: ImportNote[] = [];
  const rewrite = (box: Box, line: Line): string[] | undefined => {
    const [, digits, letter = '', tags = '', title = ''] = task.exec(box.rest) ?? [];
    const number = numbers.at.get(line.number);
    if (digits === undefined || number === undefined) return undefined;
    const written = `T${digits}${letter}`;
    const requirements = readTargets(`${tags} ${title}`, ids);
    for (const name of requirements.unknown) {
      notes.push({
        file,
        line: line.number,
        message: `${written} names ${name}, which the specification does not have`,
      });
    }
    const depends = readNeeds(title, numbers.of).filter((id) => id !== String(number));
    const indent = ' '.repeat(/^\s*/.exec(box.lead)?.[0].length ?? 0);
    return [
      `${indent}- [ ] ${number}. ${title.trim() || written}`,
      `${indent}  - ${written} in spec-kit${/\[P\]/.test(tags) ? ', can run in parallel' : ''}`,
      ...field('Requirements', requirements.known),
      ...field('Files', readFiles(title)),
      ...field('Depends', depends),
    ].map((each, at) => (at < 2 ? each : `${indent}${each}`));
  };
  return { ...carryTasks(text, { file, tool: 'spec-kit', rewrite }), notes };
}

/** A list that is written without boxes, `- T001: Title`, has them in all its tasks. */
function giveBoxes(text: string): string {
  const { lines } = readLines(text);
  if (lines.some((line) => task.test(readBox(line)?.rest ?? ''))) return text;
  const boxed = lines.map((line) => (line.verbatim ? line.text : line.text.replace(unboxed, '$1[ ] ')));
  return boxed.join('\n');
}

const unboxed = /^(\s*[-*]\s+)(?=(?:\*\*)?T\d+[a-zA-Z]?\b)/;

function field(name: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`  - _${name}: ${values.join(', ')}_`];
}

interface Numbers {
  /** By line. */
  at: Map<number, number>;
  /** By the number as it was written, the first where it comes twice. */
  of: Map<string, number>;
}

/** A task keeps its number; `T012a` and one that comes twice get one after the highest. */
function numberTasks(text: string): Numbers {
  const found = readLines(text).lines.flatMap((line) => {
    const match = task.exec(readBox(line)?.rest ?? '');
    return match === null ? [] : [{ line: line.number, count: Number(match[1]), letter: match[2] ?? '' }];
  });
  let highest = Math.max(0, ...found.map(({ count }) => count));
  const used = new Set<number>([0]);
  const numbers: Numbers = { at: new Map(), of: new Map() };
  for (const { line, count, letter } of found) {
    const isFree = letter === '' && !used.has(count);
    const number = isFree ? count : ++highest;
    used.add(number);
    numbers.at.set(line, number);
    if (!numbers.of.has(`${count}${letter}`)) numbers.of.set(`${count}${letter}`, number);
  }
  return numbers;
}

function readTargets(text: string, ids: ReadonlyMap<string, string>): { known: string[]; unknown: string[] } {
  const names = [...text.matchAll(/\bUS(\d+)\b|\b((?:FR|NFR|SC)-?\d+[a-z]?)\b/g)].map(([whole]) => whole);
  const known = names.flatMap((name) => ids.get(name) ?? []);
  return { known: [...new Set(known)], unknown: [...new Set(names.filter((name) => !ids.has(name)))] };
}

/** Paths with a folder and an ending, such as `src/models/user.py`. */
function readFiles(title: string): string[] {
  const plain = title.replace(/\bhttps?:\S+/g, '');
  const paths = plain.matchAll(/(?<![\w/.@-])(?:[\w.@[\]()-]+\/)+[\w.@[\]-]*\w\.[A-Za-z]\w{0,9}\b/g);
  return [...new Set([...paths].map(([path]) => path))];
}

function readNeeds(title: string, numbers: ReadonlyMap<string, number>): string[] {
  const said = /depends on:?\s+((?:T\d+[a-zA-Z]?(?:\s*(?:,|and|&)\s*)?)+)/i.exec(title)?.[1] ?? '';
  const needs = [...said.matchAll(/T(\d+)([a-zA-Z]?)/g)].map((match) => `${Number(match[1])}${match[2] ?? ''}`);
  return needs.flatMap((need) => numbers.get(need) ?? []).map(String);
}
