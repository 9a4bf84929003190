const folder = /(?:^|\/)(?:tests?|__tests__|specs?|testing|e2e|integration[-_]?tests?|unit[-_]?tests?|features)\//i;
const name =
  /(?:^|\/)(?:tests?[-_.][^/]*|[^/]*[-_.](?:tests?|specs?|e2e|it|cy)\.[^/]+|[^/]*(?:Tests?|TestCase|Specs?|IT)\.[A-Za-z]+|[^/]*\.(?:bats|feature|robot|t))$/;

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
  if (folder.test(path) || name.test(path)) return 0;
  const begin = inSource.find(([ending]) => ending.test(path))?.[1];
  return begin?.exec(text)?.index;
}
