/**
 * Whether a file belongs to the tests, by the habits of the usual ecosystems: it lies in a folder for tests, or its name says
 * so. The path is relative, with forward slashes.
 */
export function isTestPath(path: string): boolean {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  return (
    folders.some((folder) => testFolders.has(folder.toLowerCase()) || testProject.test(folder)) ||
    testNames.some((each) => each.test(name))
  );
}

const testFolders: ReadonlySet<string> = new Set([
  ...['test', 'tests', '__tests__', 'spec', 'specs', 'e2e', 'testing'],
  ...['testdata', 'fixtures', '__fixtures__', '__snapshots__', '__mocks__'],
]);

/** `Auth.Tests`, `AuthUITests`, `commonTest`, `androidTest`. */
const testProject = /[\p{L}\d.]Tests?$/u;

const testNames: readonly RegExp[] = [
  /[._-](?:unittest|test|tests|spec|specs)\.[^.]+$/i,
  /^(?:test|spec)[._-].*\.[^.]+$/i,
  /(?:Test|Tests|TestCase|Spec|Specs)\.(?:java|kt|kts|scala|groovy|cs|fs|vb|php|swift)$/,
  /^(?:test|tests|conftest)\.[^.]+$/i,
];
