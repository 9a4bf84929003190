import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { errorCode } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { once } from '../base/once.ts';
import { isInside } from '../base/paths.ts';
import type { TestTag, TrailedCommit } from '../domain/trace.ts';
import type { Git } from '../git/open-git.ts';
import { listAllSpecs } from '../specs/list-specs.ts';
import { branchOf, type OpenSpec } from './open-spec.ts';
import type { Wire } from './wire.ts';

/** What a trace is made of beside the spec itself. */
export interface TraceSources {
  /** The commits of HEAD and of the run's branch since the spec was begun. */
  commits(spec: OpenSpec): Promise<TrailedCommit[]>;
  /** The tags in all tests of the checkout, for all specs. */
  tests(): Promise<TestTag[]>;
  /** By commit the files that it changed, but for those of specs. */
  filesOf(commits: readonly string[]): Promise<Map<string, string[]>>;
  /** Criterion → what of the code that was made for it is not as it was left. */
  drifted(spec: OpenSpec): Promise<ReadonlyMap<string, string>>;
  /** Whether history was cut off when this clone was made. */
  isShallow(): Promise<boolean>;
}

export function openTraceSources(wire: Wire): TraceSources {
  const opened = wire.git();
  return {
    commits: async (spec) => (await opened).trails(['HEAD', `refs/heads/${branchOf(spec)}`], spec.yaml?.base),
    tests: once(async () => findTests(await opened, wire)),
    filesOf: async (commits) => {
      const changed = await (await opened).pathsChangedBy(commits);
      const isSpec = (path: string) => wire.specRoots.some((root) => isInside(root, join(wire.workspace.root, path)));
      return new Map([...changed].map(([commit, paths]) => [commit, paths.filter((path) => !isSpec(path))]));
    },
    drifted: async (spec) => {
      const { readDriftedCriteria } = await import('./read-drifts.ts');
      return readDriftedCriteria(spec, wire);
    },
    isShallow: async () => (await opened).isShallow(),
  };
}

async function findTests(git: Git, wire: Wire): Promise<TestTag[]> {
  const { findTestTags, tagLine } = await import('../context/find-test-tags.ts');
  const slugs = listAllSpecs(wire.specRoots).map(({ slug }) => slug);
  const state = `${relative(git.root, wire.workspace.stateFolder)}/`;
  const paths = (await git.filesMatching(tagLine)).filter((path) => !path.startsWith(state));
  return paths.sort().flatMap((path) => {
    const text = readSource(join(git.root, path));
    return text === undefined ? [] : findTestTags({ path, text }, slugs);
  });
}

/** Undefined where the file is gone by now, or longer than what people write. */
function readSource(path: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    return bytes.length > limits.contextFileBytes ? undefined : bytes.toString('utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}
