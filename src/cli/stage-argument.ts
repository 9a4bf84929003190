import { Argument } from 'commander';
import { type SpecStage, specStages } from '../domain/spec.ts';

export function stageArgument(): Argument {
  return new Argument('[document]', 'which document; the next that waits otherwise').choices([
    ...specStages,
    ...otherNames,
  ]);
}

export function toStage(argument: string | undefined): SpecStage | undefined {
  return otherNames.some((name) => name === argument) ? 'requirements' : specStages.find((stage) => stage === argument);
}

/** What stands in the place of requirements in a bug and in a roadmap. */
const otherNames = ['bugfix', 'roadmap'] as const;
