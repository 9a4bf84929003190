/** Whether a path names what a build, a test run or an installation makes again. */
export function isBuildPath(path: string): boolean {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return !path.startsWith('/') && !parts.includes('..') && parts.some((part) => names.has(part) || endings.test(part));
}

const names: ReadonlySet<string> = new Set([
  ...['node_modules', 'dist', 'build', 'out', 'target', 'coverage', 'tmp', 'temp', '.tmp', '.temp', '.cache', '.turbo'],
  ...[
    '.next',
    '.nuxt',
    '.output',
    '.svelte-kit',
    '.parcel-cache',
    '.vite',
    '.nyc_output',
    '.angular',
    'storybook-static',
  ],
  ...[
    '__pycache__',
    '.pytest_cache',
    '.mypy_cache',
    '.ruff_cache',
    '.tox',
    '.nox',
    '.venv',
    'venv',
    'htmlcov',
    '.eggs',
  ],
  ...[
    '.gradle',
    'bin',
    'obj',
    '_build',
    'deps',
    '.dart_tool',
    '.stack-work',
    'dist-newstyle',
    'cmake-build-debug',
    'logs',
  ],
  ...['test-results', 'playwright-report', 'bower_components', '.sass-cache', '.eslintcache', 'tsconfig.tsbuildinfo'],
]);

const endings = /\.(?:egg-info|tsbuildinfo|log|pyc|o|tmp|bak|orig|rej|swp)$/;
