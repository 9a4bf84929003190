import { type Box, type Line, readBox, readHeading, readLines } from '../lines.ts';
import type { ImportNote } from './foreign-spec.ts';

export interface CarriedTasks {
  text: string;
  ticked: ImportNote[];
}

export interface CarryTasks {
  /** The path that notes carry. */
  file: string;
  /** The tool that the tasks come from, for people to read. */
  tool: string;
  /** The lines that a task becomes, its box open; without it the line as it is. */
  rewrite?: (box: Box, line: Line) => string[] | undefined;
}

/** Carries a list of tasks over with every box open, and says at each that was ticked that nothing proves it here. */
export function carryTasks(text: string, { file, tool, rewrite }: CarryTasks): CarriedTasks {
  const ticked: ImportNote[] = [];
  const carried = readLines(text).lines.flatMap((line): string[] => {
    const box = readBox(line);
    if (box === undefined) return [line.text];
    const open = rewrite?.(box, line) ?? [`${box.lead}[ ]${box.rest}`];
    if (!/[xX]/.test(box.sign)) return open;
    ticked.push({ file, line: line.number, message: `ticked there, not proved here: ${box.rest.trim()}` });
    const indent = /^\s*/.exec(line.text)?.[0] ?? '';
    return readHeading(line) === undefined ? [...open, `${indent}  - Ticked in ${tool}, not proved here`] : open;
  });
  return { text: carried.join('\n'), ticked };
}
