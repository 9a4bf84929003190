import { type Problem, type SpecStage, specStages } from '../domain/spec.ts';
import { checkBugBehaviours } from '../specs/bug-order.ts';
import type { TeamRules } from '../specs/lint/team-rules.ts';
import { parseDocument } from '../specs/parse-document.ts';
import { checkIds } from '../specs/retired-ids.ts';
import { checkSpecFile } from '../specs/spec-file.ts';
import { findProblems } from './find-problems.ts';
import type { OpenSpec } from './open-spec.ts';
import { documentOf } from './read-document.ts';

/** A draft with everything that is wrong with it. */
export function checkDraft(
  spec: OpenSpec,
  stage: SpecStage,
  { text, team }: { text: string; team: TeamRules },
): Problem[] {
  const read = (of: SpecStage) => {
    const { kind, file } = documentOf(of, spec);
    return parseDocument(kind, file, text);
  };
  // The one file of a small spec is held against itself.
  const stages = spec.size === 'S' ? specStages : [stage];
  const documents = Object.fromEntries(stages.map((each) => [each, read(each)]));
  return [
    ...(spec.size === 'S' ? checkSpecFile(text) : []),
    ...findProblems(spec, documents, team),
    ...stages.flatMap((each) => [...checkBugBehaviours(read(each)), ...checkIds(read(each), each, spec.ledger)]),
  ];
}
