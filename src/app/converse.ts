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
import type { Circumstances, Policy } from '../policy/policy.ts';
import { askRegistry, describeInstall } from './describe-install.ts';
import { permissionFrom } from './policy-permission.ts';
import type { Surroundings } from './surroundings.ts';

/** A role with what it works with. */
export interface Agent {
  role: Role;
  model: Model;
  tools: readonly Tool[];
  /** Loaded when it is first asked for. */
  policy(): Promise<Policy>;
  toolContext: Omit<ToolContext, 'callId' | 'signal' | 'seen'>;
  redact(text: string): string;
}

/** What bounds a session beside its turns. */
export interface SessionBounds {
  /** Where the work of a session stands, for policy. */
  circumstances?: (session: SessionState) => Promise<Circumstances>;
  /** Subjects of calls that a person allowed for the whole run. */
  permits?: Pick<ReadonlySet<string>, 'has'>;
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
  const { model, tools, toolContext, policy, role } = agent;
  const { circumstances, permits = new Set<string>(), ...rest } = bounds;
  const { root } = toolContext;
  const place = { root, clock, network: config.network, ask: askRegistry };
  const askPermission = permissionFrom(permits, (packages) => describeInstall(packages, place));
  const asked: AskedCalls = new Map();
  return (session: SessionState): AsyncGenerator<Event, SessionEnd> => {
    const about = async () => ({ session: session.id, task: session.task ?? '', ...(await circumstances?.(session)) });
    const guard = authorize({ policy, role, askPermission, circumstances: about });
    const callTool = compose([truncate, hideRoot, cleanResults(agent.redact), guard, markCall(reach)], runTool(tools));
    return runTurns(session, {
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
      // Cedar and the grammar of the shell take their time, and are not needed before a tool is called.
      replyBegan: () => void Promise.allSettled([policy()]),
      ...rest,
    });
  };
}
