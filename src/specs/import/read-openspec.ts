import { readLines } from '../lines.ts';
import { carryTasks } from './carry-tasks.ts';
import type { ForeignSpec, ForeignSpecs, ImportNote, SourceTree } from './foreign-spec.ts';
import { type OpenSpecFile, readDeltas, readRequirements, removedSection } from './openspec-requirements.ts';
import { demote, documentTitle, freeSlug, joinParts } from './sections.ts';

const steeringFile = 'openspec/project.md';

/** Reads OpenSpec's capabilities, each as a spec of requirements only, and its open changes, each as a spec with its tasks. */
export function readOpenSpec(tree: SourceTree): ForeignSpecs {
  const used = new Set<string>();
  const capabilities = namesIn(tree, /^openspec\/specs\/(.+)\/spec\.md$/);
  const changes = namesIn(tree, /^openspec\/changes\/([^/]+)\/(?:proposal|tasks|design|specs\/.+)\.md$/);
  const open = changes.filter((name) => name !== 'archive');
  const hasSteering = tree.paths.includes(steeringFile);
  return {
    layout: 'openspec',
    specs: [
      ...capabilities.map((name) => readCapability(tree, name, freeSlug(name, '', used))),
      ...open.map((name) => readChange(tree, name, freeSlug(name, 'change', used))),
    ],
    steering: hasSteering ? [{ name: 'openspec-project.md', from: steeringFile, text: tree.read(steeringFile) }] : [],
    notes: leftAlone(tree),
  };
}

function namesIn({ paths }: SourceTree, pattern: RegExp): string[] {
  return [...new Set(paths.flatMap((path) => pattern.exec(path)?.[1] ?? []))];
}

function leftAlone(tree: SourceTree): ImportNote[] {
  const archived = namesIn(tree, /^openspec\/changes\/archive\/([^/]+)\//);
  const notes: ImportNote[] = [];
  if (archived.length > 0) {
    const message = `archived changes were left where they are: ${archived.length}`;
    notes.push({ file: 'openspec/changes/archive', line: 1, message });
  }
  if (tree.paths.includes('openspec/config.yaml')) {
    const message = 'was not carried over: write what agents should know of it into .ashlar/steering/';
    notes.push({ file: 'openspec/config.yaml', line: 1, message });
  }
  return notes;
}

function readCapability(tree: SourceTree, name: string, slug: string): ForeignSpec {
  const from = `openspec/specs/${name}`;
  const file: OpenSpecFile = { path: `${from}/spec.md`, text: tree.read(`${from}/spec.md`) };
  const title = documentTitle(file.text, /\s*specification$/i) ?? name;
  const { introduction, requirements, others, notes } = readRequirements(file);
  const text = joinParts([
    [`# Requirements Document: ${title}`],
    ['## Introduction'],
    introduction,
    ['## Requirements'],
    ...requirements,
    ...others,
  ]);
  const rest = tree.paths.filter((path) => path.startsWith(`${from}/`) && path !== file.path);
  return {
    from,
    slug,
    title,
    kind: 'feature',
    item: introduction.join('\n') || title,
    documents: { 'requirements.md': text, ...designOf(tree, from) },
    ticked: [],
    notes: [...notes, ...leftFiles(rest.filter((path) => path !== `${from}/design.md`))],
  };
}

function readChange(tree: SourceTree, id: string, slug: string): ForeignSpec {
  const from = `openspec/changes/${id}`;
  const own = tree.paths.filter((path) => path.startsWith(`${from}/`));
  const proposal = own.includes(`${from}/proposal.md`) ? tree.read(`${from}/proposal.md`) : '';
  const title = documentTitle(proposal, /^(?:change|proposal)(?: proposal)?\s*[:：–—-]\s*/i) ?? id;
  const deltas = own.filter((path) => path.startsWith(`${from}/specs/`) && path.endsWith('.md'));
  const { requirements, removed, notes } = readDeltas(deltas.map((path) => ({ path, text: tree.read(path) })));
  const why = demote(proposal, 1);
  const text = joinParts([
    [`# Requirements Document: ${title}`],
    ['## Introduction'],
    why,
    ['## Requirements'],
    ...requirements,
    ...removedSection(removed),
  ]);
  const tasks = own.includes(`${from}/tasks.md`)
    ? carryTasks(tree.read(`${from}/tasks.md`), { file: `${from}/tasks.md`, tool: 'OpenSpec' })
    : undefined;
  const carried = ['proposal.md', 'design.md', 'tasks.md'].map((name) => `${from}/${name}`);
  return {
    from,
    slug,
    title,
    kind: 'feature',
    item: proposal.trim() || title,
    documents: { 'requirements.md': text, ...designOf(tree, from), ...(tasks && { 'tasks.md': headed(tasks.text) }) },
    ticked: tasks?.ticked ?? [],
    notes: [...notes, ...leftFiles(own.filter((path) => !carried.includes(path) && !deltas.includes(path)))],
  };
}

function designOf(tree: SourceTree, from: string): ForeignSpec['documents'] {
  const path = `${from}/design.md`;
  return tree.paths.includes(path) ? { 'design.md': tree.read(path) } : {};
}

/** OpenSpec's task lists have no title. */
function headed(text: string): string {
  return readLines(text).lines.some((line) => /^# /.test(line.text)) ? text : `# Implementation Plan\n\n${text}`;
}

function leftFiles(paths: readonly string[]): ImportNote[] {
  const files = paths.filter((path) => !/\/\.[^/]+$/.test(path));
  return files.map((file) => ({ file, line: 1, message: 'was left where it is' }));
}
