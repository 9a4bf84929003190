import { readTextIfThere } from '../base/files.ts';
import type { Problem, SpecStage } from '../domain/spec.ts';
import { editBlocks } from '../specs/edit-blocks.ts';
import { openBoxes } from '../specs/open-boxes.ts';
import { parseDocument } from '../specs/parse-document.ts';
import type { AuthorWork } from './brief-author.ts';
import { checkDraft } from './check-draft.ts';
import type { OpenSpec } from './open-spec.ts';
import { documentOf, extractBlock, extractDocument } from './read-document.ts';

interface Applied {
  /** The whole file as it will be. */
  text: string;
  problems: Problem[];
}

/** What becomes of an author's reply: the document, or of a rejected block only this block in the document as it is. */
export function applyingTo({ spec, stage, path, rejection }: AuthorWork): {
  apply(draft: string): Applied;
  extract(reply: string): string;
} {
  const { kind, file } = documentOf(stage, spec);
  const before = readTextIfThere(path) ?? '';
  const present = parseDocument(kind, file, before);
  const { tasks } = parseDocument('tasks', file, before);
  const holdsTasks = stage === 'tasks' || spec.size === 'S';
  const ticked = new Set(tasks.filter(({ mark }) => mark === 'done').map(({ id }) => id));
  const open = (text: string) => (holdsTasks ? openBoxes(text, ticked, file) : text);
  const block = rejection?.block;
  if (block === undefined) {
    return { extract: extractDocument, apply: (draft) => withProblems(spec, stage, open(draft)) };
  }
  ticked.delete(block.replace(/^tasks\//, ''));
  const known = new Set(checkDraft(spec, stage, present.text).map(({ message }) => message));
  return {
    extract: extractBlock,
    apply: (draft) => {
      const { text, spilt } = editBlocks(present, [{ op: 'replace', block, text: draft }]);
      const { problems } = withProblems(spec, stage, text);
      return { text: open(text), problems: [...spilt, ...problems.filter(({ message }) => !known.has(message))] };
    },
  };
}

function withProblems(spec: OpenSpec, stage: SpecStage, text: string): Applied {
  return { text, problems: checkDraft(spec, stage, text) };
}
