import { limits } from '../base/limits.ts';
import { cutLine } from '../base/text.ts';

/** Lines as a model reads them: `   12\tcode`. */
export function numberLines(lines: readonly string[], firstNumber: number): string {
  return lines
    .map((line, i) => `${String(firstNumber + i).padStart(5)}\t${cutLine(line, limits.lineChars)}`)
    .join('\n');
}
