import type { DocumentKind, SpecStage } from '../domain/spec.ts';

/** The stage that a document stands for, which the ids of its blocks begin with. */
export function stageOfKind(kind: DocumentKind): SpecStage {
  return kind === 'design' || kind === 'tasks' ? kind : 'requirements';
}
