const folder = /(?:^|\/)(?:tests?|__tests__|specs?|testing|e2e|integration[-_]?tests?|unit[-_]?tests?|features)\//i;
/** `Auth.Tests/`, `AuthUITests/`, `commonTest/`, `androidTest/`: projects and source sets of .NET, Swift and Kotlin. */
const project = /(?:^|\/)[^/]*[\p{L}\d.]Tests?\//u;
const name =
  /(?:^|\/)(?:tests?[-_.][^/]*|[^/]*[-_.](?:unittests?|tests?|specs?|e2e|it|cy)\.[^/]+|[^/]*(?:Tests?|TestCase|Specs?|IT)\.\w+|Test[A-Z]\w*\.(?:java|kt|groovy|scala|php|cs|cpp|cc)|[^/]*\.(?:bats|feature|robot|t))$/;

/** Languages in which tests stand in the file that they test, with what they begin with. */
const inSource: readonly [ending: RegExp, begin: RegExp][] = [
  [/\.rs$/, /#\[(?:cfg\(\s*(?:all\(\s*)?test\b|(?:\w+::)*test\b|rstest\b)/],
  [/\.[cm]?[jt]sx?$/, /import\.meta\.vitest\b/],
  [/\.zig$/, /^[ \t]*test\s+"/m],
  [/\.d$/, /^\s*unittest\b/m],
  [/\.exs?$/, /^\s*doctest\b/m],
];

/** Where the tests of a file begin: 0 for a test file by its path, undefined for a file that holds none. */
export function findTestsIn(path: string, text: string): number | undefined {
  if (folder.test(path) || project.test(path) || name.test(path)) return 0;
  const begin = inSource.find(([ending]) => ending.test(path))?.[1];
  const at = begin?.exec(text)?.index;
  return at === undefined ? undefined : aboveOf(text, at);
}

/** Comments and annotations directly above belong to what begins there. */
function aboveOf(text: string, at: number): number {
  const above = /(?:^[ \t]*(?:\/\/|\/\*|\*|#\[).*\n)+[ \t]*(?![\s\S])/m.exec(
    text.slice(Math.max(0, at - aboveChars), at),
  );
  return above === null ? at : at - above[0].length;
}

const aboveChars = 4_000;
