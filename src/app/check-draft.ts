import type { Problem, SpecStage } from '../domain/spec.ts';
import { checkBugBehaviours } from '../specs/bug-order.ts';
import { checkCoverage } from '../specs/check-coverage.ts';
import { parseDocument } from '../specs/parse-document.ts';
import { checkSpecFile } from '../specs/spec-file.ts';
import type { OpenSpec } from './open-spec.ts';
import { documentOf } from './read-document.ts';

/** A draft with everything that is wrong with it; tasks are also held against the requirements. */
export function checkDraft(spec: OpenSpec, stage: SpecStage, text: string): Problem[] {
  if (spec.size === 'S') return checkWhole(spec, text);
  const { kind, file } = documentOf(stage, spec);
  const document = parseDocument(kind, file, text);
  const uncovered =
    stage === 'tasks' && spec.requirements !== undefined ? checkCoverage(spec.requirements, document) : [];
  return [...document.problems, ...checkBugBehaviours(document), ...uncovered];
}

/** All that is wrong with the one file of a small spec. */
function checkWhole(spec: OpenSpec, text: string): Problem[] {
  const read = (stage: SpecStage) => {
    const { kind, file } = documentOf(stage, spec);
    return parseDocument(kind, file, text);
  };
  const [requirements, tasks] = [read('requirements'), read('tasks')];
  return [
    ...checkSpecFile(text),
    ...[requirements, tasks].flatMap((document) => document.problems),
    ...checkBugBehaviours(requirements),
    ...checkCoverage(requirements, tasks),
  ];
}
