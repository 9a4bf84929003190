import { type SpecStage, specStages } from '../domain/spec.ts';
import { removedBlocks } from '../specs/approval.ts';
import { type BlockChoice, hasBlock, selectBlocks } from '../specs/select-blocks.ts';
import { type OpenSpec, requireDocument } from './open-spec.ts';

export interface ChosenPart {
  stage: SpecStage;
  /** Of blocks that the document has, and of approved ones that are gone. */
  ids: ReadonlySet<string>;
}

/** Where names are looked for: in the stage that is asked for, and in all that are approved with it. */
export interface AskedStages {
  first: SpecStage;
  together: readonly SpecStage[];
}

/** The blocks that a person named, by stage; all of the stages that are approved together where he named none. */
export function chooseBlocks(spec: OpenSpec, asked: AskedStages, choice: BlockChoice): ChosenPart[] {
  return asked.together.flatMap((stage): ChosenPart[] => {
    const document = requireDocument(spec, stage);
    const gone = removedBlocks(document, stage, spec.ledger).map(({ id }) => id);
    if (!isChosen(choice)) return [{ stage, ids: new Set([...document.blocks.map(({ id }) => id), ...gone]) }];
    const isHere = (name: string) => stageHolding(name, spec, asked) === stage;
    const { blocks = [], ranges = [] } = choice;
    const own = { blocks: blocks.filter(isHere), ranges: ranges.filter((range) => isHere(startOf(range))) };
    if (!isChosen(own)) return [];
    const chosen = selectBlocks(document, own, gone);
    return [{ stage, ids: new Set([...chosen.blocks.map(({ id }) => id), ...chosen.gone]) }];
  });
}

export const isChosen = ({ blocks = [], ranges = [] }: BlockChoice) => blocks.length + ranges.length > 0;

export const isOf = (stage: SpecStage, id: string) => id.startsWith(`${stage}/`);

/** The stage that an id or a range names itself: `tasks/2.1`. */
export function stageNamed({ blocks = [], ranges = [] }: BlockChoice): SpecStage | undefined {
  return specStages.find((stage) => [...blocks, ...ranges].some((name) => isOf(stage, name)));
}

/** The stage in which a block lies: the one that its id names, else the first that has it. */
export function stageHolding(name: string, spec: OpenSpec, { first, together }: AskedStages): SpecStage {
  const named = together.find((stage) => isOf(stage, name));
  if (named !== undefined) return named;
  return [first, ...together].find((stage) => spec[stage] !== undefined && hasBlock(spec[stage], name)) ?? first;
}

const startOf = (range: string) => range.split(/\.\.|-(?=\d)/)[0] ?? range;
