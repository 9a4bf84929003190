import { canonicalJson } from '../../../base/ids.ts';
import { parseJsonLines } from '../../../base/jsonl.ts';
import { limits } from '../../../base/limits.ts';
import type { Block, Criterion, SpecDocument } from '../../../domain/spec.ts';
import { emptyGlossary, type Form, formSchema, type Glossary, glossarySchema, mergeGlossaries } from './form.ts';
import { ungrounded } from './ground-form.ts';
import { openVocabulary } from './vocabulary.ts';

export interface KeptForms {
  glossary: Glossary;
  /** By the id of the criterion: those that fit the document as it is. */
  forms: ReadonlyMap<string, Form>;
  /** Criteria without a form, or with one that no longer fits; empty where there is no file. */
  missing: readonly Criterion[];
}

/**
 * The forms of a document's criteria. The file is as good as a stranger's: a form counts where its line has the hash of the
 * block that its criterion stands in, and says nothing that the criterion does not. What two branches merged line by line
 * is read as one. Never throws.
 */
export function readForms(text: string, document: SpecDocument): KeptForms {
  const lines = text.length > limits.formsChars ? [] : parseJsonLines(text).map(({ value }) => value);
  const glossary = lines.flatMap((line) => glossaryOf(line) ?? []).reduce(mergeGlossaries, emptyGlossary);
  const vocabulary = openVocabulary(glossary);
  const kept = new Map(lines.flatMap(boundFormOf));
  const criteria = criteriaOf(document);
  const forms = new Map<string, Form>();
  for (const { criterion, block } of criteria) {
    const bound = kept.get(criterion.id);
    if (bound === undefined || block === undefined || bound.block !== block.id || bound.hash !== block.hash) continue;
    if (ungrounded(bound.form, criterion.text, vocabulary).length === 0) forms.set(criterion.id, bound.form);
  }
  const missing = criteria.flatMap(({ criterion }) => (forms.has(criterion.id) ? [] : [criterion]));
  return { glossary, forms, missing };
}

/** A line with the glossary, then one for each form, in the order of the document: the same for the same forms. */
export function writeForms({ glossary, forms }: Pick<KeptForms, 'glossary' | 'forms'>, document: SpecDocument): string {
  const lines = criteriaOf(document).flatMap(({ criterion, block }) => {
    const form = forms.get(criterion.id);
    if (form === undefined || block === undefined) return [];
    return [canonicalJson({ ...form, block: block.id, hash: block.hash })];
  });
  return `${[canonicalJson({ glossary }), ...lines].join('\n')}\n`;
}

interface BoundForm {
  form: Form;
  block: string;
  hash: string;
}

function glossaryOf(line: unknown): Glossary | undefined {
  if (typeof line !== 'object' || line === null || !('glossary' in line)) return undefined;
  return glossarySchema.safeParse(line.glossary).data;
}

function boundFormOf(line: unknown): [string, BoundForm][] {
  if (typeof line !== 'object' || line === null || !('block' in line) || !('hash' in line)) return [];
  const { block, hash, ...rest } = line;
  const form = formSchema.safeParse(rest).data;
  if (form === undefined || typeof block !== 'string' || typeof hash !== 'string') return [];
  return [[form.id, { form, block, hash }]];
}

function criteriaOf({ requirements, blocks }: SpecDocument): { criterion: Criterion; block: Block | undefined }[] {
  const holderOf = ({ span: { start } }: Criterion) =>
    blocks.find(({ span }) => span.start <= start && start < span.end);
  return requirements.flatMap(({ criteria }) =>
    criteria.map((criterion) => ({ criterion, block: holderOf(criterion) })),
  );
}
