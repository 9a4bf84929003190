import type { ImportedSpec, ImportOutcome } from '../app/import-specs.ts';
import { plural } from '../base/text.ts';
import type { ImportNote } from '../specs/import/foreign-spec.ts';

/** What came in from another tool, what did not, and what a person does next. */
export function describeImport({ specs, steering, notes }: ImportOutcome): string {
  const first = specs.find(({ outcome }) => outcome !== 'present') ?? specs[0];
  return [
    ...specs.flatMap(describeSpec),
    ...steering.map(({ from, path, outcome }) => {
      if (outcome === 'in_place') return `${path}: read as your team's rules where it is`;
      return outcome === 'present'
        ? `${path}: is there already and was left as it is`
        : `${path}: brought in from ${from}`;
    }),
    ...notes.map(describeNote),
    'Nothing of this is approved or done yet; the originals are as they were.',
    ...(first === undefined ? [] : [`Next: ashlar approve ${first.slug}`]),
  ].join('\n');
}

const outcomes = {
  imported: 'brought in from',
  present: 'is there already and was left as it is; not brought in again from',
  in_place: 'is worked on where it is:',
} as const;

function describeSpec({ slug, layout, from, outcome, ticked, notes }: ImportedSpec): string[] {
  const head = `${slug}: ${outcomes[outcome]} ${from} (${layout})`;
  if (outcome === 'present') return [head];
  return [head, ...describeTicked(ticked), ...notes.map(describeNote)];
}

function describeTicked(ticked: readonly ImportNote[]): string[] {
  const [first] = ticked;
  if (first === undefined) return [];
  return [`  ${first.file}:${first.line} ticked there, not proved here: ${plural(ticked.length, 'task')}`];
}

function describeNote({ file, line, message }: ImportNote): string {
  return `  ${file}:${line} ${message}`;
}
