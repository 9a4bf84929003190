import type { ForeignSpec, ForeignSpecs, ForeignSteering, ImportNote, SourceTree } from './foreign-spec.ts';
import { demote, documentTitle, freeSlug, joinParts } from './sections.ts';
import { readSpecKitRequirements } from './spec-kit-requirements.ts';
import { carrySpecKitTasks } from './spec-kit-tasks.ts';

const constitution = '.specify/memory/constitution.md';
const attached: readonly [string, string][] = [
  ['research.md', 'Research'],
  ['data-model.md', 'Data Model'],
];

/** Reads spec-kit's features: stories and numbered requirements, the plan with its research as the design, tasks. */
export function readSpecKit(tree: SourceTree): ForeignSpecs {
  const used = new Set<string>();
  const folders = tree.paths.flatMap((path) => /^(specs\/[^/]+)\/spec\.md$/.exec(path)?.[1] ?? []);
  const notes: ImportNote[] = [];
  return {
    layout: 'spec-kit',
    specs: folders.map((from) => readFeature(tree, from, slugOf(from, used))),
    steering: tree.paths.includes(constitution) ? readConstitution(tree.read(constitution), notes) : [],
    notes,
  };
}

/** The number in front of a name goes, for a folder of that name holds the original. */
function slugOf(from: string, used: Set<string>): string {
  const name = from.slice('specs/'.length);
  const [, number = '', rest = name] = /^(\d+(?:-\d+)?)-(.+)$/.exec(name) ?? [];
  return freeSlug(number === '' ? `${rest}-spec` : rest, number, used);
}

function readConstitution(text: string, notes: ImportNote[]): ForeignSteering[] {
  if (!/\[(?:PROJECT_NAME|PRINCIPLE_1_NAME)\]/.test(text))
    return [{ name: 'constitution.md', from: constitution, text }];
  notes.push({ file: constitution, line: 1, message: 'is still the empty template, so it was not carried over' });
  return [];
}

function readFeature(tree: SourceTree, from: string, slug: string): ForeignSpec {
  const own = tree.paths.filter((path) => path.startsWith(`${from}/`));
  const read = (name: string) => (own.includes(`${from}/${name}`) ? tree.read(`${from}/${name}`) : undefined);
  const spec = read('spec.md') ?? '';
  const title = documentTitle(spec, /^(?:feature )?spec(?:ification)?\s*[:：]\s*/i) ?? slug;
  const requirements = readSpecKitRequirements({ file: `${from}/spec.md`, text: spec, title });
  const plan = read('plan.md');
  const list = read('tasks.md');
  const tasks = list === undefined ? undefined : carrySpecKitTasks(list, `${from}/tasks.md`, requirements.ids);
  const parts = attached.flatMap(([name, heading]) => {
    const text = read(name);
    return text === undefined ? [] : [[`## ${heading}`], demote(text, 1)];
  });
  const known = ['spec.md', 'plan.md', 'tasks.md', ...attached.map(([name]) => name)].map((name) => `${from}/${name}`);
  const others = own.filter((path) => !known.includes(path));
  const design = plan === undefined && parts.length === 0 ? undefined : writeDesign({ title, plan, parts, others });
  return {
    from,
    slug,
    title,
    kind: 'feature',
    item: requirements.item ?? title,
    documents: {
      'requirements.md': requirements.text,
      ...(design === undefined ? {} : { 'design.md': design }),
      ...(tasks === undefined ? {} : { 'tasks.md': tasks.text }),
    },
    ticked: tasks?.ticked ?? [],
    notes: [...requirements.notes, ...(tasks?.notes ?? []), ...others.map(leftFile)],
  };
}

interface Design {
  title: string;
  plan: string | undefined;
  parts: string[][];
  others: readonly string[];
}

function writeDesign({ title, plan, parts, others }: Design): string {
  const files = others.map((path) => `- \`${path}\``);
  return joinParts([
    [`# Design Document: ${title}`],
    plan === undefined ? [] : demote(plan, 0),
    ...parts,
    ...(files.length === 0 ? [] : [['## Further Files'], files]),
  ]);
}

function leftFile(file: string): ImportNote {
  return { file, line: 1, message: 'was left where it is' };
}
