import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const src = fileURLToPath(new URL('../src', import.meta.url));

/** DESIGN: a folder imports only folders on a lower floor; folders on one floor do not import each other. */
const floors = [
  ['base'],
  ['domain'],
  ['specs', 'models', 'policy', 'sandbox', 'git', 'memory', 'journal', 'forge', 'tracing'],
  ['agent', 'tools', 'context'],
  ['orchestrator'],
  ['app'],
  ['tui', 'serve'],
  ['cli'],
];

/** Each of these packages is known to these folders or files only. */
const owners: Record<string, string[]> = {
  '@anthropic-ai/sdk': ['models/anthropic'],
  '@aws-sdk/': ['models/bedrock'],
  openai: ['models/openai'],
  'better-sqlite3': ['memory/', 'journal/'],
  ink: ['tui/'],
  react: ['tui/'],
  commander: ['cli/'],
  'cedar-policy': ['policy/cedar'],
  'web-tree-sitter': ['base/load-grammars', 'context/', 'policy/shell/'],
  '@vscode/ripgrep': ['tools/', 'context/', 'app/wire'],
};

interface Import {
  file: string;
  target: string;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'),
);
const imports: Import[] = files.flatMap((file) => {
  const text = readFileSync(join(src, file), 'utf8');
  const found = text.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\()\s*['"]([^'"]+)['"]/g);
  return [...found].map((match) => ({ file, target: match[1] ?? '' }));
});
const local = imports
  .filter(({ target }) => target.startsWith('.'))
  .map(({ file, target }) => ({ file, target: relative(src, resolve(src, dirname(file), target)) }));
const folderOf = (file: string) => file.split('/')[0] ?? '';
const floorOf = (folder: string) => floors.findIndex((floor) => floor.includes(folder));

test('every folder of src stands on a floor', () => {
  const folders = new Set(files.filter((file) => file.includes('/')).map(folderOf));
  expect([...folders].filter((folder) => floorOf(folder) < 0)).toEqual([]);
  expect(files.filter((file) => !file.includes('/'))).toEqual([]);
});

test('a folder imports only folders on a lower floor', () => {
  const wrong = local.filter(({ file, target }) => {
    const [from, to] = [folderOf(file), folderOf(target)];
    return from !== to && floorOf(to) >= floorOf(from);
  });
  expect(wrong).toEqual([]);
  expect(local.length).toBeGreaterThan(20);
});

test('no file imports itself through others, types counted', () => {
  const graph = new Map<string, string[]>();
  for (const { file, target } of local) graph.set(file, [...(graph.get(file) ?? []), target]);
  const done = new Set<string>();
  const walk = (file: string, path: string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const cycle = walk(next, [...path, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  const cycles = files.flatMap((file) => walk(file, []) ?? []);
  expect(cycles).toEqual([]);
});

test('each package is imported by its owner only', () => {
  const wrong = imports.filter(({ file, target }) =>
    Object.entries(owners).some(
      ([name, owner]) =>
        (target === name || target.startsWith(`${name.replace(/\/$/, '')}/`)) &&
        !owner.some((place) => file.startsWith(place)),
    ),
  );
  expect(wrong).toEqual([]);
});

const text = (file: string) => readFileSync(join(src, file), 'utf8');
const below = (floor: string) => files.filter((file) => floorOf(folderOf(file)) < floorOf(floor));

test('nothing below app reads the environment, the working directory or argv', () => {
  expect(below('app').filter((file) => /process\.(env|cwd|argv)\b/.test(text(file)))).toEqual([]);
});

test('nothing below cli prints or exits', () => {
  expect(below('cli').filter((file) => /process\.(stdout|stderr|exit)\b|console\./.test(text(file)))).toEqual([]);
});

test('only base/clock.ts knows the time and only base/ids.ts randomness', () => {
  const time = files.filter(
    (file) => file !== 'base/clock.ts' && /\bDate\.now\(|\bnew Date\(\)|performance\.now\(/.test(text(file)),
  );
  const chance = files.filter(
    (file) => file !== 'base/ids.ts' && /Math\.random\(|randomBytes|randomUUID/.test(text(file)),
  );
  expect([...time, ...chance]).toEqual([]);
});

test('a file has at most 300 lines and there are no barrels', () => {
  expect(files.filter((file) => text(file).split('\n').length > 301)).toEqual([]);
  expect(files.filter((file) => /(^|\/)index\.tsx?$/.test(file))).toEqual([]);
});
