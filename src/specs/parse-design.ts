import { cutParts, type Part } from './blocks.ts';
import type { Line } from './lines.ts';

/** A design has no fixed skeleton: each `##` section is a part, and what stands before the first one. */
export function parseDesign(lines: Line[]): { parts: Part[] } {
  return { parts: cutParts(lines, []) };
}
