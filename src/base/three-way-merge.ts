import { diffArrays } from 'diff';

export interface MergeSides {
  /** The text that both others began from. */
  base: string;
  mine: string;
  theirs: string;
}

export interface Merge {
  /** Where `conflicts` is not 0, both versions stand in it between `<<<<<<<` and `>>>>>>>`. */
  text: string;
  conflicts: number;
}

/** Merges two texts line by line, as git does: changes that touch each other and differ are conflicts. Lines end with LF. */
export function mergeThreeWay({ base, mine, theirs }: MergeSides, labels = { mine: 'mine', theirs: 'theirs' }): Merge {
  const lines = base.split('\n');
  const changes = [...changesOf(lines, mine, 'mine'), ...changesOf(lines, theirs, 'theirs')];
  const merged: string[] = [];
  let conflicts = 0;
  let at = 0;
  for (const region of gatherRegions(changes)) {
    merged.push(...lines.slice(at, region.from));
    at = region.to;
    const [own, other] = [versionOf(lines, region, 'mine'), versionOf(lines, region, 'theirs')];
    if (other === undefined || isSame(own, other)) merged.push(...(own ?? []));
    else if (own === undefined) merged.push(...other);
    else {
      conflicts++;
      merged.push(`<<<<<<< ${labels.mine}`, ...own, '=======', ...other, `>>>>>>> ${labels.theirs}`);
    }
  }
  merged.push(...lines.slice(at));
  return { text: merged.join('\n'), conflicts };
}

/** One empty line is not the same as no line. */
function isSame(own: readonly string[] | undefined, other: readonly string[]): boolean {
  return own?.length === other.length && own.every((line, at) => line === other[at]);
}

type Side = 'mine' | 'theirs';

/** The lines `from` to `to` (exclusive) of the base became `lines`. */
interface Change {
  side: Side;
  from: number;
  to: number;
  lines: string[];
}

interface Region {
  from: number;
  to: number;
  changes: Change[];
}

function changesOf(base: string[], text: string, side: Side): Change[] {
  const changes: Change[] = [];
  let at = 0;
  for (const { added, removed, value } of diffArrays(base, text.split('\n'))) {
    const last = changes.at(-1);
    const open = last?.to === at ? last : undefined;
    const end = added ? at : at + value.length;
    if (added || removed) {
      const change = open ?? { side, from: at, to: at, lines: [] };
      if (open === undefined) changes.push(change);
      change.to = end;
      if (added) change.lines.push(...value);
    }
    at = end;
  }
  return changes;
}

/** Changes that overlap or touch each other, in the order of the base. */
function gatherRegions(changes: Change[]): Region[] {
  const regions: Region[] = [];
  for (const change of changes.sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = regions.at(-1);
    if (last === undefined || change.from > last.to) {
      regions.push({ from: change.from, to: change.to, changes: [change] });
    } else {
      last.to = Math.max(last.to, change.to);
      last.changes.push(change);
    }
  }
  return regions;
}

/** What a side made of a region, or undefined where it left it alone. */
function versionOf(base: string[], region: Region, side: Side): string[] | undefined {
  const own = region.changes.filter((change) => change.side === side);
  if (own.length === 0) return undefined;
  const version: string[] = [];
  let at = region.from;
  for (const change of own) {
    version.push(...base.slice(at, change.from), ...change.lines);
    at = change.to;
  }
  return [...version, ...base.slice(at, region.to)];
}
