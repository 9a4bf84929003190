import { join, relative, sep } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { writeFileWhole } from '../base/files.ts';
import { type SpecDocument, type SpecStage, specStages } from '../domain/spec.ts';
import { approvalState, describeChange } from '../specs/approval.ts';
import { applyFixes } from '../specs/lint/apply-fixes.ts';
import { parseDocument } from '../specs/parse-document.ts';
import { findingsOf, lintedEntries } from './lint-spec.ts';
import { type OpenSpec, readEntry, readText } from './open-spec.ts';
import { decideAlone } from './run-journal.ts';
import type { Wire } from './wire.ts';

/** What the certain fixes would change in one file. */
export interface FilePatch {
  spec: string;
  /** Absolute. */
  path: string;
  /** From the root of the repository. */
  shown: string;
  fixed: number;
  before: string;
  after: string;
  diff: string;
  /** Blocks that a human approved and that would have to be approved again. */
  stale: string[];
}

/** The fixes of which there is one right way, file by file; nothing is changed yet. */
export function planFixes(specs: readonly string[], wire: Wire): FilePatch[] {
  return lintedEntries(specs, wire).flatMap((entry) => {
    const spec = readEntry(entry, wire);
    const findings = findingsOf(spec, wire).filter(({ fix }) => fix !== undefined);
    const texts = new Map(specStages.flatMap((stage) => spec[stage] ?? []).map(({ file, text }) => [file, text]));
    return [...texts].flatMap(([file, before]) => {
      const own = findings.filter((finding) => finding.file === file);
      if (own.length === 0) return [];
      const path = join(spec.folder, file);
      const after = applyFixes(before, own);
      return {
        spec: spec.slug,
        path,
        shown: relative(wire.workspace.root, path).split(sep).join('/'),
        fixed: own.length,
        before,
        after,
        diff: describeChange(before, after),
        stale: specStages.flatMap((stage) => staleBlocks(spec, stage, { file, after })),
      };
    });
  });
}

/** Writes a patch; throws where the file holds another text by now. A run of the spec must not be under way. */
export async function applyPatch({ spec, path, before, after }: FilePatch, wire: Wire): Promise<void> {
  await decideAlone(spec, wire, async () => {
    if (readText(path) !== before) {
      throw new AshlarError({
        kind: 'needs_human',
        what: `${path} was changed after the fix was shown`,
        next: `run it again: ashlar lint ${spec} --fix`,
      });
    }
    writeFileWhole(path, after);
  });
}

/** The blocks of that stage which are approved, and not any longer once the file has the text `after`. */
function staleBlocks(spec: OpenSpec, stage: SpecStage, { file, after }: { file: string; after: string }): string[] {
  const { [stage]: before, ledger } = spec;
  if (before?.file !== file) return [];
  const now = parseDocument(before.kind, before.file, after);
  const kept = new Set(approved(now, stage, ledger));
  return approved(before, stage, ledger).filter((id) => !kept.has(id));
}

function approved(document: SpecDocument, stage: SpecStage, ledger: OpenSpec['ledger']): string[] {
  return approvalState(document, stage, ledger).flatMap(({ block, state }) => (state === 'approved' ? [block.id] : []));
}
