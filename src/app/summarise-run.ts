import type { JournaledEvent, RunKind } from '../domain/event.ts';
import type { SpecStage } from '../domain/spec.ts';
import type { StoredEvent } from '../journal/event-log.ts';
import type { RunState } from '../journal/fold-run.ts';
import type { Journal } from '../journal/open-journal.ts';
import { type SessionLife, sessionLives } from '../orchestrator/lifecycle.ts';
import { isWaitedFor, isWorkedOn } from './who-works.ts';
import type { Wire } from './wire.ts';

export interface RunSummary {
  run: string;
  kind: RunKind;
  /** What a draft writes. */
  stage?: SpecStage;
  /** `interrupted`: the process that worked on it is no more. */
  status: RunState['status'] | 'interrupted';
  startedAt: number;
  /** Of the last event, with its step in the journal and its type. */
  lastAt: number;
  lastSeq: number;
  lastType: JournaledEvent['type'];
  /** Without the time in which it was paused. */
  workedMs: number;
  reason?: string;
  modelCalls: number;
  costUsd?: number;
  tokens: number;
  branch?: string;
  sessions: (SessionLife & { session: string })[];
  /** Who asked for a pause that no resume has lifted. */
  stopOrder?: string;
}

/** A run in a few figures, and whether anybody has it now. */
export function summariseRun(
  state: RunState,
  events: readonly StoredEvent[],
  { journal, wire: { surroundings } }: { journal: Journal; wire: Pick<Wire, 'surroundings'> },
): RunSummary {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = state.usage;
  const worked = isWorkedOn(state.spec, journal, surroundings);
  const lives = sessionLives(events, worked || isWaitedFor(state.spec, journal, surroundings));
  const last = events.at(-1);
  return {
    run: state.run,
    kind: state.start.kind,
    ...(state.start.kind === 'draft' ? { stage: state.start.stage } : {}),
    status: state.status === 'active' && !worked ? 'interrupted' : state.status,
    startedAt: state.startedAt,
    lastAt: state.lastAt,
    lastSeq: last?.seq ?? 0,
    lastType: last?.event.type ?? 'run_started',
    workedMs: workedMs(events),
    ...(state.paused === undefined ? {} : { reason: state.paused.reason }),
    modelCalls: state.modelCalls,
    ...(state.costUsd === undefined ? {} : { costUsd: state.costUsd }),
    tokens: inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens,
    ...(state.start.kind === 'execute' ? { branch: state.start.branch } : {}),
    sessions: [...lives].map(([session, life]) => ({ session, ...life })),
    ...(state.stopOrder === undefined ? {} : { stopOrder: state.stopOrder.by }),
  };
}

/** Milliseconds from each start or resume to the last event before the next; what came while nobody worked is not counted. */
export function workedMs(events: readonly StoredEvent[]): number {
  let total = 0;
  let last: number | undefined;
  for (const { at, event } of events) {
    const begins = event.type === 'run_started' || event.type === 'run_resumed';
    if (last !== undefined && !begins) total += Math.max(0, at - last);
    if (begins || last !== undefined)
      last = event.type === 'run_paused' || event.type === 'run_finished' ? undefined : at;
  }
  return total;
}
