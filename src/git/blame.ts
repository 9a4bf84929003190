import { join } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { readTextIfThere } from '../base/files.ts';
import type { Place } from './place.ts';
import { type GitResult, textOf } from './run-git.ts';

export interface BlameVerbs {
  /**
   * The commit that wrote a line of a file as it is now; moved and copied lines are followed, changes of space passed over.
   * Undefined for a line that is in no commit. Throws AshlarError where there is no such line.
   */
  blame(path: string, line: number): Promise<BlamedLine | undefined>;
  /** The whole message, and by whom and when. */
  readCommit(commit: string): Promise<CommitAbout>;
}

export interface BlamedLine {
  commit: string;
  /** Where the line stood in that commit. */
  path: string;
  line: number;
  /** History is cut off here: an older commit may have written it. */
  boundary: boolean;
}

export interface CommitAbout {
  author: string;
  /** ISO 8601. */
  at: string;
  parents: string[];
  subject: string;
  message: string;
}

export function blameVerbs({ run, root, commonDir }: Place): BlameVerbs {
  return {
    blame: async (path, line) => {
      const how = ['-w', '-M', '-C', '--porcelain', '--root', '--no-progress', '--no-textconv'];
      const blamed = await run(['blame', ...how, '-L', `${line},${line}`, '--', path], { accept: [128] });
      if (blamed.exitCode !== 0) return noBlame(blamed, path, root);
      const found = parseBlame(textOf(blamed));
      return found && { ...found, boundary: isCutOff(commonDir, found.commit) };
    },
    readCommit: async (commit) => {
      const format = '--format=%an <%ae>%x00%aI%x00%P%x00%s%x00%B';
      const shown = await run(['log', '-1', '--no-color', '--no-show-signature', format, commit, '--']);
      const [author = '', at = '', parents = '', subject = '', message = ''] = textOf(shown).split('\0');
      return { author, at, parents: parents.split(' ').filter((parent) => parent !== ''), subject, message };
    },
  };
}

/** A file that is in no commit yet has no history; anything else is a wrong question. */
function noBlame({ stderr }: GitResult, path: string, root: string): undefined {
  if (/no such path|no such ref: HEAD|bad revision 'HEAD'/.test(stderr)) return undefined;
  const why = stderr.trim().replace(/^fatal: /, '');
  throw new AshlarError({
    kind: 'usage',
    what: `git has no history of that line of ${path} in ${root}`,
    why: why === '' ? 'it does not say why' : why,
    next: 'ashlar why FILE:LINE, with a line that the file has',
  });
}

function parseBlame(porcelain: string): Omit<BlamedLine, 'boundary'> | undefined {
  const lines = porcelain.split('\n');
  const [commit = '', line = ''] = lines[0]?.split(' ') ?? [];
  if (/^0+$/.test(commit)) return undefined;
  const path = lines.find((each) => each.startsWith('filename '))?.slice('filename '.length) ?? '';
  return { commit, line: Number(line), path };
}

/** Git lists the commits whose parents a shallow clone lacks. */
function isCutOff(commonDir: string, commit: string): boolean {
  return readTextIfThere(join(commonDir, 'shallow'))?.split('\n').includes(commit) === true;
}
