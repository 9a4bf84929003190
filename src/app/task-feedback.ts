import { limits } from '../base/limits.ts';
import { cutMiddle } from '../base/text.ts';
import { keepInside } from '../context/fence.ts';
import type { CheckResult } from '../domain/event.ts';
import { userText } from '../domain/message.ts';
import type { WorkerDeps } from '../orchestrator/worker.ts';
import type { RenderPrompt } from './prompts.ts';

/** What an implementer is told when the checks were red or nothing was changed. */
export function feedbackFrom(prompts: RenderPrompt, rounds: number): WorkerDeps['feedback'] {
  return {
    noChange: () => userText(prompts('no-change')),
    strayFiles: (files) => userText(prompts('stray-files', { files: files.join(', ') })),
    changedTests: (files) => userText(prompts('changed-tests', { files: files.join(', ') })),
    commitDenied: (files) => {
      const shown = files.map(({ path, policy, reason }) => `- ${path} (policy ${policy}: ${reason})`).join('\n');
      return userText(prompts('commit-denied', { files: shown }));
    },
    notRed: (checks, round, why) => {
      const shown = checks.map(describeCheck).join('\n\n');
      return userText(prompts('not-red', { round: String(round), rounds: String(rounds), why, checks: shown }));
    },
    checksFailed: (checks, round, before) => {
      const described = checks.map((check) => [describeCheck(check), ...describeBefore(check, before)]);
      const shown = described.flat().join('\n\n');
      return userText(prompts('checks-failed', { round: String(round), rounds: String(rounds), checks: shown }));
    },
  };
}

/** How a check ended, with what it printed where it was red. */
export function describeCheck({ command, exitCode, output }: CheckResult): string {
  if (exitCode === 0) return `\`${command}\` passed.`;
  const shown = keepInside('output', cutMiddle(output.trimEnd(), limits.feedbackChars));
  return `\`${command}\` ended with exit code ${exitCode}:\n\n<output>\n${shown}\n</output>`;
}

/** Only for a check that was red without any work of the agent. */
function describeBefore({ command, exitCode }: CheckResult, before: ReadonlyMap<string, CheckResult>): string[] {
  const base = before.get(command);
  if (exitCode === 0 || base === undefined || base.exitCode === 0) return [];
  const shown = keepInside('output', cutMiddle(base.output.trimEnd(), limits.feedbackChars));
  return [
    `\`${command}\` was red before your change, too: without it, it ended with exit code ${base.exitCode}. What fails there as well is not of your making; mend it only as far as the task needs it.\n\n<output before="yes">\n${shown}\n</output>`,
  ];
}
