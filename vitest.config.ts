import { defineConfig } from 'vitest/config';

/** What a model reads of a tool is a Markdown file beside its code; the build and the tests import it as text. */
const markdownAsText = {
  name: 'markdown-as-text',
  transform: (source: string, id: string) =>
    id.endsWith('.md') ? { code: `export default ${JSON.stringify(source)}`, map: null } : undefined,
};

export default defineConfig({
  plugins: [{ ...markdownAsText, enforce: 'pre' as const }],
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
    // As the program does (src/cli/v8-flags.ts): after some thousand decisions of Cedar, Node 20 ends in a fatal error without it.
    execArgv: ['--no-turbo-inline-js-wasm-calls'],
  },
});
