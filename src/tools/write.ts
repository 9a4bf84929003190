import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { writeFileWhole } from '../base/files.ts';
import { digest } from '../base/ids.ts';
import { plural } from '../base/text.ts';
import type { Tool, ToolContext, ToolOutcome } from '../domain/tool.ts';
import { defineTool } from './define-tool.ts';
import { commonBreak, linesOf, toPlainBreaks } from './line-breaks.ts';
import { refusePlaceholders } from './placeholders.ts';
import { refuseMarks } from './redaction-marks.ts';
import { requireSeen } from './seen-files.ts';
import { encodeText, readTextFile } from './text-file.ts';
import { resolveWritablePath } from './workspace-path.ts';
import description from './write.md';

const input = z.object({ path: z.string(), content: z.string() });

export function createWriteTool(): Tool {
  return defineTool({ name: 'write', description, input, effect: 'files', run });
}

function run({ path: given, content }: z.infer<typeof input>, context: ToolContext): ToolOutcome {
  const path = resolveWritablePath(context.root, given);
  const before = path.kind === 'file' ? readTextFile(path) : undefined;
  requireSeen(context, path.shown, before?.digest ?? '');
  refuseMarks(content, before?.text ?? '');
  refusePlaceholders(content, before?.text ?? '');
  const bytes = before === undefined ? Buffer.from(content) : encodeText(withBreaksOf(before.text, content), before);
  mkdirSync(dirname(path.absolute), { recursive: true });
  writeFileWhole(path.absolute, bytes, { reach: context.reach });
  const verb = before === undefined ? 'Created' : 'Updated';
  return {
    text: `${verb} ${path.shown} (${plural(linesOf(content).length, 'line')}).`,
    seen: [{ path: path.shown, digest: digest(bytes) }],
  };
}

function withBreaksOf(before: string, content: string): string {
  return toPlainBreaks(content).replaceAll('\n', commonBreak(before));
}
