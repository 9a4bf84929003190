import type { Layout, SourceTree } from './foreign-spec.ts';

/** The layouts of which a repository holds specs. A folder of cc-sdd is Kiro's with a `spec.json` in each spec. */
export function detectLayouts({ paths }: SourceTree): Layout[] {
  const has = (pattern: RegExp) => paths.some((path) => pattern.test(path));
  const kiro: Layout[] = has(/^\.kiro\/specs\/.+\/spec\.json$/)
    ? ['cc-sdd']
    : has(/^\.kiro\/specs\/.+\/(?:requirements|bugfix|design|tasks)\.md$/)
      ? ['kiro']
      : [];
  return [
    ...(has(/^specs\/[^/]+\/spec\.md$/) ? (['spec-kit'] as const) : []),
    ...(has(/^openspec\/(?:specs|changes)\/.+\.md$/) ? (['openspec'] as const) : []),
    ...kiro,
  ];
}
