import * as z from 'zod';
import type { Question, Tool, ToolContext, ToolOutcome } from '../domain/tool.ts';
import description from './ask.md';
import { defineTool } from './define-tool.ts';
import { Refusal } from './refusal.ts';

const input = z.object({
  question: z.string().min(1),
  options: z.array(z.string().min(1)).min(2).max(4).optional(),
  recommended: z.string().describe('One of the options').optional(),
});

export function createAskTool(): Tool {
  return defineTool({ name: 'ask', description, input, effect: 'human', run });
}

async function run(asked: z.infer<typeof input>, context: ToolContext): Promise<ToolOutcome> {
  const { question: text, options = [], recommended } = asked;
  if (recommended !== undefined && !options.includes(recommended)) {
    throw new Refusal('recommended must be one of the options, word for word.');
  }
  const question: Question = {
    id: context.callId,
    text,
    options,
    ...(recommended === undefined ? {} : { recommended }),
  };
  const answer = await context.askHuman(question);
  if (answer !== undefined) return { text: `The answer: ${answer}` };
  return { text: 'A person was asked and has not answered yet.', question };
}
