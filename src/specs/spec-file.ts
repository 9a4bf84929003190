import type { DocumentKind, Problem, SpecDocument, SpecStage } from '../domain/spec.ts';
import { type Line, readHeading, readLines } from './lines.ts';
import { stageOfKind } from './stage-of-kind.ts';

/** The one file of a small spec: `## Requirement 1: …`, `## Approach`, `## Tasks`. */
export const specFile = 'spec.md';

/** More than this is no small spec. */
export const specFileLines = 60;

/**
 * The text of `spec.md` with everything blanked that does not belong to documents of this kind. Offsets and line numbers are
 * those of the whole, so that what is read of a section lies in the file where it says.
 */
export function sectionText(kind: DocumentKind, text: string): string {
  const { lines } = readLines(text);
  const wanted = stageOfKind(kind);
  let section: SpecStage = 'requirements';
  let shown = '';
  let at = 0;
  for (const line of lines) {
    section = sectionOf(line) ?? section;
    const own = text.slice(line.start, line.end);
    shown += text.slice(at, line.start) + (section === wanted ? own : ' '.repeat(own.length));
    at = line.end;
  }
  return shown + text.slice(at);
}

/** All of a document's file that is read of it: of `spec.md` only its own sections, with the rest blanked. */
export function ownText({ kind, file, text }: Pick<SpecDocument, 'kind' | 'file' | 'text'>): string {
  return file === specFile ? sectionText(kind, text) : text;
}

/** What makes a text no small spec: too many lines, or no approach. */
export function checkSpecFile(text: string): Problem[] {
  const { lines } = readLines(text.trimEnd());
  const place = { file: specFile, column: 1, severity: 'error' as const };
  const long = `a small spec has at most ${specFileLines} lines, this one ${lines.length}: shorten it to what this item needs`;
  return [
    ...(lines.length > specFileLines
      ? [{ code: 'spec-too-long', message: long, line: specFileLines + 1, ...place }]
      : []),
    ...(lines.some((line) => sectionOf(line) === 'design')
      ? []
      : [
          {
            code: 'approach-missing',
            message: 'there is no `## Approach`: say in it how it is built',
            line: 1,
            ...place,
          },
        ]),
  ];
}

function sectionOf(line: Line): SpecStage | undefined {
  const heading = readHeading(line);
  if (heading === undefined || heading.level !== 2) return undefined;
  if (/^(?:approach|design)\b/i.test(heading.title)) return 'design';
  if (/^(?:tasks|implementation plan)\b/i.test(heading.title)) return 'tasks';
  return 'requirements';
}
