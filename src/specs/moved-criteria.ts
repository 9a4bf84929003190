import { positionAt } from '../base/text-places.ts';
import type { LedgerLine } from '../domain/ledger.ts';
import type { Criterion, Problem, SpecDocument, SpecStage } from '../domain/spec.ts';
import { approvedTexts } from './approval.ts';
import { parseDocument } from './parse-document.ts';

/**
 * `id-renumbered` where a criterion says what was approved under another number of its requirement, which now stands for
 * something else or for nothing: criteria that were swapped, or moved up behind one that was taken out. `id-moved` where the
 * words are only nearly the same.
 */
export function findMovedCriteria(document: SpecDocument, stage: SpecStage, lines: readonly LedgerLine[]): Problem[] {
  if (stage !== 'requirements') return [];
  const approved = approvedTexts(stage, lines);
  return document.requirements.flatMap((requirement) => {
    const block = document.blocks.find(({ id }) => id === `${stage}/${requirement.id}`);
    const before = approved.get(`${stage}/${requirement.id}`);
    if (block === undefined || before === undefined || before === block.text) return [];
    const old = parseDocument(document.kind, document.file, before).requirements.flatMap(({ criteria }) => criteria);
    const texts = { old: textsOf(old), now: textsOf(requirement.criteria) };
    return requirement.criteria.flatMap((criterion) => {
      const former = findFormer(criterion, texts);
      return former === undefined ? [] : [describe(document, criterion, former)];
    });
  });
}

type Texts = ReadonlyMap<string, string>;

/** White space aside. */
function textsOf(criteria: readonly Criterion[]): Texts {
  return new Map(criteria.map(({ id, text }) => [id, text.replace(/\s+/g, ' ').trim()]));
}

interface Former {
  id: string;
  isSame: boolean;
}

function findFormer({ id }: Criterion, { old, now }: { old: Texts; now: Texts }): Former | undefined {
  const text = now.get(id) ?? '';
  const own = old.get(id);
  if (own === text) return undefined;
  const left = [...old].filter(([other, before]) => other !== id && now.get(other) !== before);
  const same = left.find(([, before]) => before === text);
  if (same !== undefined) return { id: same[0], isSame: true };
  if (own === undefined || alike(own, text) > different) return undefined;
  const near = left.find(([other, before]) => {
    return alike(before, text) >= nearly && alike(before, now.get(other) ?? '') <= different;
  });
  return near === undefined ? undefined : { id: near[0], isSame: false };
}

const nearly = 0.75;
const different = 0.5;

/** The share of words that two texts have in common: 0 to 1. */
function alike(a: string, b: string): number {
  const [one, other] = [wordsOf(a), wordsOf(b)];
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared / Math.max(1, new Set([...one, ...other]).size);
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
}

function describe({ file, text }: SpecDocument, criterion: Criterion, { id: former, isSame }: Former): Problem {
  const says = `${criterion.id} now says ${isSame ? '' : 'nearly '}what was approved as ${former}`;
  const message = `${says}; numbers stay, for tasks, tests and evidence name them: ${remedy(criterion, text, former)}`;
  const [code, severity] = isSame ? (['id-renumbered', 'error'] as const) : (['id-moved', 'warning'] as const);
  return { code, severity, message, file, ...positionAt(text, criterion.span.start) };
}

/** What has a number only by its place can have it written. */
function remedy({ scenario, span }: Criterion, text: string, former: string): string {
  if (scenario !== undefined) return `write \`Scenario ${former}: …\`, and what is new after the last`;
  const number = former.slice(former.lastIndexOf('.') + 1);
  const isBullet = !/^\s*(?:[-*+]\s+)?(?:\*\*|__)?(?:AC[- ]?)?\d/i.test(text.slice(span.start, span.end));
  return isBullet
    ? `write numbers in place of the bullets, here \`${number}.\``
    : `give it back the number ${former}, and what is new the next free one`;
}
