import type { Criterion, EarsPattern } from '../domain/spec.ts';
import { isBlank, type Line, readHeading } from './lines.ts';

const title =
  /^(?:scenario|szenario|scénario|escenario|cenário|scenario outline|scenario template|シナリオ|场景|場景|시나리오)(?:\s*(?<number>\d+(?:\.\d+)*))?\s*[:：]\s*(?<name>.*)$/iu;

/** Whether a heading or a line of a Gherkin fence begins a scenario: `Scenario: Title`, `Scenario 2: Title`. */
export function isScenarioTitle(text: string): boolean {
  return title.test(text.normalize('NFC'));
}

/**
 * Reads `#### Scenario: Title` with its steps, also within Gherkin fences, as the criteria of one requirement, numbered in
 * their order; one whose number is written whole, `Scenario 2.3: Title`, has that.
 */
export function readScenarios(body: Line[], requirement: string): Criterion[] {
  const scenarios: Line[][] = [];
  let open: Line[] | undefined;
  let fence: 'gherkin' | 'other' | undefined;
  for (const line of body) {
    const wasFenced = fence;
    fence = fenceAfter(line, fence);
    const isEdge = fence !== wasFenced && (fence ?? wasFenced) === 'gherkin';
    const heading = wasFenced === 'gherkin' ? line.text.trim() : readHeading(line)?.title;
    if (heading !== undefined && isScenarioTitle(heading)) {
      open = [line];
      scenarios.push(open);
    } else if (readHeading(line) !== undefined || (isEdge && fence === undefined)) open = undefined;
    else if (!isEdge && !isBlank(line)) open?.push(line);
  }
  const used = new Set<number>();
  return scenarios.map((lines) => {
    const written = writtenNumber(lines[0], requirement);
    const count = written === undefined || used.has(written) ? Math.max(0, ...used) + 1 : written;
    used.add(count);
    return toCriterion(lines, `${requirement}.${count}`);
  });
}

function writtenNumber(line: Line | undefined, requirement: string): number | undefined {
  const number = readTitle(line)?.number ?? '';
  const own = number.startsWith(`${requirement}.`) ? number.slice(requirement.length + 1) : '';
  return /^[1-9]\d*$/.test(own) ? Number(own) : undefined;
}

function readTitle(line: Line | undefined): { number?: string; name?: string } | undefined {
  return line && title.exec((readHeading(line)?.title ?? line.text).trim())?.groups;
}

/** A word in lower case begins a step only in a list: elsewhere the line before runs on. */
const step =
  /^\s*(?:(?:[-*+]\s+)?(?:\*\*|__)?(GIVEN|WHEN|THEN|AND|BUT|Given|When|Then|And|But)|[-*+]\s+(given|when|then|and|but))\b[:,]?(?:\*\*|__)?[:,]?\s*/;

/** The words of a scenario's steps, in their order and in lower case: `given`, `when`, `then`, `and`, `but`. */
export function stepWords(text: string): string[] {
  return [...text.matchAll(/(?:^|\s)(GIVEN|WHEN|THEN|AND|BUT)(?=\s)/g)].map((match) => (match[1] ?? '').toLowerCase());
}

function toCriterion(lines: Line[], id: string): Criterion {
  const [first, last] = [lines[0], lines.at(-1)];
  const name = readTitle(first)?.name ?? '';
  const steps = lines.slice(1).map(({ text }) => {
    const word = step.exec(text);
    return word === null
      ? text.trim()
      : `${(word[1] ?? word[2] ?? '').toUpperCase()} ${text.slice(word[0].length).trim()}`;
  });
  const text = steps.length === 0 ? name : steps.join(' ');
  return {
    id,
    text,
    scenario: name,
    pattern: patternOf(stepWords(text)),
    span: { start: first?.start ?? 0, end: last?.end ?? 0 },
  };
}

function patternOf(words: readonly string[]): EarsPattern {
  if (!words.includes('then')) return 'none';
  if (words.includes('when')) return words.includes('given') ? 'complex' : 'event';
  return words.includes('given') ? 'state' : 'ubiquitous';
}

/** Code that is shown within a scenario belongs to it; a fence of Gherkin holds scenarios itself. */
function fenceAfter(line: Line, fence: 'gherkin' | 'other' | undefined): typeof fence {
  const sign = /^\s*(?:[-*+]\s+)?(?:`{3,}|~{3,})\s*(\w*)/.exec(line.text);
  if (sign === null || !line.verbatim) return fence;
  if (fence !== undefined) return sign[1] === '' ? undefined : fence;
  return /^(?:gherkin|cucumber|feature)$/i.test(sign[1] ?? '') ? 'gherkin' : 'other';
}
