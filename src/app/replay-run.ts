import { AshlarError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { JournaledEvent, Role } from '../domain/event.ts';
import { type UserMessage, userText } from '../domain/message.ts';
import type { RunStatus } from '../journal/runs.ts';
import { contextWindow } from '../models/context-windows.ts';
import { recordedTurns } from '../orchestrator/recorded-turns.ts';
import { type ReplayDeps, replayEvents } from '../orchestrator/replay-events.ts';
import type { Difference } from '../orchestrator/tape.ts';
import { worktreeFolder } from './branch-worktree.ts';
import { chooseRun } from './choose-run.ts';
import { feedbackFrom } from './task-feedback.ts';
import type { Wire } from './wire.ts';

export interface ReplayOutcome {
  run: string;
  spec: string;
  /** Events of the journal, and how many of them were gone through. */
  events: number;
  replayed: number;
  differences: readonly Difference[];
  /** After the last of them. */
  status: RunStatus;
  tasks: { id: string; status: string; phase: string; rounds: number }[];
  modelCalls: number;
  toolCalls: number;
}

/** Goes through a recorded run with today's code: no model is asked, nothing is run and nothing written. */
export async function replayRun(
  { name, to }: { name: string | undefined; to: number | undefined },
  wire: Wire,
): Promise<ReplayOutcome> {
  const journal = await wire.journal();
  const { run, spec } = chooseRun(name, journal, wire);
  const events = journal.read(run);
  if (to !== undefined && !events.some(({ seq }) => seq === to)) throw noSuchStep(run, to, events);
  const { state, ...replayed } = await replayEvents(events, await replayDeps(events[0]?.event, wire), to);
  return {
    run,
    spec,
    events: events.length,
    replayed: replayed.events,
    differences: replayed.differences,
    status: state.status,
    tasks: [...state.tasks.values()].map(({ id, status, phase, rounds }) => ({ id, status, phase, rounds })),
    modelCalls: state.modelCalls,
    toolCalls: state.toolCalls,
  };
}

/** Tools, rules and prompts as they are today in this repository. */
export async function replayDeps(start: JournaledEvent | undefined, wire: Wire): Promise<ReplayDeps> {
  const { config } = wire.workspace;
  const root = rootOf(start, wire);
  const [author, detector, implementer] = await Promise.all([
    wire.means('author', root),
    wire.means('detector', root),
    wire.means('implementer', root),
  ]);
  const means = { author, detector, implementer };
  const handOffs: Partial<Record<Role, UserMessage>> = {
    implementer: userText(wire.prompts('hand-off')),
    author: userText(wire.prompts('hand-off-draft')),
  };
  const windowOf = (model: string) => contextWindow(model, config.contextWindows);
  return {
    rounds: config.limits?.rounds ?? limits.rounds,
    feedback: (rounds) => feedbackFrom(wire.prompts, rounds),
    converse: (tape, role, turns) => {
      const maxTurns = turns ?? config.limits?.turns ?? limits.turns;
      return recordedTurns(tape, {
        role,
        ...means[role],
        root,
        maxTurns,
        windowOf,
        ...(handOffs[role] && { handOff: handOffs[role] }),
      });
    },
  };
}

/** Paths in tool calls were relative to it. */
function rootOf(start: JournaledEvent | undefined, wire: Wire): string {
  if (start?.type !== 'run_started' || start.kind === 'draft' || start.inPlace) return wire.workspace.root;
  return worktreeFolder(start.branch, wire);
}

function noSuchStep(run: string, to: number, events: readonly { seq: number }[]): AshlarError {
  return new AshlarError({
    kind: 'usage',
    what: `${run} has no step ${to}`,
    why: `its steps are between ${events[0]?.seq} and ${events.at(-1)?.seq}, and others may lie between them`,
    next: `ashlar log ${run}`,
  });
}
