import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import type { Event } from '../domain/event.ts';
import { specStages } from '../domain/spec.ts';
import type { Question } from '../domain/tool.ts';
import type { Journal } from '../journal/open-journal.ts';
import { findBranchMove } from './branch-moves.ts';
import type { ExecuteWork } from './execute-work.ts';
import { type OpenSpec, openSpec } from './open-spec.ts';
import type { Holding } from './run-journal.ts';
import type { Wire } from './wire.ts';

/** Waits for what a human says to a question; false where nobody said anything in time, or somebody asked for a pause. */
export type Stay = (question: Question, run: { run: string; spec: string }) => AsyncGenerator<Event, boolean>;

export interface Staying {
  question: Question;
  work: ExecuteWork;
  journal: Journal;
  holding: Holding;
}

/**
 * Waits for an answer with all that the run has in hand, and with the spec free for others. True where it is there and
 * nothing else happened meanwhile, so that the run goes on at once; whoever gets false has it read anew what there is.
 */
export async function* stayAwake(
  stay: Stay,
  { question, work, journal, holding }: Staying,
  wire: Wire,
): AsyncGenerator<Event, boolean> {
  const lastSeq = journal.lastSeq();
  holding.giveFree();
  if (!(yield* stay(question, work.state))) return false;
  if (!takeAgain(holding)) return false;
  return journal.lastSeq() === lastSeq && isSameSpec(work.spec, openSpec(work.spec.slug, wire)) && isSamePlace(work);
}

/** False where somebody who decides on the spec has it at this moment. */
function takeAgain(holding: Holding): boolean {
  try {
    holding.takeAgain();
    return true;
  } catch (error) {
    if (error instanceof AshlarError && error.kind === 'held') return false;
    throw error;
  }
}

function isSameSpec(before: OpenSpec, now: OpenSpec): boolean {
  const blocksOf = (spec: OpenSpec) =>
    specStages.map((stage) => spec[stage]?.blocks.map(({ id, hash }) => `${id} ${hash}`).join('\n')).join('\n\n');
  return blocksOf(before) === blocksOf(now);
}

async function isSamePlace(work: ExecuteWork): Promise<boolean> {
  const { git, root, branch } = work.workplace;
  if (!existsSync(join(root, '.git')) || (await git.head()).branch !== branch) return false;
  return git.state() === 'clean' && (await findBranchMove(work)) === undefined;
}
