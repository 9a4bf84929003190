import type { CriterionText } from '../contradiction.ts';
import { type Form, formSchema, type Glossary, glossarySchema, mergeGlossaries } from './form.ts';
import { ungrounded } from './ground-form.ts';
import { openVocabulary } from './vocabulary.ts';

export interface FormalReply {
  /** What was known before, and what the reply adds to it. */
  glossary: Glossary;
  /** Of the criteria that were asked about, those that hold. */
  forms: Form[];
  /** What is wrong with the rest, for whoever wrote it. */
  problems: string[];
}

/** The forms in a model's reply: one JSON object, whatever stands around it. */
export function readFormalReply(text: string, asked: readonly CriterionText[], known: Glossary): FormalReply {
  const none = (problem: string): FormalReply => ({ glossary: known, forms: [], problems: [problem] });
  const object = parseObject(text);
  if (object === undefined) return none('the reply is no JSON object');
  const added = glossarySchema.safeParse(object.glossary ?? {});
  if (!added.success) return none(`glossary: ${describeIssue(added.error.issues[0])}`);
  if (!Array.isArray(object.forms)) return none('forms: a list is expected');
  const glossary = mergeGlossaries(known, added.data);
  const vocabulary = openVocabulary(glossary);
  const texts = new Map(asked.map((criterion) => [criterion.id, criterion.text]));
  const forms = new Map<string, Form>();
  const problems: string[] = [];
  for (const [at, each] of object.forms.entries()) {
    const read = formSchema.safeParse(each);
    const criterion = read.success ? texts.get(read.data.id) : undefined;
    const wrong = read.success ? wrongWith(read.data, criterion) : [describeIssue(read.error.issues[0])];
    problems.push(...wrong.map((problem) => `${read.data?.id ?? nameOf(each, at)}: ${problem}`));
    if (read.success && wrong.length === 0) forms.set(read.data.id, read.data);
  }
  return { glossary, forms: [...forms.values()], problems };

  function wrongWith(form: Form, criterion: string | undefined): string[] {
    return criterion === undefined ? ['no such criterion was asked about'] : ungrounded(form, criterion, vocabulary);
  }
}

function parseObject(text: string): { glossary?: unknown; forms?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function describeIssue(issue: { path: PropertyKey[]; message: string } | undefined): string {
  return `${issue?.path.map(String).join('.') || 'the object'}: ${issue?.message ?? 'not as described'}`;
}

function nameOf(form: unknown, at: number): string {
  const id = typeof form === 'object' && form !== null && 'id' in form ? form.id : undefined;
  return typeof id === 'string' && id.length <= 40 ? id : `form ${at + 1}`;
}
