// Bundles src/cli/main.ts into dist/: one small entry, chunks for what is imported on first use only, and the entry of
// the threads that read code.
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * What is imported on first use and belongs together is one chunk. On its own each such import would be the reason for
 * further chunks, one for every set of them that shares a module, and it is the number of files that a start waits for.
 */
const groups = {
  base: 'app/wire cli/confirm-trust cli/read-surroundings cli/show-events git/git-config git/is-ahead git/open-git',
  running:
    'app/run-spec app/run-and-wait models/anthropic models/bedrock models/openai models/replay models/scripted sandbox/direct sandbox/environment tools/toolbox',
  authoring: 'app/answer-question app/approve-spec app/change-spec app/draft-spec app/new-spec app/open-spec',
  linting: 'app/accept-findings app/fix-findings app/lint-spec',
  tracing: 'app/accept-drift app/check-drift app/explain-line app/judge-specs app/trace-spec app/waive-criterion',
  deciding:
    'app/open-policy app/policy-add app/policy-check app/policy-edit app/policy-explain app/policy-tests cli/describe-policy cli/edit-files policy/cedar policy/create-policy policy/read-policies',
  rest: 'app/diagnose app/find-unfinished app/import-specs app/init-repository app/pause-run app/read-log app/replay-run app/show-cost app/signers app/templates app/undo-task app/upgrade-templates app/watch-run',
};
const groupOf = new Map(
  Object.entries(groups).flatMap(([group, names]) => names.split(' ').map((name) => [`src/${name}.ts`, group])),
);
const nameOf = (path) => basename(path, '.ts').replaceAll('-', '_');

const grouping = {
  name: 'grouping',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const contents = await readFile(path, 'utf8');
      return { contents: contents.replace(/\bimport\('(\.[^']+)'\)/g, toGroup(dirname(path))), loader: 'ts' };
    });
    onResolve({ filter: /^group:/ }, ({ path }) => ({ path: path.slice('group:'.length), namespace: 'group' }));
    onLoad({ filter: /.*/, namespace: 'group' }, ({ path: group }) => {
      const paths = [...groupOf].flatMap(([path, own]) => (own === group ? [path] : []));
      const contents = paths.map((path) => `export * as ${nameOf(path)} from './${path}';`).join('\n');
      return { contents, resolveDir: process.cwd(), loader: 'js' };
    });
  },
};

function toGroup(folder) {
  return (whole, path) => {
    const imported = relative(process.cwd(), resolve(folder, path));
    const group = groupOf.get(imported);
    return group === undefined ? whole : `import('group:${group}').then((group) => group.${nameOf(imported)})`;
  };
}

const minified = { minifySyntax: true, minifyWhitespace: true, minifyIdentifiers: true };
const commandNames = (await readdir('src/cli/commands')).map((file) => basename(file, '.ts'));

await rm('dist', { recursive: true, force: true });
const bundle = await build({
  entryPoints: {
    'run-program': 'src/cli/run-program.ts',
    'symbol-worker': 'src/context/anchors/symbol-worker.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  ...minified,
  sourcemap: 'linked',
  loader: { '.md': 'text' },
  mainFields: ['module', 'main'],
  external: [
    '@cedar-policy/cedar-wasm',
    'better-sqlite3',
    '@vscode/ripgrep',
    '@vscode/tree-sitter-wasm',
    'web-tree-sitter',
  ],
  define: { 'process.env.NODE_ENV': '"production"', 'globalThis.ReadableStream': 'undefined' },
  // See there: touching the global one loads all of Node's fetch.
  inject: ['src/models/plain-headers.ts'],
  plugins: [grouping],
  metafile: true,
  logLevel: 'warning',
});

// CommonJS, for src/cli/load-program.ts: code that V8 compiled can be kept from one process to the next for scripts only.
const asScripts = {
  outdir: 'dist',
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  supported: { 'dynamic-import': false },
  ...minified,
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
};
const ownUrl = 'const __fileUrl = require("node:url").pathToFileURL(__filename).href;';
const chunks = Object.keys(bundle.metafile.outputs).filter((path) => path.endsWith('.js'));
const digest = createHash('sha256');
for (const path of chunks.toSorted()) {
  const code = await readFile(path, 'utf8');
  digest.update(code);
  const usesUrl = code.includes('import.meta.url');
  await build({
    ...asScripts,
    entryPoints: [path],
    allowOverwrite: true,
    ...(usesUrl ? { define: { 'import.meta.url': '__fileUrl' }, banner: { js: ownUrl } } : {}),
  });
}
await build({
  ...asScripts,
  entryPoints: { ashlar: 'src/cli/main.ts' },
  bundle: true,
  define: {
    buildId: JSON.stringify(digest.digest('hex').slice(0, 16)),
    commandNames: JSON.stringify(commandNames),
    'import.meta.dirname': '__dirname',
  },
});
await writeFile('dist/package.json', `${JSON.stringify({ type: 'commonjs' })}\n`);
