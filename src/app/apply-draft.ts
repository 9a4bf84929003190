import { readTextIfThere } from '../base/files.ts';
import type { Problem } from '../domain/spec.ts';
import { editBlocks } from '../specs/edit-blocks.ts';
import type { TeamRules } from '../specs/lint/team-rules.ts';
import { openBoxes } from '../specs/open-boxes.ts';
import { parseDocument } from '../specs/parse-document.ts';
import type { AuthorWork } from './brief-author.ts';
import { checkDraft } from './check-draft.ts';
import { documentOf, extractBlock, extractDocument } from './read-document.ts';

interface Applied {
  /** The whole file as it will be. */
  text: string;
  problems: Problem[];
}

/** What becomes of an author's reply: the document, or of a rejected block only this block in the document as it is. */
export function applyingTo(
  { spec, stage, path, rejection }: AuthorWork,
  team: TeamRules,
): {
  apply(draft: string): Applied;
  extract(reply: string): string;
} {
  const { kind, file } = documentOf(stage, spec);
  const check = (text: string) => checkDraft(spec, stage, { text, team });
  const withProblems = (text: string): Applied => ({ text, problems: check(text) });
  const before = readTextIfThere(path) ?? '';
  const present = parseDocument(kind, file, before);
  const { tasks } = parseDocument('tasks', file, before);
  const holdsTasks = stage === 'tasks' || spec.size === 'S';
  const ticked = new Set(tasks.filter(({ mark }) => mark === 'done').map(({ id }) => id));
  const open = (text: string) => (holdsTasks ? openBoxes(text, ticked, file) : text);
  const block = rejection?.block;
  if (block === undefined) {
    return { extract: extractDocument, apply: (draft) => withProblems(open(draft)) };
  }
  ticked.delete(block.replace(/^tasks\//, ''));
  const known = new Set(check(present.text).map(({ message }) => message));
  return {
    extract: extractBlock,
    apply: (draft) => {
      const { text, spilt } = editBlocks(present, [{ op: 'replace', block, text: draft }]);
      return { text: open(text), problems: [...spilt, ...check(text).filter(({ message }) => !known.has(message))] };
    },
  };
}
