import type { LintFinding, TextEdit } from './finding.ts';

/** A text with all certain fixes made; no other character changes. Of two edits that overlap only the first is made. */
export function applyFixes(text: string, findings: readonly Pick<LintFinding, 'fix'>[]): string {
  const edits = findings.flatMap(({ fix = [] }) => fix).sort((a, b) => a.start - b.start || a.end - b.end);
  let fixed = '';
  let at = 0;
  for (const edit of withoutOverlaps(edits)) {
    fixed += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return fixed + text.slice(at);
}

function withoutOverlaps(edits: readonly TextEdit[]): TextEdit[] {
  let end = -1;
  return edits.filter((edit) => {
    if (edit.start < end || (edit.start === end && edit.end === edit.start)) return false;
    end = edit.end;
    return true;
  });
}
