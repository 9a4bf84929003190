// Bundles src/cli/main.ts into dist/: one small entry, a chunk for whatever is imported on first use only, and
// the entry of the threads that read code.
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: { ashlar: 'src/cli/main.ts', 'symbol-worker': 'src/context/anchors/symbol-worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: 'linked',
  sourcesContent: false,
  loader: { '.md': 'text' },
  mainFields: ['module', 'main'],
  external: ['better-sqlite3', '@vscode/ripgrep', '@vscode/tree-sitter-wasm', 'web-tree-sitter'],
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
