import { stripVTControlCharacters } from 'node:util';
import * as z from 'zod';
import { limits } from '../base/limits.ts';
import type { CommandOutcome, Tool, ToolContext, ToolOutcome } from '../domain/tool.ts';
import description from './bash.md';
import { defineTool } from './define-tool.ts';
import { refuseMarks } from './redaction-marks.ts';
import { Refusal } from './refusal.ts';

const input = z.object({
  command: z.string(),
  timeoutMs: z.number().int().min(1).max(limits.commandTimeoutMaxMs).optional(),
});

export function createBashTool(): Tool {
  return defineTool({ name: 'bash', description, input, effect: 'command', run });
}

async function run(asked: z.infer<typeof input>, context: ToolContext): Promise<ToolOutcome> {
  const { command, timeoutMs = limits.commandTimeoutMs } = asked;
  if (command.trim() === '' || command.includes('\0')) throw new Refusal('command is empty or holds a NUL.');
  refuseMarks(command, '');
  const outcome = await context.runCommand(command, { timeoutMs, signal: context.signal });
  const output = plainText(outcome.output).trimEnd();
  const text = [...(output === '' ? [] : [output]), ...notes(outcome, timeoutMs)].join('\n');
  return outcome.timedOut ? { text, isError: true } : { text };
}

/** Without what a terminal would act on. */
function plainText(output: string): string {
  return stripVTControlCharacters(output).replaceAll('\0', '\uFFFD');
}

/** No times: the same command with the same result reads the same. */
function notes({ exitCode, timedOut, stopped, outputFile, outputBytes }: CommandOutcome, timeoutMs: number): string[] {
  const whole = outputFile === undefined ? [] : [`[all ${outputBytes} bytes of the output are in ${outputFile}]`];
  if (timedOut) return [...whole, `[timed out after ${timeoutMs / 1000} s]`];
  if (stopped === true) return [...whole, `[stopped after ${outputBytes} bytes of output]`];
  return [...whole, `[exit code ${exitCode}]`];
}
