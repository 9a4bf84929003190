import type { SpecLint } from '../app/lint-spec.ts';
import type { Wire } from '../app/wire.ts';
import { plural } from '../base/text.ts';
import { isAcceptable } from '../specs/lint/accepted-findings.ts';
import type { LintFinding } from '../specs/lint/finding.ts';
import { askKey } from './prompt.ts';
import { writeText } from './write-line.ts';

/**
 * Offers the advice that was shown, one piece after the other, to be accepted with one key; what stands in the ledger by
 * then stays there whenever the person stops. Gives what to say of it, nothing where nothing was accepted.
 */
export async function offerAdvice(results: readonly SpecLint[], wire: Wire): Promise<string> {
  const { acceptFindings } = await import('../app/accept-findings.ts');
  let accepted = 0;
  for (const { spec, path, finding } of results.flatMap(listOffers)) {
    const { rule, block, line, column, file, message } = finding;
    writeText(2, `\n${path}/${file}:${line}:${column} ${rule} ${block?.id ?? ''}\n  ${message}`);
    const answer = await askChoice();
    if (answer === 'quit') break;
    if (answer === 'skip') continue;
    await acceptFindings({ spec, findings: [finding] }, wire);
    accepted += 1;
  }
  return accepted === 0 ? '' : `Accepted ${plural(accepted, 'piece')} of advice, each until its text changes.`;
}

interface Offer {
  spec: string;
  path: string;
  finding: LintFinding;
}

/** Advice is accepted for a rule in a block, so that each of these is offered once. */
function listOffers({ spec, path, findings }: SpecLint): Offer[] {
  const first = new Map<string, LintFinding>();
  for (const finding of findings) {
    const key = `${finding.rule} ${finding.block?.id ?? ''}`;
    if (finding.severity !== 'advice' || finding.block === undefined || !isAcceptable(finding)) continue;
    if (!first.has(key)) first.set(key, finding);
  }
  return [...first.values()].map((finding) => ({ spec, path, finding }));
}

type Choice = 'accept' | 'skip' | 'quit';

/** Only these keys: whatever else is typed accepts nothing, and is asked again. */
const choices: Readonly<Record<string, Choice>> = { a: 'accept', s: 'skip', '\r': 'skip', '\n': 'skip', q: 'quit' };

async function askChoice(): Promise<Choice> {
  for (;;) {
    const key = await askKey('accept this advice until its text changes? [a]ccept · [s]kip · [q]uit > ');
    if (key === undefined) return 'quit';
    const choice = choices[key.toLowerCase()];
    if (choice !== undefined) return choice;
  }
}
