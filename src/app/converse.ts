import { cleanResults } from '../agent/clean-results.ts';
import { compose } from '../agent/compose.ts';
import { authorize, hideRoot, markCall, runTool, truncate } from '../agent/layers.ts';
import type { AskedCalls } from '../agent/run-tool-calls.ts';
import { runTurns } from '../agent/run-turns.ts';
import { limits } from '../base/limits.ts';
import type { Config } from '../domain/config.ts';
import type { Event, Role, SessionEnd } from '../domain/event.ts';
import type { UserMessage } from '../domain/message.ts';
import type { Model, Usage } from '../domain/model.ts';
import type { Tool, ToolContext } from '../domain/tool.ts';
import type { SessionState } from '../journal/fold-session.ts';
import { contextWindow } from '../models/context-windows.ts';
import { costUsd } from '../models/prices.ts';
import type { Policy } from '../policy/policy.ts';
import type { Surroundings } from './surroundings.ts';

/** A role with what it works with. */
export interface Agent {
  role: Role;
  model: Model;
  tools: readonly Tool[];
  policy: Policy;
  toolContext: Omit<ToolContext, 'callId' | 'signal' | 'seen'>;
  redact(text: string): string;
}

/** What bounds a session beside its turns. */
export interface SessionBounds {
  /** What a model is told to have it hand over. */
  handOff?: UserMessage;
  watchBudget?: (session: SessionState) => Generator<Event, boolean>;
}

/** Lets an agent go on with a session. The layers around its tools are this one list. */
export function converseWith(
  agent: Agent,
  config: Config,
  { clock, signal, reach }: Pick<Surroundings, 'clock' | 'signal' | 'reach'>,
  bounds: SessionBounds = {},
) {
  const { model, tools, toolContext } = agent;
  const layers = [truncate, hideRoot, cleanResults(agent.redact), authorize(agent.policy, agent.role), markCall(reach)];
  const callTool = compose(layers, runTool(tools));
  const asked: AskedCalls = new Map();
  return (session: SessionState): AsyncGenerator<Event, SessionEnd> =>
    runTurns(session, {
      model,
      tools,
      toolSpecs: tools.filter(({ spec }) => session.tools.includes(spec.name)).map(({ spec }) => spec),
      callTool,
      asked,
      toolContext,
      maxTurns: config.limits?.turns ?? limits.turns,
      maxOutputTokens: config.limits?.maxOutputTokens ?? limits.maxOutputTokens,
      costUsd: (id: string, usage: Usage) => costUsd(id, usage, config.prices),
      windowTokens: contextWindow(model.id, config.contextWindows),
      clock,
      signal,
      reach,
      ...bounds,
    });
}
