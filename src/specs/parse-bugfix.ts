import { cutParts, type Item, partSpan } from './blocks.ts';
import { readCriteria } from './criteria.ts';
import { type Line, readHeading } from './lines.ts';
import { criteriaFindings, type ParsedRequirements } from './parse-requirements.ts';
import type { Finding } from './problems.ts';

const sections: [id: string, title: RegExp][] = [
  ['1', /^(?:current|actual) behaviou?r|^(?:当前|目前|现有|當前)行为|^現在の(?:動作|挙動|振る舞い)|^현재 동작/iu],
  [
    '2',
    /^(?:expected|correct|desired) behaviou?r|^(?:预期|期望)行为|^期待(?:される|する)(?:動作|挙動|振る舞い)|^기대 동작/iu,
  ],
  [
    '3',
    /^(?:unchanged|preserved) behaviou?r|^(?:不变|保持不变的?)行为|^(?:変更されない|変わらない|不変の)(?:動作|挙動|振る舞い)|^변경되지 않는 동작/iu,
  ],
];

/** Reads the three behaviour sections of `bugfix.md`; each is a requirement with id 1, 2 or 3. */
export function parseBugfix(lines: Line[]): ParsedRequirements {
  const items = findSections(lines);
  const parts = cutParts(lines, items);
  const read = parts.flatMap((part) => {
    if (part.item === undefined) return [];
    const { criteria, ...list } = readCriteria(lines.slice(part.from + 1, part.to), part.item.id);
    const requirement = { id: part.item.id, title: part.title, criteria, span: partSpan(lines, part) };
    return [{ requirement, list, line: lines[part.from] }];
  });
  const onCriteria = read.flatMap((each) => criteriaFindings(each));
  const findings: Finding[] = items.length > 0 ? onCriteria : [noSection()];
  return { parts, requirements: read.map(({ requirement }) => requirement), findings };
}

function findSections(lines: Line[]): Item[] {
  const items: Item[] = [];
  for (const [at, line] of lines.entries()) {
    const heading = readHeading(line);
    if (heading === undefined) continue;
    const id = sections.find(([, title]) => title.test(heading.title))?.[0] ?? numberBelow(lines, at);
    if (id === undefined || items.some((item) => item.id === id)) continue;
    items.push({ at, id, title: heading.title, level: heading.level });
  }
  return items;
}

/** The section's number by its first criterion, for headings in other words. */
function numberBelow(lines: Line[], at: number): string | undefined {
  for (let next = at + 1; next < lines.length; next++) {
    const line = lines[next];
    if (line === undefined || readHeading(line) !== undefined) return undefined;
    const number = line.verbatim
      ? null
      : /^\s*(?:[-*+]\s+)?(?:\*\*|__)?([123])\.\d+[.:)]?(?:\*\*|__)?\s/.exec(line.text);
    if (number !== null) return number[1];
  }
  return undefined;
}

function noSection(): Finding {
  const message =
    'no behaviour was found: write `### Current Behavior (Defect)`, `### Expected Behavior (Correct)` and `### Unchanged Behavior (Regression Prevention)`';
  return { code: 'requirement-missing', severity: 'error', message };
}
