import type { SpecDocument } from '../../domain/spec.ts';
import type { CriterionText } from './criterion-text.ts';
import type { Remark } from './finding.ts';

/**
 * Whether each English criterion has the shape of EARS or of Gherkin: a condition that says something, somebody who is bound,
 * a duty, and what it asks for. What a bug does now (1.x of bugfix.md) is told, not asked for. Other languages are not judged:
 * a quarter of their criteria have no SHALL at all.
 */
export function checkShape(document: SpecDocument, criteria: readonly CriterionText[]): Remark[] {
  const asked = criteria.filter(({ id }) => document.kind !== 'bugfix' || !id.startsWith('1.'));
  return [
    ...asked.flatMap((criterion) => {
      const wrong = criterion.isScenario ? wrongSteps(criterion) : wrongShape(criterion);
      return wrong === undefined ? [] : [{ ...wrong, document, ...placeOf(criterion) }];
    }),
    ...checkCase(document, asked),
  ];
}

type Wrong = Pick<Remark, 'rule' | 'message'>;

function wrongShape(criterion: CriterionText): Wrong | undefined {
  const { id, text, dutyAt } = criterion;
  const must = dutyAt >= 0 ? dutyAt : text.search(/\b(?:must|cannot|can not)\b/i);
  if (must < 0) return { rule: 'duty-missing', message: withoutDuty(id, text) };
  const message = wrongOrder(criterion, must);
  return message === undefined ? undefined : { rule: 'ears-shape', message };
}

function wrongOrder({ id, text }: CriterionText, must: number): string | undefined {
  const condition = text.slice(0, must).trim();
  const response = text.slice(must).replace(/^\w+(?:\s+not\b)?/i, '');
  if (/^(?:when|if|while|where)\s*(?:,|then\b|$)/i.test(condition)) {
    return `criterion ${id} has no condition behind its first word, so nobody knows when it holds: write what happens, or begin with THE SYSTEM SHALL`;
  }
  if (condition === '' || /(?:,|\bthen)$/i.test(condition)) {
    return `criterion ${id} does not say who SHALL do it, so no part answers for it: write THE SYSTEM SHALL`;
  }
  if (!/[\p{L}\p{N}_]/u.test(response)) {
    return `criterion ${id} ends at its SHALL and asks for nothing: write what is to happen`;
  }
  return undefined;
}

function withoutDuty(id: string, text: string): string {
  const weak = /\b(?:should|may|might|could|can|will|would)\b/i.exec(text)?.[0];
  const lack = weak === undefined ? 'has no SHALL' : `says “${weak}” and has no SHALL`;
  return `criterion ${id} ${lack}, so nobody can tell whether it must be built: write WHEN … THE SYSTEM SHALL …`;
}

/** Some write a scenario that is one sentence of EARS. */
function wrongSteps({ id, text, dutyAt }: CriterionText): Wrong | undefined {
  if (dutyAt < 0) {
    const message = `scenario ${id} has no THEN, so nobody knows what is to be seen: write THEN and what can be checked`;
    return { rule: 'ears-shape', message };
  }
  const isEmpty = !/[\p{L}\p{N}_]/u.test(text.slice(dutyAt).replace(/^\w+/, ''));
  const message = `scenario ${id} ends at its THEN and asks for nothing: write what is to be seen`;
  return isEmpty ? { rule: 'ears-shape', message } : undefined;
}

/** Where most criteria say SHALL, one that says Shall or shall was meant so too. */
function checkCase(document: SpecDocument, criteria: readonly CriterionText[]): Remark[] {
  const duties = criteria.flatMap(({ id, start, text }) =>
    [...text.matchAll(/\bshall\b/gi)].map(({ 0: word, index }) => ({ id, word, at: start + index })),
  );
  const other = duties.filter(({ word }) => word !== 'SHALL');
  if (other.length * 2 >= duties.length) return [];
  return other.map(({ id, word, at }) => {
    const span = { start: at, end: at + word.length };
    const message = `criterion ${id} says “${word}” where the others say SHALL, so a search for one misses the other: write SHALL`;
    return { rule: 'shall-case', document, span, message, fix: [{ ...span, text: 'SHALL' }] };
  });
}

function placeOf({ start, raw, text }: CriterionText): Pick<Remark, 'span'> {
  const lead = Math.max(0, text.search(/\S/));
  const line = raw.slice(lead).search(/\r?\n/);
  return { span: { start: start + lead, end: start + (line < 0 ? raw.length : lead + line) } };
}
