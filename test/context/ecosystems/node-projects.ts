import { dev, type Ecosystem, manifest } from './ecosystem.ts';

const placeholder = 'echo "Error: no test specified" && exit 1';

export const nodeProjects: Ecosystem[] = [
  {
    name: 'npm with a lock file and all scripts',
    files: {
      ...manifest({
        scripts: { build: 'tsc', test: 'vitest run', lint: 'eslint .', typecheck: 'tsc --noEmit' },
        ...dev('vitest'),
      }),
      'package-lock.json': '{}',
      'src/a.ts': '',
    },
    language: 'typescript',
    packageManager: 'npm',
    commands: {
      setup: 'npm ci',
      build: 'npm run build',
      test: 'npm test',
      lint: 'npm run lint',
      typecheck: 'npm run typecheck',
    },
  },
  {
    name: 'npm with the placeholder that npm init writes, and vitest',
    files: { ...manifest({ scripts: { test: placeholder }, ...dev('vitest') }), 'index.js': '' },
    language: 'javascript',
    packageManager: 'npm',
    commands: { setup: 'npm install', test: 'npx vitest run' },
  },
  {
    name: 'npm without dependencies, with tests for the runtime’s own runner',
    files: { ...manifest({ name: 'a' }), 'index.js': '', 'test/index.test.mjs': '' },
    language: 'javascript',
    packageManager: 'npm',
    commands: { test: 'node --test' },
  },
  {
    name: 'npm with a test script that waits for changes for ever',
    files: { ...manifest({ scripts: { test: 'jest --watch', 'test:ci': 'jest --watchAll=false' }, ...dev('jest') }) },
    language: 'javascript',
    packageManager: 'npm',
    commands: { setup: 'npm install', test: 'npm run test:ci' },
  },
  {
    name: 'pnpm by its lock file, with mocha and a compiler',
    files: { ...manifest(dev('mocha', 'typescript')), 'pnpm-lock.yaml': '', 'tsconfig.json': '{}', 'src/a.ts': '' },
    language: 'typescript',
    packageManager: 'pnpm',
    commands: { setup: 'pnpm install --frozen-lockfile', test: 'pnpm exec mocha', typecheck: 'pnpm exec tsc --noEmit' },
  },
  {
    name: 'pnpm by the packageManager field, which stands above a left-over lock file',
    files: {
      ...manifest({ packageManager: 'pnpm@9.1.0', scripts: { test: 'x', 'check-types': 'tsc' } }),
      'package-lock.json': '{}',
    },
    language: 'javascript',
    packageManager: 'pnpm',
    commands: { test: 'pnpm test', typecheck: 'pnpm run check-types' },
  },
  {
    name: 'yarn classic',
    files: { ...manifest({ scripts: { test: 'jest', lint: 'eslint .' } }), 'yarn.lock': '# yarn lockfile v1\n' },
    language: 'javascript',
    packageManager: 'yarn',
    commands: { setup: 'yarn install --frozen-lockfile', test: 'yarn test', lint: 'yarn run lint' },
  },
  {
    name: 'yarn berry by its lock file, with jest and biome',
    files: {
      ...manifest(dev('jest', '@biomejs/biome')),
      'yarn.lock': '__metadata:\n  version: 8\n',
      'biome.json': '{}',
    },
    language: 'javascript',
    packageManager: 'yarn',
    commands: { setup: 'yarn install --immutable', test: 'yarn jest', lint: 'yarn biome check .' },
  },
  {
    name: 'yarn berry by the packageManager field',
    files: {
      ...manifest({ packageManager: 'yarn@4.1.0', scripts: { 'type-check': 'tsc' }, ...dev('ava') }),
      'yarn.lock': '',
    },
    language: 'javascript',
    packageManager: 'yarn',
    commands: { setup: 'yarn install --immutable', test: 'yarn ava', typecheck: 'yarn run type-check' },
  },
  {
    name: 'bun, whose own test command is not the script',
    files: { ...manifest({ scripts: { test: 'bun test --bail' } }), 'bun.lock': '', 'a.ts': '' },
    language: 'typescript',
    packageManager: 'bun',
    commands: { setup: 'bun install --frozen-lockfile', test: 'bun run test' },
  },
  {
    name: 'bun without a script',
    files: { ...manifest({}), 'bun.lockb': '', 'a.test.ts': '' },
    language: 'typescript',
    packageManager: 'bun',
    commands: { setup: 'bun install --frozen-lockfile', test: 'bun test' },
  },
  {
    name: 'a tsconfig that only refers to others',
    files: {
      ...manifest(dev('typescript', 'eslint')),
      'tsconfig.json': '{ /* all in the others */ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
      'eslint.config.js': '',
    },
    language: 'typescript',
    packageManager: 'npm',
    commands: { setup: 'npm install', lint: 'npx eslint .', typecheck: 'npx tsc --build --noEmit' },
  },
];
