import * as z from 'zod';
import { writeFileWhole } from '../base/files.ts';
import { digest } from '../base/ids.ts';
import { plural } from '../base/text.ts';
import type { Tool, ToolContext, ToolOutcome } from '../domain/tool.ts';
import { applyEdit, type Edited, lineNumberAt } from './apply-edit.ts';
import { defineTool } from './define-tool.ts';
import description from './edit.md';
import { linesOf } from './line-breaks.ts';
import { numberLines } from './numbered-lines.ts';
import { refusePlaceholders } from './placeholders.ts';
import { refuseMarks } from './redaction-marks.ts';
import { Refusal } from './refusal.ts';
import { requireSeen } from './seen-files.ts';
import { encodeText, readTextFile } from './text-file.ts';
import { resolveWritablePath } from './workspace-path.ts';

const input = z.object({ path: z.string(), old: z.string(), new: z.string(), all: z.boolean().optional() });

export function createEditTool(): Tool {
  return defineTool({ name: 'edit', description, input, effect: 'files', run });
}

function run(asked: z.infer<typeof input>, context: ToolContext): ToolOutcome {
  if (asked.old.trim() === '') throw new Refusal('old is blank. Give the text that is to be replaced.');
  if (asked.old === asked.new) throw new Refusal('old and new are the same. Nothing was changed.');
  const path = resolveWritablePath(context.root, asked.path);
  if (path.kind === 'missing') throw new Refusal(`There is no file ${path.shown}. Create it with write.`);
  const before = readTextFile(path);
  requireSeen(context, path.shown, before.digest);
  refuseMarks(asked.old + asked.new, before.text);
  refusePlaceholders(asked.new, before.text);
  const edited = applyEdit(before.text, { ...asked, all: asked.all ?? false });
  const bytes = encodeText(edited.text, before);
  writeFileWhole(path.absolute, bytes, { reach: context.reach });
  return { text: describe(path.shown, edited), seen: [{ path: path.shown, digest: digest(bytes) }] };
}

const hunksShown = 5;
const linesAround = 3;
const hunkLines = 40;

function describe(path: string, { text, tolerance, places }: Edited): string {
  const lines = linesOf(text);
  const count = places.length > 1 ? ` at ${plural(places.length, 'place')}` : '';
  const loosely = tolerance === 'exact' ? '' : ` (matched without regard to ${tolerance})`;
  const hunks = places.slice(0, hunksShown).map(({ start, end }) => {
    const first = Math.max(1, lineNumberAt(text, start) - linesAround);
    const whole = Math.min(lineNumberAt(text, end) + linesAround, lines.length);
    const last = Math.min(whole, first + hunkLines - 1);
    const rest = whole > last ? `\n  [${plural(whole - last, 'more line')} of the edit, up to line ${whole}]` : '';
    return numberLines(lines.slice(first - 1, last), first) + rest;
  });
  const more = places.length > hunksShown ? [`[${places.length - hunksShown} more places]`] : [];
  return [`Edited ${path}${count}${loosely}:`, hunks.join('\n  …\n'), ...more].join('\n');
}
