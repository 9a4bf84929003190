import * as z from 'zod';
import type { Tool, ToolContext, ToolEffect, ToolOutcome } from '../domain/tool.ts';
import { Refusal } from './refusal.ts';

export interface ToolDefinition<Input extends z.ZodObject> {
  name: string;
  /** What the model reads of it, beside the schema. */
  description: string;
  input: Input;
  effect: ToolEffect;
  /** May throw a Refusal for what the model did wrong. */
  run(input: z.infer<Input>, context: ToolContext): ToolOutcome | Promise<ToolOutcome>;
}

/** A tool whose arguments are checked before it runs; unknown ones are refused. */
export function defineTool<Input extends z.ZodObject>(definition: ToolDefinition<Input>): Tool {
  const { name, description, input, effect, run } = definition;
  const strict = input.strict();
  const { $schema: _, ...inputSchema } = z.toJSONSchema(strict, { io: 'input' });
  return {
    spec: { name, description: description.trim(), inputSchema },
    effect,
    async run(given, context) {
      const parsed = strict.safeParse(given);
      if (!parsed.success) return refuseInput(name, parsed.error, inputSchema);
      try {
        return await run(parsed.data as z.infer<Input>, context);
      } catch (error) {
        if (error instanceof Refusal) return { text: error.message, isError: true, ...error.outcome };
        throw error;
      }
    },
  };
}

/** With the schema, so that the next call can be right. */
function refuseInput(name: string, error: z.ZodError, schema: Record<string, unknown>): ToolOutcome {
  const issues = error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  const text = `${name} was not run: ${issues.join('; ')}.\nIts arguments must fit this schema: ${JSON.stringify(schema)}`;
  return { text, isError: true, invalid: true };
}
