import type { CiFinding, CiSubject } from './ci-check.ts';
import { isCutOff, placeOf, type SpecTrace, traceOpenSpec } from './trace-spec.ts';

/** Whether what is called done is proved in this history, and whether no criterion is in a state that does not pass. */
export async function checkTrace({ spec, sources, failOn }: CiSubject): Promise<CiFinding[]> {
  const trace = await traceOpenSpec(spec, sources);
  return [...stateFindings(trace, failOn), ...taskFindings(trace), ...tagFindings(trace)];
}

function stateFindings({ spec, criteria }: SpecTrace, failOn: CiSubject['failOn']): CiFinding[] {
  return criteria
    .filter(({ state }) => failOn.includes(state))
    .map(({ id, state, why }) => {
      const message = `${id} is ${state}${why.length === 0 ? '' : `: ${why.join('; ')}`}`;
      return { code: `criterion-${state}`, kind: 'verification', message, next: `ashlar trace ${spec}` };
    });
}

/** A box that is ticked is a claim. Evidence that was squashed or rebased away still shows who ran what. */
function taskFindings({ spec, tasks, shallow }: SpecTrace): CiFinding[] {
  return tasks.flatMap((task): CiFinding[] => {
    const { id, commit, ticked, byWord, evidence, why } = task;
    if (commit !== undefined || (byWord && evidence.length === 0)) return [];
    if (isCutOff(task, shallow)) {
      const message = `whether task ${id} was proved cannot be known: this clone is shallow`;
      return [
        {
          code: 'history-cut',
          kind: 'verification',
          message,
          next: 'git fetch --unshallow (in a pipeline: fetch-depth: 0)',
        },
      ];
    }
    if (evidence.length > 0) return [{ code: 'evidence-elsewhere', kind: 'advice', message: `task ${id}: ${why}` }];
    if (!ticked) return [];
    const message = `task ${id} is ticked, and nothing that counts here proves it`;
    return [{ code: 'task-unproved', kind: 'verification', message, next: `ashlar run ${spec}` }];
  });
}

function tagFindings({ spec, unknownTags }: SpecTrace): CiFinding[] {
  return unknownTags.map((tag) => ({
    code: 'tag-unknown',
    kind: 'advice',
    message: `${placeOf(tag)} is tied to ${tag.unknown.join(', ')}, which ${spec} does not have`,
    file: tag.path,
    line: tag.line,
  }));
}
