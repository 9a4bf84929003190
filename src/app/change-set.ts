import { AshlarError } from '../base/errors.ts';
import type { Problem, SpecDocument, SpecStage } from '../domain/spec.ts';
import { specStages } from '../domain/spec.ts';
import { checkCoverage } from '../specs/check-coverage.ts';
import { type BlockEdit, editBlocks } from '../specs/edit-blocks.ts';
import { openBoxes } from '../specs/open-boxes.ts';
import { parseDocument } from '../specs/parse-document.ts';
import { checkIds } from '../specs/retired-ids.ts';
import { findSuspects, type Suspect } from '../specs/suspects.ts';
import { describeWords } from '../specs/word-diff.ts';
import { describeSuspect } from './describe-suspect.ts';
import type { OpenSpec } from './open-spec.ts';

export type Edits = Record<SpecStage, BlockEdit[]>;

/** What a change does: to blocks, and through them to others. */
export interface ChangeSet {
  blocks: ChangedBlock[];
  /** What becomes suspect that is not now. */
  suspects: (Pick<Suspect, 'block' | 'title' | 'todo' | 'because'> & { reason: string })[];
  /** The texts of the files that change, as they will be. */
  texts: Record<string, string>;
  /** What is wrong with it that is not wrong now. */
  problems: Problem[];
}

export interface ChangedBlock {
  stage: SpecStage;
  id: string;
  title: string;
  how: 'changed' | 'added' | 'removed';
  /** Word by word: `[-old-]{+new+}`. */
  words: string;
}

/** Works out what edits would do, and writes nothing. */
export function planChange(spec: OpenSpec, edits: Edits): ChangeSet {
  const set: ChangeSet = { blocks: [], suspects: [], texts: {}, problems: [] };
  const after: Partial<Record<SpecStage, SpecDocument>> = {};
  for (const stage of specStages) {
    const document = asEdited(spec[stage], set.texts);
    if (document !== undefined) after[stage] = document;
    if (document === undefined || edits[stage].length === 0) continue;
    try {
      after[stage] = applyTo(document, stage, { spec, edits: edits[stage], set });
    } catch (error) {
      if (!(error instanceof AshlarError) || error.kind !== 'usage') throw error;
      set.problems.push({ ...noSuchBlock, file: document.file, message: `${error.what}: ${error.next ?? ''}` });
    }
  }
  set.problems.push(
    ...uncovered(after).filter(({ message }) => !uncovered(spec).some((old) => old.message === message)),
  );
  const known = new Set(findSuspects(spec, spec.ledger).map(toKey));
  const changed = new Set(set.blocks.map(({ id }) => id));
  set.suspects = findSuspects(after, spec.ledger)
    .filter((suspect) => !known.has(toKey(suspect)) && (suspect.todo === 'verify' || !changed.has(suspect.block)))
    .map((suspect) => {
      const { block, title, todo, because } = suspect;
      return { block, title, todo, because, reason: describeSuspect(suspect) };
    });
  return set;
}

/** In the one file of a small spec, a document is edited as the edits of those before it left the file. */
function asEdited(
  document: SpecDocument | undefined,
  { [document?.file ?? '']: text }: ChangeSet['texts'],
): SpecDocument | undefined {
  return document === undefined || text === undefined ? document : parseDocument(document.kind, document.file, text);
}

const noSuchBlock = { code: 'block-unknown', severity: 'error', line: 1, column: 1 } as const;

interface Applying {
  spec: OpenSpec;
  edits: readonly BlockEdit[];
  set: ChangeSet;
}

function applyTo(document: SpecDocument, stage: SpecStage, { spec, edits, set }: Applying): SpecDocument {
  const { text, document: now, spilt } = editBlocks(document, edits);
  const ticked = document.tasks.filter(({ mark }) => mark === 'done').map(({ id }) => id);
  const blocks = compareBlocks(document, now, stage);
  set.blocks.push(...blocks);
  const known = new Set(document.problems.map(({ message }) => message));
  const ids = checkIds(now, stage, spec.ledger);
  set.problems.push(...spilt, ...ids, ...now.problems.filter(({ message }) => !known.has(message)));
  if (blocks.length > 0) set.texts[now.file] = stage === 'tasks' ? openBoxes(text, new Set(ticked), now.file) : text;
  return now;
}

function compareBlocks(before: SpecDocument, now: SpecDocument, stage: SpecStage): ChangedBlock[] {
  const old = new Map(before.blocks.map((block) => [block.id, block]));
  const present = new Set(now.blocks.map(({ id }) => id));
  const changed = now.blocks.flatMap(({ id, title, text, hash }): ChangedBlock[] => {
    const was = old.get(id);
    if (was?.hash === hash) return [];
    const how = was === undefined ? 'added' : 'changed';
    return [{ stage, id, title, how, words: describeWords(was?.text ?? '', text) }];
  });
  const removed = before.blocks
    .filter(({ id }) => !present.has(id))
    .map(({ id, title, text }): ChangedBlock => ({ stage, id, title, how: 'removed', words: describeWords(text, '') }));
  return [...changed, ...removed];
}

function uncovered({ requirements, tasks }: { requirements?: SpecDocument; tasks?: SpecDocument }): Problem[] {
  return requirements === undefined || tasks === undefined ? [] : checkCoverage(requirements, tasks);
}

const toKey = ({ block, todo, because }: Suspect) => `${block} ${todo} ${because.join()}`;
