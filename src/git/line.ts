import type { Place } from './place.ts';
import { type RunGit, revision, textOf } from './run-git.ts';

/** Verbs that tell how commits and branches stand to each other. */
export interface LineVerbs {
  /** The newest commit that both have in their history; undefined where there is none, or where it was cut off. */
  mergeBase(one: string, other: string): Promise<string | undefined>;
  /** The branch that work is merged into: the remote's own, else `main` or `master`; as a ref, undefined where there is none. */
  defaultBranch(): Promise<string | undefined>;
  isAncestor(commit: string, of: string): Promise<boolean>;
}

export function lineVerbs({ run }: Place): LineVerbs {
  return {
    mergeBase: async (one, other) =>
      textOf(await run(['merge-base', revision(one), revision(other)], { accept: [1, 128] })) || undefined,
    defaultBranch: () => defaultBranch(run),
    isAncestor: async (commit, of) => {
      const asked = ['merge-base', '--is-ancestor', revision(commit), revision(of)];
      return (await run(asked, { accept: [1, 128] })).exitCode === 0;
    },
  };
}

async function defaultBranch(run: RunGit): Promise<string | undefined> {
  const remote = textOf(await run(['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD'], { accept: [1, 128] }));
  const usual = ['refs/heads/main', 'refs/heads/master', 'refs/remotes/origin/main', 'refs/remotes/origin/master'];
  const wanted = [...(remote === '' ? [] : [remote]), ...usual];
  const listed = textOf(await run(['for-each-ref', '--format=%(refname)', ...wanted])).split('\n');
  return wanted.find((ref) => listed.includes(ref));
}
