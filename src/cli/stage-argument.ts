import { Argument } from 'commander';
import { type SpecStage, specStages } from '../domain/spec.ts';

export function stageArgument(): Argument {
  return new Argument('[document]', 'which document; the next that waits otherwise').choices([...specStages, 'bugfix']);
}

export function toStage(argument: string | undefined): SpecStage | undefined {
  return argument === 'bugfix' ? 'requirements' : specStages.find((stage) => stage === argument);
}
