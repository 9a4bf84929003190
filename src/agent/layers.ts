import type { Reach } from '../base/failpoints.ts';
import { limits } from '../base/limits.ts';
import { cutMiddle } from '../base/text.ts';
import type { Role } from '../domain/event.ts';
import type { CallTool, Layer, Tool } from '../domain/tool.ts';
import type { Policy } from '../policy/policy.ts';
import { toPolicyRequest } from '../policy/translate.ts';

/** The innermost of a tool call: the tool itself. The loop has looked up the name before. */
export function runTool(tools: readonly Tool[]): CallTool {
  return async (call, context) => {
    const tool = tools.find(({ spec }) => spec.name === call.name);
    if (tool === undefined) return { text: `There is no tool ${call.name}.`, isError: true };
    return tool.run(call.input, context);
  };
}

/** A denied call does not run; the model reads which rule denied it. */
export function authorize(policy: Policy, role: Role): Layer {
  return async (call, context, next) => {
    const request = toPolicyRequest(call, role, context.root);
    const decision = request === undefined ? undefined : policy.decide(request);
    if (decision?.effect !== 'deny') return next(call, context);
    return { text: `Denied by policy ${decision.rule}: ${decision.reason}`, isError: true };
  };
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
