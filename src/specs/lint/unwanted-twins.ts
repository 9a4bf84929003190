import type { Requirement, SpecDocument } from '../../domain/spec.ts';
import type { Remark } from './finding.ts';
import { listIds } from './glossary-terms.ts';

/**
 * Requirements that say what happens on events and nowhere what happens when something goes wrong. One remark a document, at
 * the first of them: it is one question, not many.
 */
export function checkUnwantedTwins(document: SpecDocument): Remark[] {
  if (document.kind === 'bugfix') return [];
  const silent = document.requirements.filter(isSilent);
  const [first] = silent;
  if (first === undefined) return [];
  const ids = listIds(silent.map(({ id }) => id));
  const [one, they] = silent.length === 1 ? ['requirement', 'it fails'] : ['requirements', 'they fail'];
  const line = document.text.slice(first.span.start, first.span.end).split(/\r?\n/)[0] ?? '';
  return [
    {
      rule: 'unwanted-missing',
      document,
      span: { start: first.span.start, end: first.span.start + line.length },
      message: `${one} ${ids} ${silent.length === 1 ? 'has' : 'have'} events and no word on what happens when ${they}, which the code will then decide: add IF … THEN THE SYSTEM SHALL …, or accept this`,
    },
  ];
}

/** Only events whose response reaches out or keeps something can fail in a way that matters; one alone is often for show. */
function isSilent({ criteria }: Requirement): boolean {
  const events = criteria.filter(({ pattern, text }) => pattern === 'event' && mayFail.test(text));
  return events.length >= 2 && !criteria.some(({ pattern, text }) => pattern === 'unwanted' || goesWrong.test(text));
}

const mayFail =
  /\bshall\b(?: \w+ly)? (?:send|save|load|fetch|upload|download|submit|charge|pay|connect|call|request|query|store|persist|import|export|sync\w*|create|delete|update|authenticate|verify|validate|parse|generate|retrieve|read|write|publish|deliver|transfer|process|book|reserve|register|record|refund|backup|restore|deploy|install)\b/i;

const goesWrong =
  /\bif\b|\b(?:fail|error|invalid|reject|refus|den(?:y|ies|ied)|unavailab|unreachab|missing|timeout|times? out|timed out|expired?|exceed|conflict|duplicate|not (?:found|exist|available|valid|allowed|authori[sz]ed|logged)|unauthori[sz]ed|incorrect|wrong|without|offline|abort|cancel|crash|corrupt|malformed|exception|empty|no \w+|cannot|unable|unless|prevent|fallback|retry|roll(?:s|ed)? ?back)/i;
