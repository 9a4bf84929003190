import * as z from 'zod';
import type { Tool } from '../domain/tool.ts';
import { defineTool } from './define-tool.ts';
import description from './finish.md';

const input = z.object({ summary: z.string().min(1), done: z.boolean().default(true) });

export function createFinishTool(): Tool {
  return defineTool({
    name: 'finish',
    description,
    input,
    effect: 'none',
    run: ({ summary, done }) => ({ text: 'The report was taken down.', report: { summary, done } }),
  });
}
