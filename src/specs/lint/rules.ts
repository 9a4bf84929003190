import type { LintClass, LintSeverity } from './finding.ts';

export interface LintRule {
  class: LintClass;
  severity: LintSeverity;
  /** What the rule asks for, in a sentence. */
  says: string;
  /** How far up its advice stands: the more likely a wrong guess hides behind it, the higher. */
  weight?: number;
  /** What rests on it, where no team can turn it down: it goes on after `for `. */
  holds?: string;
}

/** The rule of that name; what no table knows, such as a finding on the ledger, is structure. */
export function ruleOf(name: string, severity: LintSeverity = 'warning'): LintRule {
  return lintRules[name] ?? { class: 'structure', severity, says: 'The files of a spec can be read and believed.' };
}

const structureError = (says: string, holds?: string): LintRule => ({
  class: 'structure',
  severity: 'error',
  says,
  ...(holds !== undefined && { holds }),
});
const structureWarning = (says: string): LintRule => ({ class: 'structure', severity: 'warning', says });
const contradictionError = (says: string): LintRule => ({
  class: 'contradiction',
  severity: 'error',
  says,
  holds: 'criteria that cannot both be met cannot both be proved',
});
const contradictionAdvice = (weight: number, says: string): LintRule => ({
  class: 'contradiction',
  severity: 'advice',
  says,
  weight,
});
const language = (weight: number, says: string): LintRule => ({
  class: 'language',
  severity: 'advice',
  says,
  weight,
});
const completeness = (weight: number, says: string): LintRule => ({
  class: 'completeness',
  severity: 'advice',
  says,
  weight,
});

const identity = 'approvals, tests and evidence name a thing by its number';
const order = 'a run goes by the order of its tasks';
const proof = 'a criterion counts as proved by the tasks that name it';
const substance = 'where nothing stands nothing can be approved';

/** Every rule by its name. A language rule may be an error only where docs/lint.md shows a precision of 0.75 or more. */
export const lintRules: Readonly<Record<string, LintRule>> = {
  'requirement-missing': structureError('A document of requirements has at least one requirement.', substance),
  'criteria-missing': structureError('Every requirement has at least one acceptance criterion.', substance),
  'requirement-id-doubled': structureError('Every requirement has a number of its own.', identity),
  'criterion-id-doubled': structureError('Every criterion has a number of its own within its requirement.', identity),
  'criterion-id-missing': structureWarning('Every criterion has its number written.'),
  'id-reused': structureError('A number that was let go is never used for anything else.', identity),
  'id-renumbered': structureError('What was approved keeps its number.', identity),
  'id-moved': structureWarning('What was approved and is only reworded keeps its number.'),
  'number-missing': structureWarning('No number is passed over, so that nothing was lost.'),
  'duty-missing': structureError('A criterion says SHALL or MUST.'),
  'ears-shape': structureError('A criterion says under which condition who SHALL do what.'),
  'criterion-style': {
    class: 'structure',
    severity: 'advice',
    says: 'Criteria are written in the style that the team has chosen, where it has.',
    weight: 40,
  },
  'shall-case': {
    class: 'structure',
    severity: 'advice',
    says: 'A document that writes SHALL in capitals does so everywhere.',
    weight: 5,
  },
  'task-missing': structureError('A document of tasks has at least one task.', substance),
  'task-id-doubled': structureError('Every task has a number of its own.', identity),
  'task-id-missing': structureWarning('Every task has a number.'),
  'box-unnumbered': structureWarning('A box is a numbered task, or part of the text of one.'),
  'box-empty': structureWarning('A box has one character between its brackets.'),
  'dependency-unknown': structureError('A task depends on tasks that exist.', order),
  'dependency-cycle': structureError('No tasks wait for each other.', order),
  'waves-unreadable': structureWarning('The graph of tasks is JSON of a known form.'),
  'files-shared': structureError('Tasks that may run at once change different files.'),
  'criterion-uncovered': structureError('Every criterion is named by a task that is not optional.', proof),
  'reference-unknown': structureError('A reference names a requirement or a criterion that exists.', proof),
  'task-untraced': structureError('Every task names a requirement, or says that it is a chore.'),
  'bug-order': structureError(
    'The tasks of a bug come in the order that proves it mended: red test, kept tests, fix.',
    order,
  ),
  'entry-missing': structureError('A roadmap plans at least one spec.', substance),
  'entry-empty': structureError('Every spec of a roadmap says what it is about.', substance),
  'path-escapes': structureError(
    'The files of a task lie in the repository.',
    'a task may change nothing outside of the repository',
  ),
  placeholder: structureError('Nothing is left to be filled in.'),
  'hidden-character': structureError(
    'There are no characters that hide what a text says.',
    'a person approves what he can see',
  ),
  'code-unclosed': structureWarning('Every code fence is closed.'),
  'field-space': {
    class: 'structure',
    severity: 'advice',
    says: 'A field ends where its value ends, so that Markdown shows it as one.',
    weight: 4,
  },
  'requirements-twice': structureWarning('A spec has requirements.md or bugfix.md, not both.'),
  'criteria-opposing': contradictionError('No two criteria ask for what cannot both be done.'),
  'criteria-bounds': contradictionError('No two criteria set numbers that cannot both be kept.'),
  'criteria-duplicate': contradictionAdvice(97, 'Nothing is said twice, to be changed in one place only.'),
  'criteria-unreachable': contradictionAdvice(98, 'Every criterion can apply.'),
  'criteria-read-as': contradictionAdvice(150, 'No two criteria exclude each other as a model reads them.'),
  'weak-modal': language(90, 'A criterion binds: it says SHALL, not should, may or could.'),
  'number-without-unit': language(85, 'A time or a size has its unit.'),
  'escape-clause': language(80, 'A criterion leaves nobody a way out of it.'),
  'undefined-term': language(75, 'A name that the criteria use is in the glossary, where there is one.'),
  'open-list': language(70, 'A list is closed: it names everything that belongs to it.'),
  'vague-word': language(60, 'A criterion says what can be tested, not what everybody reads differently.'),
  comparative: language(50, 'What is to be more or less says than what.'),
  'unobservable-response': language(45, 'A response is something that can be seen from outside.'),
  'duty-doubled': language(30, 'A criterion has one SHALL.'),
  'passive-without-actor': language(20, 'A criterion says who acts.'),
  'boundary-unowned': completeness(100, 'Every value on the edge of a range belongs to exactly one case.'),
  'state-never-left': completeness(95, 'What is entered can be left, unless it is the end.'),
  'unwanted-missing': completeness(65, 'Beside what happens when all is well stands what happens when it is not.'),
};
