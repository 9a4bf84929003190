import type { Problem, SpecStage } from '../domain/spec.ts';
import { checkBugBehaviours } from '../specs/bug-order.ts';
import { parseDocument } from '../specs/parse-document.ts';
import { checkSpecFile } from '../specs/spec-file.ts';
import { findProblems } from './find-problems.ts';
import type { OpenSpec } from './open-spec.ts';
import { documentOf } from './read-document.ts';

/** A draft with everything that is wrong with it. */
export function checkDraft(spec: OpenSpec, stage: SpecStage, text: string): Problem[] {
  const read = (of: SpecStage) => {
    const { kind, file } = documentOf(of, spec);
    return parseDocument(kind, file, text);
  };
  if (spec.size !== 'S') return [...findProblems(spec, stage, read(stage)), ...checkBugBehaviours(read(stage))];
  // The one file of a small spec is held against itself.
  const requirements = read('requirements');
  const stages: readonly SpecStage[] = ['requirements', 'design', 'tasks'];
  const found = stages.flatMap((each) => findProblems({ ...spec, requirements }, each, read(each)));
  return [...checkSpecFile(text), ...checkBugBehaviours(requirements), ...found];
}
