import { parseDocument } from './parse-document.ts';

/** The text of `tasks.md` with every ticked box open but those of the tasks in `kept`: an author proves nothing. */
export function openBoxes(text: string, kept: ReadonlySet<string>, file = 'tasks.md'): string {
  const ticked = parseDocument('tasks', file, text).tasks.filter(({ id, mark }) => mark === 'done' && !kept.has(id));
  const offsets = ticked.flatMap(({ markOffset }) => markOffset ?? []).sort((a, b) => b - a);
  return offsets.reduce((now, at) => `${now.slice(0, at)} ${now.slice(at + 1)}`, text);
}
