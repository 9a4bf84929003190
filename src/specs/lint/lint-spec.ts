import type { Problem, SpecDocument } from '../../domain/spec.ts';
import { checkBoundaries } from './boundaries.ts';
import { checkContradictions } from './contradicting.ts';
import { checkDesignReferences, checkTrace } from './coverage.ts';
import { readCriterionText } from './criterion-text.ts';
import { checkShape } from './ears-shape.ts';
import { checkFieldSpaces } from './field-spaces.ts';
import type { LintFinding, Remark } from './finding.ts';
import { checkTerms } from './glossary-terms.ts';
import { checkHiddenCharacters } from './hidden-characters.ts';
import { isEnglish } from './is-english.ts';
import { knownProblems } from './known-problems.ts';
import { checkLanguage } from './language.ts';
import { placeRemarks } from './place-remarks.ts';
import { ruleOf } from './rules.ts';
import { checkStates } from './states-never-left.ts';
import { checkPaths, checkSharedFiles } from './task-paths.ts';
import { checkUnwantedTwins } from './unwanted-twins.ts';

export interface LintedSpec {
  requirements?: SpecDocument;
  design?: SpecDocument;
  tasks?: SpecDocument;
  /** Of the whole folder; those of the documents themselves may be among them. */
  problems?: readonly Problem[];
  /** Criteria are not held against each other, since the caller does it. */
  skipsContradictions?: boolean;
}

/** Everything that the rules say of a spec, by document and place. Asks no model and reads no file. */
export function lintSpec(spec: LintedSpec): LintFinding[] {
  const { requirements, design, tasks } = spec;
  const documents = [requirements, design, tasks].filter((document) => document !== undefined);
  const remarks = [
    ...documents.flatMap((document) => [...knownProblems(document), ...checkHiddenCharacters(document)]),
    ...(requirements === undefined ? [] : checkCriteria(requirements)),
    ...(requirements === undefined || spec.skipsContradictions ? [] : checkContradictions(requirements)),
    ...[design, tasks].flatMap((document) => (document === undefined ? [] : checkFieldSpaces(document))),
    ...(requirements === undefined || design === undefined ? [] : checkDesignReferences(requirements, design)),
    ...(requirements === undefined || tasks === undefined ? [] : checkTrace(requirements, tasks)),
    ...(tasks === undefined ? [] : [...checkPaths(tasks), ...checkSharedFiles(tasks)]),
  ];
  const own = new Set(documents.flatMap(({ problems }) => problems));
  const folder = (spec.problems ?? []).filter((problem) => !own.has(problem)).map(toFinding);
  return [...documents.flatMap((document) => placeRemarks(document, remarks)), ...folder];
}

/** Criteria in other languages have a structure, but the words by which the rules know it are English. */
function checkCriteria(document: SpecDocument): Remark[] {
  if (!isEnglish(document.text)) return [];
  const criteria = document.requirements.flatMap((requirement) =>
    requirement.criteria.map((criterion) => readCriterionText(document, criterion)),
  );
  return [
    ...checkShape(document, criteria),
    ...checkLanguage(criteria.filter(({ dutyAt }) => dutyAt >= 0)),
    ...checkTerms(document, criteria),
    ...checkBoundaries(document, criteria),
    ...checkStates(document, criteria),
    ...checkUnwantedTwins(document),
  ];
}

/** A finding on a file that is no document, such as the ledger. */
function toFinding({ code, severity, message, file, line, column }: Problem): LintFinding {
  const rule = ruleOf(code, severity);
  const span = { start: 0, end: 0 };
  const place = { file, span, line, column, endLine: line, endColumn: column, excerpt: '' };
  return { rule: code, class: rule.class, severity: rule.severity, ...place, message };
}
