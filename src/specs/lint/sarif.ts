import { canonicalJson, digest } from '../../base/ids.ts';
import type { LintFinding, LintSeverity } from './finding.ts';
import { ruleOf } from './rules.ts';

export interface LintedFolder {
  /** From the root of the repository, with forward slashes. */
  path: string;
  findings: readonly LintFinding[];
}

/** The findings as a SARIF 2.1.0 log. A fingerprint names rule, block and text, so it stays when lines move. */
export function toSarif(folders: readonly LintedFolder[], version: string): object {
  const names = [...new Set(folders.flatMap(({ findings }) => findings.map(({ rule }) => rule)))].sort();
  const results = folders.flatMap(({ path, findings }) => {
    const seen = new Map<string, number>();
    return findings.map((finding) => {
      const uri = encodeURI(path === '.' ? finding.file : `${path}/${finding.file}`);
      return {
        ruleId: finding.rule,
        ruleIndex: names.indexOf(finding.rule),
        level: levels[finding.severity],
        message: { text: finding.message },
        locations: [{ physicalLocation: { artifactLocation: artifact(uri), region: regionOf(finding) } }],
        partialFingerprints: { 'ashlarFinding/v1': fingerprint(finding, uri, seen) },
        ...(finding.fix === undefined ? {} : { fixes: [fixOf(finding, uri)] }),
      };
    });
  });
  const rules = names.map((name) => describeRule(name, folders));
  const driver = { name: 'Ashlar', semanticVersion: version, rules };
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
}

const levels: Readonly<Record<LintSeverity, string>> = { error: 'error', warning: 'warning', advice: 'note' };

function describeRule(name: string, folders: readonly LintedFolder[]): object {
  const first = folders.flatMap(({ findings }) => findings).find(({ rule }) => rule === name);
  const rule = ruleOf(name, first?.severity);
  const isMended = rule.class === 'structure' || rule.severity === 'error';
  const accept = isMended ? '' : ` A human can accept it: ashlar lint SPEC --accept ${name} BLOCK.`;
  return {
    id: name,
    shortDescription: { text: rule.says },
    help: { text: `${rule.says} Class: ${rule.class}.${accept}` },
    defaultConfiguration: { level: levels[rule.severity] },
    properties: { tags: [rule.class] },
  };
}

function artifact(uri: string): object {
  return { uri, uriBaseId: '%SRCROOT%' };
}

function regionOf({ line, column, endLine, endColumn, span }: LintFinding): object {
  const isPoint = line === endLine && column === endColumn;
  if (isPoint) return { startLine: line, startColumn: column };
  const place = { startLine: line, startColumn: column, endLine, endColumn };
  return { ...place, charOffset: span.start, charLength: span.end - span.start };
}

function fixOf({ fix = [], rule }: LintFinding, uri: string): object {
  const replacements = fix.map(({ start, end, text }) => ({
    deletedRegion: { charOffset: start, charLength: end - start },
    insertedContent: { text },
  }));
  return {
    description: { text: ruleOf(rule).says },
    artifactChanges: [{ artifactLocation: artifact(uri), replacements }],
  };
}

/** The same rule on the same words of the same block a second time is counted. */
function fingerprint({ rule, block, excerpt }: LintFinding, uri: string, seen: Map<string, number>): string {
  const key = canonicalJson([rule, uri, block?.id, excerpt.replace(/\s+/g, ' ')]);
  const count = (seen.get(key) ?? 0) + 1;
  seen.set(key, count);
  return digest(`${key} ${count}`).slice(0, 32);
}
