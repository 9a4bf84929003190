import type { SpecDocument } from '../../domain/spec.ts';
import type { Contradiction } from './contradiction.ts';
import { findContradictions } from './find-contradictions.ts';
import { findByForms } from './forms/find-by-forms.ts';
import { type KeptForms, readForms } from './forms/kept-forms.ts';

export interface DocumentContradictions {
  found: Contradiction[];
  /** Criteria that no form says anything of, where forms are kept. */
  withoutForm: KeptForms['missing'];
}

/**
 * All contradictions of a document: those that the words show, and beside them those that kept forms show. Forms only add:
 * a pair that the words show stays what it is. The document of a bug has none: it contradicts itself on purpose.
 */
export function findInDocument(document: SpecDocument, keptForms?: string): DocumentContradictions {
  if (document.kind !== 'requirements') return { found: [], withoutForm: [] };
  const criteria = document.requirements.flatMap((requirement) => requirement.criteria);
  const found = findContradictions(criteria);
  if (keptForms === undefined) return { found, withoutForm: [] };
  const { forms, glossary, missing } = readForms(keptForms, document);
  const known = new Set(found.flatMap(({ kind, ids }) => (isPair(kind) ? [ids.join('|')] : [])));
  const more = findByForms(criteria, forms, glossary).filter(({ ids }) => !known.has(ids.join('|')));
  return { found: [...found, ...more], withoutForm: missing };
}

const isPair = (kind: Contradiction['kind']) => kind === 'opposing' || kind === 'bounds';

/** What a finding says to a person; one that rests on forms asks, and says what was taken for what. */
export function sayContradiction({ kind, scenario, readAs }: Contradiction): string {
  if (readAs === undefined) return `${openings[kind]}: ${scenario}`;
  return `can both be met? ${scenario} (a model put it in these words, and code compared them: ${readAs.join('; ')})`;
}

/** The rule that a finding is one of. */
export function ruleOfContradiction({ kind, readAs }: Contradiction): string {
  return readAs === undefined ? `criteria-${kind}` : 'criteria-read-as';
}

const openings: Record<Contradiction['kind'], string> = {
  opposing: 'these cannot both be met',
  bounds: 'these numbers cannot both be kept',
  duplicate: 'this is said twice',
  unreachable: 'this can never happen',
};
