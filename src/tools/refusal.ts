import type { ToolOutcome } from '../domain/tool.ts';

/** Thrown inside a tool for what the model did wrong; the model reads the message: what is wrong and what to do instead. */
export class Refusal extends Error {
  readonly outcome: Pick<ToolOutcome, 'seen'>;

  constructor(message: string, outcome: Pick<ToolOutcome, 'seen'> = {}) {
    super(message);
    this.name = 'Refusal';
    this.outcome = outcome;
  }
}
