import { AshlarError } from '../base/errors.ts';
import type { Block, SpecDocument } from '../domain/spec.ts';
import { stageOfKind } from './stage-of-kind.ts';

export interface BlockChoice {
  /** `tasks/2.1`, or without the stage: `2.1`, `overview`; in requirements also a criterion, for the block that it stands in. */
  blocks?: readonly string[];
  /** `2-4`, `2.1..2.4`: in the order of the document, both ends included, the last one with its parts. */
  ranges?: readonly string[];
}

/** A block of a document, or one that it no longer has. */
export interface ChosenBlocks {
  blocks: Block[];
  /** Ids of blocks that are gone. */
  gone: string[];
}

/**
 * The blocks that a person names, in the order of the document and each once. `gone` are ids that may be named though the
 * document no longer has them. A name that fits nothing throws with kind `usage`.
 */
export function selectBlocks(
  document: SpecDocument,
  { blocks = [], ranges = [] }: BlockChoice,
  gone: readonly string[] = [],
): ChosenBlocks {
  const stage = stageOfKind(document.kind);
  const isGone = (name: string) => gone.includes(withStage(name, stage));
  const named = blocks.filter(isGone).map((name) => withStage(name, stage));
  const wanted = new Set([
    ...blocks.filter((name) => !isGone(name)).map((name) => findBlock(document, name).id),
    ...ranges.flatMap((range) => blocksOfRange(document, range).map(({ id }) => id)),
  ]);
  return { blocks: document.blocks.filter(({ id }) => wanted.has(id)), gone: gone.filter((id) => named.includes(id)) };
}

/** The block of that id; a criterion's id stands for its requirement. */
export function findBlock(document: SpecDocument, name: string): Block {
  const block = blockNamed(document, name);
  if (block !== undefined) return block;
  throw new AshlarError({
    kind: 'usage',
    what: `${document.file} has no block ${name}`,
    next: `its blocks are ${document.blocks.map((each) => each.id).join(', ')}`,
  });
}

export function hasBlock(document: SpecDocument, name: string): boolean {
  return blockNamed(document, name) !== undefined;
}

function blockNamed(document: SpecDocument, name: string): Block | undefined {
  const stage = stageOfKind(document.kind);
  const id = withStage(name, stage);
  const holder = document.requirements.find(({ criteria }) =>
    criteria.some((criterion) => `${stage}/${criterion.id}` === id),
  );
  return (
    document.blocks.find((each) => each.id === id) ??
    document.blocks.find((each) => each.id === `${stage}/${holder?.id}`)
  );
}

function blocksOfRange(document: SpecDocument, range: string): Block[] {
  const ends = /^(.+?)\.\.(.+)$/.exec(range) ?? /^([\w/]*\d[\d.]*)-([\w/]*\d[\d.]*)$/.exec(range);
  const [from, to] = [ends?.[1], ends?.[2]];
  if (from === undefined || to === undefined) {
    throw new AshlarError({ kind: 'usage', what: `${range} is no range of blocks`, next: 'write 2-4 or 2.1..2.4' });
  }
  const last = findBlock(document, to.trim()).id;
  const start = document.blocks.indexOf(findBlock(document, from.trim()));
  const end = document.blocks.findLastIndex(({ id }) => id === last || id.startsWith(`${last}.`));
  if (start <= end) return document.blocks.slice(start, end + 1);
  throw new AshlarError({
    kind: 'usage',
    what: `in ${document.file}, ${from} stands behind ${to}`,
    next: `write the range the other way round: ${to}..${from}`,
  });
}

function withStage(name: string, stage: string): string {
  return name.startsWith(`${stage}/`) ? name : `${stage}/${name}`;
}
