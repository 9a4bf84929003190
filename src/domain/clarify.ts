import type { Question } from './tool.ts';

/** A question about a backlog item that is put to a human before anything is drafted. */
export interface ClarifyQuestion extends Question {
  /** One of `options`; it becomes the assumption where nobody answers. */
  recommended: string;
  /** A situation in which the options lead to different behaviour. */
  example: string;
  /** How much depends on the answer and how little the item and the code tell of it, 1 to 5 each. */
  impact: number;
  uncertainty: number;
  /** Why, in the words of the detector. */
  why: string;
}
