import { join, relative } from 'node:path';
import { ledgerFile } from '../specs/spec-folder.ts';
import type { CiFinding, CiSubject } from './ci-check.ts';
import { findingsOf } from './lint-spec.ts';

/** What lint does not let pass, and its warnings. Contradictions have a check of their own. What is wrong with the ledger is a question of approvals. */
export function checkStructure({ spec, wire }: CiSubject): CiFinding[] {
  const folder = relative(wire.workspace.root, spec.folder);
  return findingsOf(spec, wire, true)
    .filter(({ severity, file }) => severity !== 'advice' && file !== ledgerFile)
    .map(({ rule, severity, message, file, line, column }) => {
      const kind = severity === 'error' ? 'invalid' : 'advice';
      return { code: rule, kind, message, file: join(folder, file), line, column };
    });
}
