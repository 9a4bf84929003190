import type { SpecStage } from '../domain/spec.ts';
import { specStages } from '../domain/spec.ts';
import type { BlockEdit } from './edit-blocks.ts';

/**
 * The edits in an author's reply, by the stage that the ids of their blocks begin with:
 * `<replace block="tasks/2">…</replace>`, `<add after="tasks/2">…</add>`, `<remove block="tasks/2"/>`, each at the start of
 * a line. An id of no stage is given back in `unknown`.
 */
export function readEdits(reply: string): { edits: Record<SpecStage, BlockEdit[]>; unknown: string[] } {
  const edits: Record<SpecStage, BlockEdit[]> = { requirements: [], design: [], tasks: [] };
  const unknown: string[] = [];
  for (const match of reply.replace(/\r\n?/g, '\n').matchAll(form)) {
    const [, op = 'remove', opened = '', text = '', removed = ''] = match;
    const id = opened || removed;
    const stage = specStages.find((each) => id.startsWith(`${each}/`));
    if (stage === undefined) unknown.push(id);
    else edits[stage].push(toEdit(op, id, text));
  }
  return { edits, unknown };
}

const form =
  /^<(?:(replace|add)\s+(?:block|after)="([^"\n]+)">\n([\s\S]*?)\n?<\/\1>|remove\s+block="([^"\n]+)"\s*\/?>)/gm;

function toEdit(op: string, id: string, text: string): BlockEdit {
  if (op === 'add') return { op, after: id, text };
  return op === 'replace' ? { op, block: id, text } : { op: 'remove', block: id };
}
