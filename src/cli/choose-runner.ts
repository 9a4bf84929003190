import type { runSpec } from '../app/run-spec.ts';

export const waitHelp = 'stay where a human is needed, and go on once the question is answered or the spec approved';

/** The use case behind `run` and `resume`, with `--wait` or without. */
export async function openRunner(wait = false): Promise<typeof runSpec> {
  if (wait) return (await import('../app/run-and-wait.ts')).runAndWait;
  return (await import('../app/run-spec.ts')).runSpec;
}
