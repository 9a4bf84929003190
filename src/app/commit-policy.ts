import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { digest } from '../base/ids.ts';
import type { Git } from '../git/open-git.ts';
import type { CommitVerdict, RefusedFile } from '../orchestrator/worker.ts';
import type { Circumstances, Decision, Policy } from '../policy/policy.ts';
import { showHidden } from '../policy/shell/strange-text.ts';

export interface CommitRequest {
  root: string;
  /** Changed files. */
  files: readonly ChangedText[];
  circumstances: Circumstances;
  /** Policies whose questions were answered with yes for the whole run. */
  permits: Pick<ReadonlySet<string>, 'has'>;
}

/** A changed file with its text as it was before the task and is now; '' where it was not there, none where it is no text. */
export interface ChangedText {
  /** Relative to the root. */
  path: string;
  before: string;
  text?: string | undefined;
}

/** Reads what changed: what a file holds counts, whoever wrote it there. */
export async function readChanged(
  paths: readonly string[],
  { git, root, since }: { git: Pick<Git, 'readFiles'>; root: string; since: string },
): Promise<ChangedText[]> {
  const changed = paths.map((path) => ({ path, text: textAt(join(root, path)) }));
  const texts = changed.filter(({ text }) => text !== undefined);
  const read = await git.readFiles(texts.map(({ path }) => ({ commit: since, path })));
  const before = new Map(texts.map(({ path }, index) => [path, read[index]?.toString()]));
  return changed.map(({ path, text }) => ({ path, text, before: before.get(path) ?? '' }));
}

function textAt(path: string): string | undefined {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  return entry?.isFile() === true && entry.size <= mostBytes ? readFileSync(path, 'utf8') : undefined;
}

const mostBytes = 1_000_000;

/** What policy says of a commit, file by file. */
export function judgeCommit({ root, files, circumstances, permits }: CommitRequest, policy: Policy): CommitVerdict {
  const decided = files.map(({ path, before, text }) => {
    const known = text === undefined ? {} : { text, before };
    const asked = { role: 'implementer', action: 'commit', resource: path, circumstances, ...known } as const;
    return { path, decision: policy.decide(asked) };
  });
  const refused = decided.filter(({ decision }) => decision.effect === 'deny').map(toRefused);
  const open = decided.filter(({ decision }) => decision.effect === 'ask' && !permits.has(decision.rule));
  if (open.length === 0) return { refused };
  const asked = open.map(toRefused);
  const pauses = open.some(({ decision }) => decision.unattended === 'pause');
  return { refused, asking: { files: asked, pauses, question: questionOf(circumstances.task ?? '', asked, root) } };
}

function toRefused({ path, decision }: { path: string; decision: Decision }): RefusedFile {
  return { path, policy: decision.rule, reason: decision.reason };
}

/** It names what the files hold, so that its answer is worth nothing for another text of them. */
function questionOf(task: string, files: readonly RefusedFile[], root: string) {
  const held = files.map(({ path, policy }) => [path, policy, contentOf(join(root, path))]);
  const lines = files.map(({ path, policy, reason }) => `    ${showHidden(path)} (policy ${policy}: ${reason})`);
  return {
    id: `commit-${task}-${digest(JSON.stringify(held)).slice(0, 12)}`,
    text: [`May Ashlar commit these files of task ${task}?`, ...lines].join('\n'),
    options: ['allow', 'deny'],
  };
}

function contentOf(path: string): string {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry?.isSymbolicLink() === true) return `-> ${readlinkSync(path)}`;
  return entry?.isFile() === true ? digest(readFileSync(path).toString('base64')) : '';
}
