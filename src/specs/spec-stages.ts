import { type SpecStage, specStages } from '../domain/spec.ts';
import type { Spec } from './spec-folder.ts';

/** How a spec is made, as far as it decides which documents it has and in which order. */
export type SpecForm = Pick<Spec, 'size' | 'workflow' | 'quick'>;

/** The stages of a spec in the order in which they are drafted and approved; a roadmap has but one. */
export function stagesOf({ size, workflow }: SpecForm): readonly SpecStage[] {
  if (size === 'L') return ['requirements'];
  return workflow === 'design-first' ? ['design', 'requirements', 'tasks'] : specStages;
}

/** The stages that one yes approves together: all where they lie in one file or were drafted in one go. */
export function approvedTogether(form: SpecForm, stage: SpecStage): readonly SpecStage[] {
  return form.size === 'S' || form.quick ? stagesOf(form) : [stage];
}
