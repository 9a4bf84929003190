import type { SpecLint } from '../app/lint-spec.ts';
import { plural } from '../base/text.ts';
import type { LintFinding, LintSeverity } from '../specs/lint/finding.ts';

/** The findings by spec and file, as people read them; a rule that speaks often in a file is cut after three. */
export function describeLint(results: readonly SpecLint[], all: boolean): string {
  if (results.length === 0) return 'No specs yet. Next: ashlar new "what should be built"';
  const specs = results.filter(({ findings }) => findings.length > 0).map((result) => describeSpec(result, all));
  return [
    ...specs,
    ...results.flatMap(describeNotCompared),
    ...results.flatMap(describeFormless),
    describeSum(results),
  ].join('\n\n');
}

function describeSpec({ spec, path, findings, hidden }: SpecLint, all: boolean): string {
  const files = [...new Set(findings.map(({ file }) => file))];
  const shown = files.flatMap((file) => {
    const own = findings.filter((finding) => finding.file === file);
    return own.flatMap((finding, at) => describeFinding(`${path}/${file}`, finding, all ? 0 : countBefore(own, at)));
  });
  const repeats = all ? [] : describeRepeats(findings);
  const more = hidden === 0 ? [] : [`and ${plural(hidden, 'piece')} more of advice`];
  const left = [...repeats, ...more];
  const rest = left.length === 0 ? [] : [`  … ${left.join(', ')}: ashlar lint ${spec} --all`];
  return [spec, ...shown, ...rest].join('\n');
}

function describeNotCompared({ spec, notCompared }: SpecLint): string[] {
  if (notCompared === undefined) return [];
  return [
    `${spec}: its ${notCompared} criteria are too many to be held against each other here; ashlar ci ${spec} does it`,
  ];
}

function describeFormless({ spec, withoutForm = 0 }: SpecLint): string[] {
  if (withoutForm === 0) return [];
  return [
    `${spec}: of ${withoutForm} criteria only the words were compared; ashlar lint ${spec} --formalise asks a model`,
  ];
}

/** Findings of one rule in one file that are shown. */
const mostOfOneRule = 3;

function countBefore(findings: readonly LintFinding[], at: number): number {
  return findings.slice(0, at).filter(({ rule }) => rule === findings[at]?.rule).length;
}

function describeFinding(path: string, finding: LintFinding, before: number): string[] {
  if (before >= mostOfOneRule) return [];
  const { line, column, severity, rule, block, message, fix } = finding;
  const place = block === undefined ? '' : ` ${block.id}`;
  return [
    `  ${path}:${line}:${column} ${severity} ${rule}${place}`,
    `    ${message}${fix === undefined ? '' : ' (--fix does it)'}`,
  ];
}

function describeRepeats(findings: readonly LintFinding[]): string[] {
  const times = new Map<string, number>();
  for (const { file, rule } of findings) times.set(`${file} ${rule}`, (times.get(`${file} ${rule}`) ?? 0) + 1);
  return [...times].flatMap(([key, count]) => {
    const [file, rule] = key.split(' ');
    return count > mostOfOneRule ? [`${count - mostOfOneRule} more ${rule} in ${file}`] : [];
  });
}

function describeSum(results: readonly SpecLint[]): string {
  const sum = (severity: LintSeverity) => results.reduce((total, { counts }) => total + counts[severity], 0);
  const counts = [
    plural(sum('error'), 'error'),
    plural(sum('warning'), 'warning'),
    `${plural(sum('advice'), 'piece')} of advice`,
  ];
  return `${counts.join(', ')} in ${plural(results.length, 'spec')}.`;
}
