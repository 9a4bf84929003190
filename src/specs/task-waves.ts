import { limits } from '../base/limits.ts';
import { isBlank, type Line } from './lines.ts';
import type { Finding } from './problems.ts';

export interface Waves {
  /** Task ids, one list a wave, in the order in which the waves run. */
  waves: string[][];
  /** The first line of the JSON. */
  line?: Line;
}

/** Reads the JSON of a `## Task Dependency Graph`: `{"waves":[{"id":0,"tasks":["1.1"]}]}`; ids may be numbers. */
export function readWaves(lines: Line[], findings: Finding[]): Waves {
  for (const code of codeBlocks(lines)) {
    const text = code.map((line) => line.text).join('\n');
    if (!/"waves"\s*:/.test(text)) continue;
    const [line] = code;
    const waves = parseWaves(text);
    if (waves !== undefined && waves.length <= limits.waves) return line === undefined ? { waves } : { waves, line };
    const message =
      'the waves cannot be read, or are too many, and are left out: write `{"waves":[{"id":0,"tasks":["1.1"]}]}`';
    findings.push({ code: 'waves-unreadable', severity: 'warning', message, line });
  }
  return { waves: [] };
}

/** For every task of a wave, the tasks of all waves before it. */
export function waveDependencies(waves: string[][], known: ReadonlySet<string>): Map<string, string[]> {
  const before = new Set<string>();
  const depends = new Map<string, string[]>();
  for (const wave of waves) {
    const tasks = new Set(wave.filter((id) => known.has(id) && !before.has(id)));
    const all = [...before];
    for (const id of tasks) {
      depends.set(id, all);
      before.add(id);
    }
  }
  return depends;
}

/** The contents of fenced code, without the fences. */
function codeBlocks(lines: Line[]): Line[][] {
  const blocks: Line[][] = [];
  let open: Line[] | undefined;
  for (const line of lines) {
    if (line.verbatim && /^\s*(?:[-*+]\s+)?(?:`{3,}|~{3,})/.test(line.text)) {
      if (open === undefined) open = [];
      else {
        blocks.push(open);
        open = undefined;
      }
    } else if (line.verbatim && open !== undefined && !isBlank(line)) open.push(line);
  }
  return blocks;
}

function parseWaves(text: string): string[][] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const list = fieldOf(value, 'waves');
  if (!Array.isArray(list)) return undefined;
  const waves = list.map((entry: unknown, index) => ({
    order: Number(fieldOf(entry, 'id') ?? fieldOf(entry, 'wave') ?? index),
    tasks: taskIds(Array.isArray(entry) ? entry : fieldOf(entry, 'tasks')),
  }));
  if (waves.every(({ order }) => Number.isFinite(order))) waves.sort((a, b) => a.order - b.order);
  return waves.map(({ tasks }) => tasks);
}

function taskIds(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((id: unknown) => {
    if (typeof id === 'number') return [String(id)];
    return typeof id === 'string' ? [id.trim().replace(/\.$/, '')] : [];
  });
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
