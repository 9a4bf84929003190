import type { Problem, SpecDocument } from '../domain/spec.ts';
import { readLines } from './lines.ts';
import { toProblem } from './problems.ts';
import { readFields } from './task-fields.ts';

/** `reference-unknown` where a field of the design (`_Requirements: 1.2_`, `**Validates: …**`) names what does not exist. */
export function checkCitations(requirements: SpecDocument, design: SpecDocument): Problem[] {
  const known = knownIds(requirements);
  return readLines(design.text).lines.flatMap((line) =>
    readFields([line])
      .requirements.filter((id) => !known.has(id))
      .map((id) => {
        const message = `${id} is no criterion and no requirement: correct the number or take it out`;
        const at = line.text.lastIndexOf(id);
        const place = at < 0 ? { line } : { line, column: at + 1 };
        return toProblem(design.file, { code: 'reference-unknown', severity: 'error', message, ...place });
      }),
  );
}

/** The ids of all requirements and criteria. */
export function knownIds({ requirements }: SpecDocument): Set<string> {
  return new Set(requirements.flatMap(({ id, criteria }) => [id, ...criteria.map((each) => each.id)]));
}
