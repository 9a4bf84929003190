import { type Drift, isDrift } from '../specs/drift.ts';
import type { CiFinding, CiSubject } from './ci-check.ts';
import { readDrifts } from './read-drifts.ts';

/**
 * Code that stands apart from its spec since the base, or at all; a spec that is ahead is told by the trace. Runs what proved
 * the tasks of changed code: green passes.
 */
export async function checkSpecDrift({ spec, wire, base }: CiSubject): Promise<CiFinding[]> {
  const drifts = await readDrifts(spec, { since: base, all: base === undefined, run: true }, wire);
  return drifts
    .filter((drift) => (isDrift(drift) && drift.class !== 'spec_ahead') || drift.class === 'not_checked')
    .map((drift) => {
      const kind = isDrift(drift) ? 'verification' : 'advice';
      const code = `drift-${drift.class.replaceAll('_', '-')}`;
      return {
        code,
        kind,
        message: `${nameOf(drift)}${drift.why}`,
        ...placeOf(drift),
        next: `ashlar drift ${spec.slug}`,
      };
    });
}

/** The place names the file already. */
function nameOf({ id, path }: Drift): string {
  if (id === path) return '';
  return `${id.startsWith(`${path}#`) ? id.slice(path.length + 1) : id}: `;
}

function placeOf({ path, line }: Drift): Pick<CiFinding, 'file' | 'line'> {
  return { file: path, ...(line !== undefined && { line }) };
}
