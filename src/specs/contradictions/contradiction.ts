/** Two criteria that cannot both be met (`opposing`, `bounds`), that say the same, or one that can never apply. */
export type ContradictionKind = 'opposing' | 'bounds' | 'duplicate' | 'unreachable';

export interface Contradiction {
  kind: ContradictionKind;
  /** `error` for what cannot be built; `advice` for what is only said twice or to no end. */
  severity: 'error' | 'advice';
  /** Ids of the criteria, in the order of the document; one id where a criterion contradicts itself. */
  ids: string[];
  /** `when the account is locked and the password is right: 2.1 says grant access, 3.2 says refuse access`. */
  scenario: string;
  /** The conditions under which they meet, as written; empty where both always hold. */
  conditions: string[];
  /** What each of them says then, as written. */
  claims: { id: string; says: string }[];
  /** Where it rests on forms that a model gave: how each criterion was read, and which words were taken for what. */
  readAs?: string[];
}

/** A criterion as this folder needs it: `domain/spec.ts` has more. */
export interface CriterionText {
  /** `2.3`. */
  id: string;
  text: string;
}
