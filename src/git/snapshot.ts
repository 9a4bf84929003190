import { copyFileSync, existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { readChanges, stage } from './changes.ts';
import type { Place } from './place.ts';
import { entriesOf, type RunOptions, revision, textOf } from './run-git.ts';
import { removeDeadScratch, withScratchFolder } from './scratch-folder.ts';

/** Verbs that look at everything in the working tree and leave index, HEAD, files and stash as they are. */
export interface SnapshotVerbs {
  /** What leads from the commit to the files as they are, untracked ones included; bytes, as files may be in any encoding. */
  patchAgainst(commit: string): Promise<Buffer>;
  /** Lines per file between two commits, or between a commit and the files as they are. */
  diffStat(from: string, to?: string): Promise<FileStat[]>;
  /**
   * Keeps everything that is there (staged, unstaged, untracked but not ignored) as a commit under
   * `refs/ashlar/backup/<name>`. Where the index holds what the files do not, it is the second parent, as in a stash.
   */
  saveBackup(name: string, backup: { message: string }): Promise<string>;
  /** Deletes what verbs of this kind left in the git folders of all worktrees where their process was killed. */
  removeDeadScratch(): void;
}

export interface FileStat {
  path: string;
  /** Undefined for a binary file. */
  added: number | undefined;
  deleted: number | undefined;
}

export function snapshotVerbs(place: Place): SnapshotVerbs {
  return {
    patchAgainst: (commit) =>
      withStagedCopy(place, async (copy) => {
        const how = ['--cached', '--patch', '--binary', '--full-index', '--src-prefix=a/', '--dst-prefix=b/', ...plain];
        return (await place.run(['diff-index', ...how, revision(commit), '--'], copy)).stdout;
      }),
    diffStat: (from, to) => diffStat(place, from, to),
    saveBackup: (name, { message }) => saveBackup(place, name, message),
    removeDeadScratch: () => {
      for (const folder of gitFolders(place)) removeDeadScratch(folder);
    },
  };
}

/** That of the first working tree and those of all linked ones. */
function gitFolders({ commonDir }: Place): string[] {
  const linked = join(commonDir, 'worktrees');
  return [commonDir, ...(existsSync(linked) ? readdirSync(linked).map((name) => join(linked, name)) : [])];
}

const plain = ['--no-ext-diff', '--no-textconv', '--no-renames', '--no-color', '--ignore-submodules=all'];

async function diffStat(place: Place, from: string, to: string | undefined): Promise<FileStat[]> {
  const how = ['-r', '--numstat', '-z', ...plain];
  const listed =
    to === undefined
      ? await withStagedCopy(place, (copy) => place.run(['diff-index', '--cached', ...how, revision(from), '--'], copy))
      : await place.run(['diff-tree', ...how, revision(from), revision(to), '--']);
  return entriesOf(listed).map((entry) => {
    const [added = '', deleted = '', ...path] = entry.split('\t');
    return { path: path.join('\t'), added: countOf(added), deleted: countOf(deleted) };
  });
}

function countOf(text: string): number | undefined {
  return text === '-' ? undefined : Number(text);
}

async function saveBackup(place: Place, name: string, message: string): Promise<string> {
  const { run } = place;
  const found = await run(['rev-parse', '--verify', '--quiet', 'HEAD'], { accept: [1] });
  const head = textOf(found);
  const parents = head === '' ? [] : [head];
  const headTree = head === '' ? '' : textOf(await run(['rev-parse', '--verify', 'HEAD^{tree}']));
  const commit = async (tree: string, of: readonly string[]) =>
    textOf(await run(['commit-tree', tree, ...of.flatMap((parent) => ['-p', parent]), '-F', '-'], { input: message }));
  const saved = await withIndexCopy(place, async (copy) => {
    // An index with conflicts has no tree; the files hold both sides.
    const index = textOf(await run(['write-tree'], { ...copy, accept: [128] }));
    await stageAll(place, copy);
    const tree = textOf(await run(['write-tree'], copy));
    const indexSaysMore = index !== '' && index !== tree && index !== headTree;
    return commit(tree, indexSaysMore ? [...parents, await commit(index, parents)] : parents);
  });
  await run(['update-ref', `refs/ashlar/backup/${name}`, saved]);
  return saved;
}

function withStagedCopy<T>(place: Place, use: (copy: RunOptions) => Promise<T>): Promise<T> {
  return withIndexCopy(place, async (copy) => {
    await stageAll(place, copy);
    return use(copy);
  });
}

async function stageAll({ run }: Place, copy: RunOptions): Promise<void> {
  const changes = await readChanges(run, copy);
  await stage(
    run,
    changes.map(({ path }) => path),
    copy,
  );
}

/**
 * Gives a copy of the index to work on. The copy is dated back to the full second: git believes an entry without
 * reading the file only where the file is older than the index.
 */
function withIndexCopy<T>({ gitDir }: Place, use: (copy: RunOptions) => Promise<T>): Promise<T> {
  return withScratchFolder(gitDir, async (folder) => {
    const [index, copy] = [join(gitDir, 'index'), join(folder, 'index')];
    if (existsSync(index)) {
      copyFileSync(index, copy);
      const second = Math.floor(statSync(index).mtimeMs / 1000);
      utimesSync(copy, second, second);
    }
    return use({ env: { GIT_INDEX_FILE: copy } });
  });
}
