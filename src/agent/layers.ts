import type { Reach } from '../base/failpoints.ts';
import { canonicalJson, digest } from '../base/ids.ts';
import { limits } from '../base/limits.ts';
import { cutLine, cutMiddle } from '../base/text.ts';
import type { Role } from '../domain/event.ts';
import type { CallTool, Layer, Question, Tool, ToolContext, ToolOutcome } from '../domain/tool.ts';
import type { Circumstances, Decision, Policy, PolicyRequest } from '../policy/policy.ts';
import { toPolicyRequest } from '../policy/translate.ts';

/** The innermost of a tool call: the tool itself. The loop has looked up the name before. */
export function runTool(tools: readonly Tool[]): CallTool {
  return async (call, context) => {
    const tool = tools.find(({ spec }) => spec.name === call.name);
    if (tool === undefined) return { text: `There is no tool ${call.name}.`, isError: true };
    return tool.run(call.input, context);
  };
}

/** What stands between a model and its tools. */
export interface Guard {
  /** Loaded when it is first asked for. */
  policy(): Promise<Policy>;
  role: Role;
  /** Where the work stands. */
  circumstances?: () => Circumstances | Promise<Circumstances>;
  /** What a person says of a call that a policy leaves to people. Without it nobody is there. */
  askPermission?: AskPermission;
}

export interface Permission {
  /** Of the question that is put to a person. */
  id: string;
  request: PolicyRequest;
  decision: Decision;
  subject: string;
  askHuman: ToolContext['askHuman'];
}

/** A word of a person, or the question where the run is to wait for one. `nobody`: none can be had, and the work goes on. */
export type AskPermission = (permission: Permission) => Promise<Word>;
export type Word = { said: 'call' | 'run' | 'nobody' } | { said: 'no'; because?: string } | { question: Question };

export function permissionId(callId: string): string {
  return `${callId}.policy`;
}

/** A denied call does not run: the model reads which policy denied it, why, and what to do. */
export function authorize({ policy, role, circumstances, askPermission }: Guard): Layer {
  return async (call, context, next) => {
    const request = toPolicyRequest(call, role);
    if (request === undefined) return next(call, context);
    const asked = { ...request, circumstances: (await circumstances?.()) ?? {} };
    const decision = (await policy()).decide(asked);
    if (decision.effect === 'allow' || (decision.effect === 'ask' && context.permitted === true)) {
      return next(call, runningAs(decision, context));
    }
    const subject = digest(canonicalJson([decision.rule, request.action, request.resource])).slice(0, 16);
    const about = { request: asked, decision, subject };
    if (decision.effect === 'deny') return denied(about, decision.reason);
    const { askHuman, callId } = context;
    const nobody: Word = { said: 'nobody' };
    const word = (await askPermission?.({ ...about, id: permissionId(callId), askHuman })) ?? nobody;
    return outcomeOf(word, about);
  };
}

/** What only installs packages may reach where they come from; what only looks leaves nothing that must be on the disk. */
function runningAs({ installs, onlyLooks }: Decision, context: ToolContext): ToolContext {
  if (installs !== true && onlyLooks !== true) return context;
  const more = { ...(installs && { network: 'hosts' as const }), ...(onlyLooks && { onlyLooks }) };
  return { ...context, runCommand: (command, options) => context.runCommand(command, { ...options, ...more }) };
}

type Decided = Pick<Permission, 'request' | 'decision' | 'subject'>;

function outcomeOf(word: Word, about: Decided): ToolOutcome {
  if ('question' in word) return { text: 'A person was asked and has not answered yet.', ...word };
  const { reason } = about.decision;
  if (word.said === 'nobody') return denied(about, `${reason} Nobody is there to be asked.`);
  if (word.said === 'no')
    return denied(about, `A person was asked and said no${word.because ? `: ${word.because}` : '.'}`);
  return { text: '', decided: { effect: 'allow', ...recordOf(about), reason, covers: word.said } };
}

function denied(about: Decided, reason: string): ToolOutcome {
  const { decision, request } = about;
  // Which part of a longer command it was.
  const part = decision.about === request.resource ? '' : ` (${cutLine(decision.about, limits.decidedChars)})`;
  const text = `Denied by policy ${decision.rule}: ${reason}${part}`;
  return { text, isError: true, decided: { effect: 'deny', ...recordOf(about), reason } };
}

function recordOf({ request, decision, subject }: Decided) {
  const { action, resource } = request;
  return { action, resource: cutLine(resource, limits.decidedChars), policy: decision.rule, subject };
}

/** Around the tool itself: tells of a call that is allowed and not begun, and of one that is done and not recorded. */
export function markCall(reach: Reach): Layer {
  return async (call, context, next) => {
    reach('decision:journaled');
    const outcome = await next(call, context);
    reach('tool:effect');
    return outcome;
  };
}

/** The model never sees an unbounded result. */
export const truncate: Layer = async (call, context, next) => {
  const outcome = await next(call, context);
  return { ...outcome, text: cutMiddle(outcome.text, limits.toolResultChars, '; ask for a smaller part') };
};

/** The same text wherever the repository lies: its absolute path is no matter of the model's, and would differ in a replay. */
export const hideRoot: Layer = async (call, context, next) => {
  const outcome = await next(call, context);
  return { ...outcome, text: withoutRoot(outcome.text, context.root) };
};

/** Absolute paths below the root become relative ones. */
export function withoutRoot(text: string, folder: string): string {
  const inside = text.replaceAll(`file://${folder}/`, '').replaceAll(`${folder}/`, '');
  return inside.replaceAll(folder, (root, at: number) => {
    const longer = /[\w-]/.test(inside.charAt(at + root.length));
    return longer ? root : '.';
  });
}
