import type { Problem } from '../domain/spec.ts';
import type { Line, SpecLines } from './lines.ts';

export interface Finding {
  code: string;
  severity: Problem['severity'];
  message: string;
  /** Where; the first line of the file where nothing better is known. */
  line?: Line | undefined;
  /** Counts from 1. */
  column?: number;
}

export function toProblem(file: string, { code, severity, message, line, column }: Finding): Problem {
  return { code, severity, message, file, line: line?.number ?? 1, column: column ?? firstColumn(line) };
}

const placeholder =
  /\[(?:TODO|TBD|FIXME|TO DO|TO BE DEFINED|PLACEHOLDER|FILL IN|INSERT|NEEDS CLARIFICATION)\b[^\]]{0,80}\](?!\()|\bTBD\b|\bTODO:|<(?:fill in|fill-in|insert|todo|tbd|placeholder)\b[^>]{0,80}>|\?\?\?/i;

/** Findings that any file of a spec may give: what was left to be filled in, and a code fence that is never closed. */
export function findLeftOpen({ lines, unclosedFence }: SpecLines): Finding[] {
  const findings = lines.flatMap((line): Finding[] => {
    const match = line.verbatim || line.text === '' ? null : placeholder.exec(withoutCode(line.text));
    if (match === null) return [];
    const message = `\`${match[0]}\` is still to be filled in: write what is meant, or take it out`;
    return [{ code: 'placeholder', severity: 'warning', message, line, column: match.index + 1 }];
  });
  if (unclosedFence === undefined) return findings;
  const message = 'this code fence is never closed, so all that follows is code: close it with the same signs';
  return [...findings, { code: 'code-unclosed', severity: 'warning', message, line: unclosedFence }];
}

/** Inline code is blanked, so that columns stay. */
function withoutCode(text: string): string {
  if (!text.includes('`')) return text;
  return text.replace(/(`{1,3})[^`]+\1/g, (code) => ' '.repeat(code.length));
}

function firstColumn(line: Line | undefined): number {
  return line === undefined ? 1 : Math.max(0, line.text.search(/\S/)) + 1;
}
