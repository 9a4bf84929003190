import type { DriftReport } from '../app/check-drift.ts';
import { plural } from '../base/text.ts';
import type { Drift, DriftClass } from '../specs/drift.ts';

const titles: Readonly<Record<DriftClass, string>> = {
  code_ahead: 'Code ahead: it changed and its spec did not',
  spec_ahead: 'Spec ahead: it changed after the work on it was done',
  deleted: 'Deleted',
  test_lost: 'Test lost',
  unrequested: 'Unrequested: no task touched it',
  not_checked: 'Not checked: this is not the same as in sync',
  still_verified: 'Changed, still verified',
  accepted: 'Accepted',
  moved: 'Moved',
};

const quiet: readonly DriftClass[] = ['moved', 'accepted'];

/** What went apart, class by class, with what to type next. */
export function describeDrift({ drifts, anchors, inSync, since }: DriftReport, all: boolean): string {
  const classes = (Object.keys(titles) as DriftClass[]).filter((each) => all || !quiet.includes(each));
  const parts = classes.flatMap((each) => describeClass(each, drifts));
  const scope = since === undefined ? '' : ` that changed since ${since.slice(0, 10)}`;
  const summary = `${inSync} of ${plural(anchors, 'anchor')}${scope} in sync.`;
  const acceptable = drifts.find(({ class: found }) => ['code_ahead', 'deleted', 'unrequested'].includes(found));
  const next = acceptable === undefined ? [] : [`  → ashlar drift --accept "${acceptable.id}" --reason "…"`];
  return [...parts, summary, ...next].join('\n');
}

function describeClass(wanted: DriftClass, drifts: readonly Drift[]): string[] {
  const found = drifts.filter((drift) => drift.class === wanted);
  return found.length === 0 ? [] : [titles[wanted], ...found.map(describe), ''];
}

function describe({ id, spec, path, line, criteria, why }: Drift): string {
  const where = line === undefined ? id : `${path}:${line} ${id.slice(path.length)}`;
  const whose = spec === undefined ? '' : `  [${[spec, criteria.join(', ')].join(' ').trim()}]`;
  return `  ${where}${whose}\n    ${why}`;
}
