import { dirname } from 'node:path/posix';
import { errorMessage } from '../../base/errors.ts';
import { readLines } from '../lines.ts';
import { specYamlFile } from '../spec-yaml.ts';
import { carryTasks } from './carry-tasks.ts';
import type { ForeignSpec, ForeignSpecs, ImportNote, SourceTree, SpecFile } from './foreign-spec.ts';
import { cutSections, documentTitle, textsOf } from './sections.ts';

const root = '.kiro/specs/';
const kinds: readonly SpecFile[] = ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'];

/**
 * Reads the specs of Kiro and cc-sdd. Their format is Ashlar's own, so documents stay as they are but for ticked
 * boxes. A folder with a `spec.yaml` is Ashlar's own.
 */
export function readKiro(tree: SourceTree, layout: 'kiro' | 'cc-sdd'): ForeignSpecs {
  const folders = [...new Set(tree.paths.filter(isDocument).map((path) => dirname(path)))].filter((folder) => {
    return !tree.paths.includes(`${folder}/${specYamlFile}`);
  });
  const steering = tree.paths.filter((path) => /^\.kiro\/steering\/.+\.md$/.test(path));
  return {
    layout,
    specs: folders.map((folder) => readFolder(tree, folder, layout)),
    steering: steering.map((from) => ({ name: from.split('/').slice(2).join('-'), from, text: tree.read(from) })),
    notes: [],
  };
}

function isDocument(path: string): boolean {
  return path.startsWith(root) && kinds.some((kind) => path.endsWith(`/${kind}`)) && dirname(path).length > root.length;
}

function readFolder(tree: SourceTree, from: string, layout: 'kiro' | 'cc-sdd'): ForeignSpec {
  const own = tree.paths.filter((path) => dirname(path) === from);
  const documents: ForeignSpec['documents'] = {};
  const ticked: ImportNote[] = [];
  for (const name of kinds) {
    const path = `${from}/${name}`;
    if (!own.includes(path)) continue;
    const carried = name === 'tasks.md' ? carryTasks(tree.read(path), { file: path, tool: toolOf(layout) }) : undefined;
    documents[name] = carried?.text ?? tree.read(path);
    ticked.push(...(carried?.ticked ?? []));
  }
  const slug = from.slice(root.length);
  const main = documents['requirements.md'] ?? documents['bugfix.md'] ?? '';
  const title = documentTitle(main, /^(?:bugfix )?requirements(?: document)?\s*[:：–—-]?/i) ?? slug;
  const others = own.filter((path) => !kinds.some((kind) => path === `${from}/${kind}`));
  return {
    from,
    slug,
    title,
    kind: documents['requirements.md'] === undefined && documents['bugfix.md'] !== undefined ? 'bugfix' : 'feature',
    item: readDescription(main) ?? title,
    documents,
    ticked,
    notes: others.flatMap((path) => noteOther(tree, path)),
  };
}

function toolOf(layout: 'kiro' | 'cc-sdd'): string {
  return layout === 'kiro' ? 'Kiro' : 'cc-sdd';
}

/** cc-sdd keeps the words that a spec began with in its requirements. */
function readDescription(text: string): string | undefined {
  const section = cutSections(readLines(text).lines).find(({ title }) => /^project description/i.test(title));
  const words = section === undefined ? '' : textsOf(section.body).join('\n');
  return words === '' ? undefined : words;
}

function noteOther(tree: SourceTree, file: string): ImportNote[] {
  if (!file.endsWith('/spec.json')) return [{ file, line: 1, message: 'was left where it is' }];
  const approved = readApprovals(tree.read(file));
  if (typeof approved === 'string') return [{ file, line: 1, message: `is not JSON: ${approved}` }];
  if (approved.length === 0) return [];
  return [{ file, line: 1, message: `approved there, not here: ${approved.join(', ')}` }];
}

/** The stages that are approved in a `spec.json`, or what is wrong with it. */
function readApprovals(text: string): string[] | string {
  try {
    const parsed: unknown = JSON.parse(text);
    const approvals = entriesOf(entriesOf(parsed).approvals);
    return Object.keys(approvals).filter((stage) => entriesOf(approvals[stage]).approved === true);
  } catch (error) {
    return errorMessage(error);
  }
}

function entriesOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
