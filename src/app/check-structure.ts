import { join, relative } from 'node:path';
import type { Problem } from '../domain/spec.ts';
import { checkCoverage } from '../specs/check-coverage.ts';
import { ledgerFile } from '../specs/spec-folder.ts';
import type { CiFinding, CiSubject } from './ci-check.ts';

/** What is wrong with the documents as texts: what the reader found, and criteria and tasks that do not fit each other. */
export function checkStructure({ spec, wire }: CiSubject): CiFinding[] {
  const { requirements, tasks } = spec;
  const coverage = requirements === undefined || tasks === undefined ? [] : checkCoverage(requirements, tasks);
  const folder = relative(wire.workspace.root, spec.folder);
  return [...spec.problems.filter(({ file }) => file !== ledgerFile), ...coverage].map((problem) =>
    toFinding(problem, folder),
  );
}

function toFinding({ code, severity, message, file, line, column }: Problem, folder: string): CiFinding {
  return { code, kind: severity === 'error' ? 'invalid' : 'advice', message, file: join(folder, file), line, column };
}
