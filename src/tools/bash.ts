import { stripVTControlCharacters } from 'node:util';
import * as z from 'zod';
import { canonicalJson, digest } from '../base/ids.ts';
import { limits } from '../base/limits.ts';
import type { CallDecision, CommandOutcome, Tool, ToolContext, ToolOutcome } from '../domain/tool.ts';
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
  const refused = (outcome.refused ?? []).map(toDecision);
  return { text, ...(outcome.timedOut && { isError: true }), ...(refused.length > 0 && { refused }) };
}

function toDecision({ host, policy, reason }: NonNullable<CommandOutcome['refused']>[number]): CallDecision {
  const subject = digest(canonicalJson([policy, 'connect', host])).slice(0, 16);
  return { effect: 'deny', action: 'connect', resource: host, policy, reason, subject };
}

/** Without what a terminal would act on. */
function plainText(output: string): string {
  return stripVTControlCharacters(output).replaceAll('\0', '\uFFFD');
}

/** No times: the same command with the same result reads the same. */
function notes(outcome: CommandOutcome, timeoutMs: number): string[] {
  const { exitCode, timedOut, stopped, outputFile, outputBytes, refused = [] } = outcome;
  const hosts = refused.map(
    ({ host, policy, reason }) => `[${host} was not reached, denied by policy ${policy}: ${reason}]`,
  );
  const kept = outputFile === undefined ? [] : [`[all ${outputBytes} bytes of the output are in ${outputFile}]`];
  const whole = [...new Set(hosts), ...kept];
  if (timedOut) return [...whole, `[timed out after ${timeoutMs / 1000} s]`];
  if (stopped === true) return [...whole, `[stopped after ${outputBytes} bytes of output]`];
  return [...whole, `[exit code ${exitCode}]`];
}
