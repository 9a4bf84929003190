import { textPlaces } from '../../base/text-places.ts';
import type { Problem, Span, SpecDocument } from '../../domain/spec.ts';
import { checkBoundaries } from './boundaries.ts';
import { checkContradictions } from './contradicting.ts';
import { checkDesignReferences, checkTrace } from './coverage.ts';
import { checkStyle } from './criterion-style.ts';
import { readCriterionText } from './criterion-text.ts';
import { checkShape } from './ears-shape.ts';
import { checkFieldSpaces } from './field-spaces.ts';
import type { LintFinding, Remark } from './finding.ts';
import { checkTerms } from './glossary-terms.ts';
import { checkHiddenCharacters } from './hidden-characters.ts';
import { isEnglish } from './is-english.ts';
import { knownProblems, remarkOf } from './known-problems.ts';
import { checkLanguage } from './language.ts';
import { placeRemarks } from './place-remarks.ts';
import { ruleOf } from './rules.ts';
import { checkStates } from './states-never-left.ts';
import { checkPaths, checkSharedFiles } from './task-paths.ts';
import { applyTeamRules, type TeamRules } from './team-rules.ts';
import { checkTeamWords, isObjected } from './team-words.ts';
import { checkUnwantedTwins } from './unwanted-twins.ts';

export interface LintedSpec {
  requirements?: SpecDocument;
  design?: SpecDocument;
  tasks?: SpecDocument;
  /** Of the whole folder; those of the documents themselves may be among them. */
  problems?: readonly Problem[];
  /** Criteria are not held against each other, since the caller does it. */
  skipsContradictions?: boolean;
  /** The forms that are kept with the spec, as they are written. */
  forms?: string | undefined;
  /** What the team's configuration says of the rules. */
  team?: TeamRules;
}

/** Everything that the rules say of a spec, by document and place. Asks no model and reads no file. */
export function lintSpec(spec: LintedSpec): LintFinding[] {
  const { requirements, design, tasks, team = {} } = spec;
  const documents = [requirements, design, tasks].filter((document) => document !== undefined);
  const remarks = [
    ...documents.flatMap((document) => [...knownProblems(document), ...checkHiddenCharacters(document)]),
    ...(requirements === undefined ? [] : checkCriteria(requirements, team)),
    ...(requirements === undefined || spec.skipsContradictions ? [] : checkContradictions(requirements, spec.forms)),
    ...[design, tasks].flatMap((document) => (document === undefined ? [] : checkFieldSpaces(document))),
    ...(requirements === undefined || design === undefined ? [] : checkDesignReferences(requirements, design)),
    ...(requirements === undefined || tasks === undefined ? [] : checkTrace(requirements, tasks)),
    ...(tasks === undefined ? [] : [...checkPaths(tasks), ...checkSharedFiles(tasks)]),
  ];
  const own = new Set(documents.flatMap(({ problems }) => problems));
  const others = (spec.problems ?? []).filter((problem) => !own.has(problem));
  const onIds = others.filter(isOnId).flatMap((problem) => placeOnId(problem, documents));
  remarks.push(...onIds);
  const folder = others.filter((problem) => !isOnId(problem)).map(toFinding);
  return applyTeamRules([...documents.flatMap((document) => placeRemarks(document, remarks)), ...folder], team);
}

/**
 * Criteria in other languages have a structure, but the words by which the rules know it are English; words that a team
 * names itself are of any language.
 */
function checkCriteria(document: SpecDocument, team: TeamRules): Remark[] {
  const criteria = document.requirements.flatMap((requirement) =>
    requirement.criteria.map((criterion) => readCriterionText(document, criterion)),
  );
  const everywhere = [...checkTeamWords(criteria, team), ...checkStyle(document, team)];
  if (!isEnglish(document.text)) return everywhere;
  return [
    ...everywhere,
    ...checkShape(document, criteria),
    ...checkLanguage(
      criteria.filter(({ dutyAt }) => dutyAt >= 0),
      isObjected(team),
    ),
    ...checkTerms(document, criteria),
    ...checkBoundaries(document, criteria),
    ...checkStates(document, criteria),
    ...checkUnwantedTwins(document),
  ];
}

/** What only the ledger can tell of a document: a number that stood for something else. */
const isOnId = ({ code }: Problem) => code.startsWith('id-');

/** The three documents of a small spec are one file, so the place is that of a block. */
function placeOnId(problem: Problem, documents: readonly SpecDocument[]): Remark[] {
  const named = documents.filter(({ file }) => file === problem.file);
  const remarks = named.map((document) => remarkOf(document, problem, textPlaces(document.text)));
  const held = remarks.find(({ document, span }) => document.blocks.some((block) => holds(block.span, span.start)));
  return [held ?? remarks[0]].filter((remark) => remark !== undefined);
}

const holds = ({ start, end }: Span, offset: number) => start <= offset && offset < end;

/** A finding on a file that is no document, such as the ledger. */
function toFinding({ code, severity, message, file, line, column }: Problem): LintFinding {
  const rule = ruleOf(code, severity);
  const span = { start: 0, end: 0 };
  const place = { file, span, line, column, endLine: line, endColumn: column, excerpt: '' };
  return { rule: code, class: rule.class, severity: rule.severity, ...place, message };
}
