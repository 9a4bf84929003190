import type { Block, SpecDocument } from '../../domain/spec.ts';
import type { CriterionText } from './criterion-text.ts';
import type { Remark } from './finding.ts';
import { matchesOf } from './matches-of.ts';

/**
 * Names of parts that the criteria use and the glossary does not have; nothing where there is no glossary. A name that binds
 * most of the criteria is the product's own.
 */
export function checkTerms(document: SpecDocument, criteria: readonly CriterionText[]): Remark[] {
  const glossary = findGlossary(document);
  if (glossary === undefined) return [];
  const defined = plainTerm(glossary.text);
  const uses = new Map<string, { name: string; at: number; by: Set<string> }>();
  for (const { id, start, text } of criteria) {
    for (const { name, at } of namesIn(text)) {
      const plain = plainTerm(name);
      if (defined.includes(plain) || /^(?:[A-Z][a-z]+|[A-Z]+s?)$/.test(name)) continue;
      const use = uses.get(plain) ?? { name, at: start + at, by: new Set() };
      use.by.add(id);
      uses.set(plain, use);
    }
  }
  const own = [...uses.values()].filter(({ by }) => by.size * 2 <= criteria.length);
  return own.map(({ name, at, by }) => ({
    rule: 'undefined-term',
    document,
    span: { start: at, end: at + name.length },
    message: `${name} is not in the glossary (used by ${listIds([...by])}), so two readers may mean two things: define it there, or use the name that is`,
  }));
}

/** `2.1, 2.2, 3.1 and 4 more` */
export function listIds(ids: readonly string[], most = 6): string {
  const shown = ids.length > most + 1 ? ids.slice(0, most) : ids;
  return shown.length === ids.length ? ids.join(', ') : `${shown.join(', ')} and ${ids.length - most} more`;
}

function findGlossary({ blocks }: SpecDocument): Block | undefined {
  const glossary = blocks.find(({ title }) => /^(?:glossary|definitions?|terms|terminology)\b/i.test(title));
  return glossary !== undefined && /^\s*(?:[-*+|]|\*\*|#{3,})/m.test(glossary.text.replace(/^.*\n/, ''))
    ? glossary
    : undefined;
}

/** Who is bound (`THE Order Service SHALL`), and every Name_With_Underscores. */
function namesIn(text: string): { name: string; at: number }[] {
  const bound = matchesOf(
    text,
    /\b(?:THE|The|the)\s+([A-Z][A-Za-z0-9]*(?:[_ -](?!THE\b|THEN\b|AND\b)[A-Z][A-Za-z0-9]*)*)(?=\s+(?:SHALL|shall)\b)/g,
  );
  const joined = matchesOf(text, /\b()([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(?:_[A-Z][A-Za-z0-9]*)+)\b/g);
  return [...bound, ...joined].map((match) => {
    const name = match[1] || match[2] || '';
    return { name, at: match.index + match[0].indexOf(name) };
  });
}

/** Without case, joints and the plural: `Price_Alerts` is `pricealert`. */
function plainTerm(text: string): string {
  const words = text.toLowerCase().replace(/[\s_-]+/g, '');
  return words.replace(/(?:ies|y|s)$/, '');
}
