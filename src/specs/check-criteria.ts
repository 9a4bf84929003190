import type { Criterion, DocumentKind, Requirement } from '../domain/spec.ts';
import type { Line } from './lines.ts';
import type { Finding } from './problems.ts';

/**
 * What a person should look at before requirements are approved, all of it warnings: numbers that were passed over, and in
 * an English document criteria that ask for nothing or for two things at once.
 */
export function checkCriteria(kind: DocumentKind, requirements: readonly Requirement[], lines: Line[]): Finding[] {
  const lineAt = ({ span }: Requirement | Criterion) => lines.findLast(({ start }) => start <= span.start);
  // The parts of a bug have their numbers from their titles.
  const sections: readonly (Requirement | Criterion)[] = kind === 'bugfix' ? [] : requirements;
  const lists = [sections, ...requirements.map(({ criteria }) => criteria)];
  const gaps = lists
    .flatMap((list) => findGaps(list))
    .map(({ item, message }) => warning('number-missing', message, lineAt(item)));
  // What is wrong now is a bug's first part: it is described, not asked for.
  const asking = requirements
    .filter(({ id }) => kind !== 'bugfix' || id !== '1')
    .flatMap(({ criteria }) => criteria.filter(({ scenario }) => scenario === undefined));
  const duties = asking.map((criterion) => ({ criterion, count: countDuties(criterion.text) }));
  if (duties.filter(({ count }) => count > 0).length * 2 <= duties.length) return gaps;
  const wrong = duties.flatMap(({ criterion, count }) => {
    if (count === 1) return [];
    const [code, says] = count === 0 ? notOne.none : notOne.many;
    return [warning(code, `criterion ${criterion.id} ${says}`, lineAt(criterion))];
  });
  return [...gaps, ...wrong];
}

const notOne = {
  none: ['duty-missing', 'says nowhere what the system SHALL do: write `THE SYSTEM SHALL …`'],
  many: ['duty-doubled', 'has SHALL more than once: make a criterion of each, so that each can be proved'],
} as const;

function warning(code: string, message: string, line: Line | undefined): Finding {
  return { code, severity: 'warning', message, line };
}

/** Where ids such as `2`, `2.4` do not go on from the one before. */
function findGaps(items: readonly (Requirement | Criterion)[]): { item: Requirement | Criterion; message: string }[] {
  return items.slice(1).flatMap((item, at) => {
    const [before, number] = [lastNumber(items[at]?.id ?? ''), lastNumber(item.id)];
    if (number === undefined || before === undefined || number <= before + 1) return [];
    const prefix = item.id.slice(0, item.id.length - String(number).length);
    const missing = number === before + 2 ? `${before + 1}` : `${before + 1} to ${prefix}${number - 1}`;
    return [{ item, message: `there is no ${prefix}${missing} before ${item.id}: was something left out?` }];
  });
}

function lastNumber(id: string): number | undefined {
  const digits = /^(?:\d+\.)?(\d+)$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** MUST counts as SHALL; what is quoted is only named. */
function countDuties(text: string): number {
  const said = text.replace(/`[^`]*`|"[^"]*"|“[^”]*”/g, '');
  return [...said.matchAll(/\b(?:shall|must)\b/gi)].length;
}
