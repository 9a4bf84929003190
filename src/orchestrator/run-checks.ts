import type { CheckResult, Event } from '../domain/event.ts';

/** Runs commands one after another and stops at the first that fails. */
export async function* runChecks(
  task: string,
  commands: readonly string[],
  runCheck: (command: string, task: string) => Promise<CheckResult>,
): AsyncGenerator<Event, CheckResult[]> {
  const results: CheckResult[] = [];
  for (const command of commands) {
    yield { type: 'check_started', task, command };
    const result = await runCheck(command, task);
    results.push(result);
    if (result.exitCode !== 0) break;
  }
  return results;
}
