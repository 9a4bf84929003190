import { limits } from '../base/limits.ts';
import { wellFormedJson } from '../base/well-formed.ts';

export type ToolInput = { input: Record<string, unknown> } | { problem: string };

/**
 * The arguments of a tool call, parsed strictly: text that was cut off is a problem, never a smaller object. Blank text
 * means no arguments.
 */
export function parseToolInput(raw: string): ToolInput {
  if (raw.trim() === '') return { input: {} };
  if (raw.length > limits.callChars) return { problem: `the arguments have more than ${limits.callChars} characters` };
  let value: unknown;
  try {
    value = JSON.parse(raw);
    if (/\\u[dD][89a-fA-F]|\p{Surrogate}/u.test(raw)) value = wellFormedJson(value);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  return isObject(value) ? { input: value } : { problem: 'the arguments are JSON, but no object' };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
