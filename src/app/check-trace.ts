import type { CiFinding, CiSubject } from './ci-check.ts';
import { isCutOff, placeOf, type SpecTrace, traceOpenSpec } from './trace-spec.ts';

/** Whether what is called done is proved in this history, and whether no criterion is in a state that does not pass. */
export async function checkTrace({ spec, sources, failOn }: CiSubject): Promise<CiFinding[]> {
  const trace = await traceOpenSpec(spec, sources);
  return [...stateFindings(trace, failOn), ...evidenceFindings(trace), ...boxFindings(trace), ...tagFindings(trace)];
}

function stateFindings({ spec, criteria }: SpecTrace, failOn: CiSubject['failOn']): CiFinding[] {
  return criteria
    .filter(({ state }) => failOn.includes(state))
    .map(({ id, state, why }) => {
      const message = `${id} is ${state}${why.length === 0 ? '' : `: ${why.join('; ')}`}`;
      return { code: `criterion-${state}`, kind: 'verification', message, next: `ashlar trace ${spec}` };
    });
}

/** Evidence that was squashed or rebased away proves nothing here, and still shows who ran what. */
function evidenceFindings({ tasks, shallow }: SpecTrace): CiFinding[] {
  return tasks.flatMap((task): CiFinding[] => {
    const { id, outcome, why } = task;
    if (isCutOff(task, shallow)) {
      const message = `whether task ${id} was proved cannot be known: this clone is shallow`;
      return [{ code: 'history-cut', kind: 'verification', message, next: deepen }];
    }
    if (outcome === 'red') return [{ code: 'evidence-red', kind: 'verification', message: `task ${id}: ${why}` }];
    return outcome === 'elsewhere'
      ? [{ code: 'evidence-elsewhere', kind: 'advice', message: `task ${id}: ${why}` }]
      : [];
  });
}

const deepen = 'git fetch --unshallow (in a pipeline: fetch-depth: 0)';

/** A box that is ticked is a claim. */
function boxFindings({ spec, tasks }: SpecTrace): CiFinding[] {
  const claimed = tasks.filter(({ outcome, ticked, byWord }) => outcome === 'unproved' && ticked && !byWord);
  if (claimed.length === 0) return [];
  const ids = claimed.map(({ id }) => id).join(', ');
  const message = `ticked, and nothing that counts here proves it: ${claimed.length === 1 ? 'task' : 'tasks'} ${ids}`;
  return [{ code: 'task-unproved', kind: 'verification', message, next: `ashlar run ${spec}` }];
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
