import { AshlarError } from '../base/errors.ts';
import type { SpecDocument } from '../domain/spec.ts';
import { type ParseDocument, parseDocument } from './parse-document.ts';

/**
 * Sets the box of one task in the text of `tasks.md`, or of another file that holds tasks, changing that character only; a parent's box is the caller's to set.
 * Throws where there is no such task or the task has no box.
 */
export function markTask(
  text: string,
  taskId: string,
  mark: 'open' | 'done',
  { file = 'tasks.md', parse = parseDocument }: ParsingTasks = {},
): string {
  const { tasks } = parse('tasks', file, text);
  const task = tasks.find(({ id }) => id === taskId);
  if (task === undefined) {
    const ids = tasks.map(({ id }) => id).join(', ');
    throw new AshlarError({
      kind: 'invalid',
      what: `There is no task ${taskId} in ${file}`,
      next: ids === '' ? 'Write tasks as `- [ ] 1. Title`.' : `Its tasks are ${ids}.`,
    });
  }
  if (task.markOffset === undefined) {
    throw new AshlarError({
      kind: 'invalid',
      what: `Task ${taskId} of ${file} has no box to tick`,
      next: `Write it as \`- [ ] ${taskId} ${task.title}\`.`,
    });
  }
  if (task.mark === mark) return text;
  return `${text.slice(0, task.markOffset)}${mark === 'done' ? 'x' : ' '}${text.slice(task.markOffset + 1)}`;
}

export interface ParsingTasks {
  /** Whose text it is; `tasks.md` otherwise. */
  file?: string;
  /** Where texts that were parsed before are kept. */
  parse?: ParseDocument;
}

/** Puts a new text in the place of one block, with the line breaks that the file has. */
export function replaceBlock(text: string, document: SpecDocument, blockId: string, newText: string): string {
  const block = document.blocks.find(({ id }) => id === blockId);
  if (block === undefined) {
    const ids = document.blocks.map(({ id }) => id).join(', ');
    const what = `There is no block ${blockId} in ${document.file}`;
    throw new AshlarError({ kind: 'invalid', what, next: `Its blocks are ${ids}.` });
  }
  const { start, end } = block.span;
  const old = text.slice(start, end);
  if (newText === old) return text;
  const lineBreak = (/\r\n?|\n/.exec(old) ?? /\r\n?|\n/.exec(text))?.[0] ?? '\n';
  return text.slice(0, start) + newText.trimEnd().replace(/\r\n?|\n/g, lineBreak) + text.slice(end);
}
