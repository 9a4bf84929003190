import type { DocumentKind, Requirement, SpecDocument, SpecTask } from '../domain/spec.ts';
import { type Part, toBlocks } from './blocks.ts';
import { checkCriteria } from './check-criteria.ts';
import { type Line, readLines } from './lines.ts';
import { parseBugfix } from './parse-bugfix.ts';
import { parseDesign } from './parse-design.ts';
import { parseRequirements } from './parse-requirements.ts';
import { parseRoadmap } from './parse-roadmap.ts';
import { parseTasks } from './parse-tasks.ts';
import { type Finding, findLeftOpen, toProblem } from './problems.ts';
import { ownText } from './spec-file.ts';
import { stageOfKind } from './stage-of-kind.ts';

/**
 * Reads one file of a spec into a tree. Tolerant: never throws, whatever the text; what does not fit is a problem of the
 * document. `file` is the name that problems carry. Block ids start with the stage, so those of
 * `bugfix.md` and `roadmap.md` with `requirements/`. Of `spec.md` only the section of that kind is read.
 */
export function parseDocument(kind: DocumentKind, file: string, text: string): SpecDocument {
  const read = readLines(ownText({ kind, file, text }));
  const parsed: Parsed = parsers[kind](read.lines);
  const criteria = checkCriteria(kind, parsed.requirements ?? [], read.lines);
  const findings = [...(parsed.findings ?? []), ...criteria, ...findLeftOpen(read)];
  const problems = findings.map((finding) => toProblem(file, finding));
  return {
    kind,
    file,
    text,
    blocks: toBlocks(text, read.lines, parsed.parts, stageOfKind(kind)),
    requirements: parsed.requirements ?? [],
    tasks: parsed.tasks ?? [],
    problems: problems.sort((a, b) => a.line - b.line || a.column - b.column),
  };
}

export type ParseDocument = typeof parseDocument;

/** The same, with the last text of each file kept: one that did not change since is not parsed again. */
export function rememberParsed(): ParseDocument {
  const last = new Map<string, SpecDocument>();
  return (kind, file, text) => {
    const known = last.get(`${kind} ${file}`);
    if (known?.text === text) return known;
    const parsed = parseDocument(kind, file, text);
    last.set(`${kind} ${file}`, parsed);
    return parsed;
  };
}

interface Parsed {
  parts: Part[];
  requirements?: Requirement[];
  tasks?: SpecTask[];
  findings?: Finding[];
}

const parsers: Readonly<Record<DocumentKind, (lines: Line[]) => Parsed>> = {
  requirements: parseRequirements,
  bugfix: parseBugfix,
  design: parseDesign,
  tasks: parseTasks,
  roadmap: parseRoadmap,
};
