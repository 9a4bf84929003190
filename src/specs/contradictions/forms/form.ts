import * as z from 'zod';

/** Plain words of any language, and nothing that a terminal, a prompt or a Markdown file would take for more. */
const term = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}%°€$£][\p{L}\p{N}\p{M} .,:'’/%°&+-]{0,59}$/u, 'a term is up to 60 letters, digits and spaces');

const amount = {
  relation: z.enum(['=', '<', '<=', '>', '>=']),
  number: z.number().min(-1e12).max(1e12),
  /** As written: `minutes`, `%`, `files`. */
  unit: term.optional(),
};

const fact = z.strictObject({
  /** A moment (`WHEN the door opens`) or what is so for a while. */
  kind: z.enum(['trigger', 'state']),
  subject: term,
  /** What the subject is, has or does; without it the amount says what is so. */
  value: term.optional(),
  not: z.boolean().optional(),
  amount: z.strictObject(amount).optional(),
});

const bound = z.strictObject({
  /** A name for what is counted or measured, the same wherever it is the same. */
  quantity: term,
  ...amount,
  /** The time of a rate: `minute` of `100 calls per minute`, `6 months` of `every 6 months`. */
  per: term.optional(),
});

const duty = z.strictObject({
  /** `may` gives leave; `only` says that nobody but the actor may. */
  modality: z.enum(['must', 'may', 'only']),
  not: z.boolean().optional(),
  /** Absent for the system itself. */
  actor: term.optional(),
  action: term,
  object: term.optional(),
  /** `every`: it is said that it holds always, or for all. */
  quantifier: z.enum(['every', 'some']).optional(),
  bounds: z.array(bound).max(4).optional(),
  /** What the act gives one value of at a time: `colour`, `red`. */
  values: z
    .array(z.strictObject({ attribute: term, value: term }))
    .max(6)
    .optional(),
});

/** A criterion in the words of the document's vocabulary: when, who must or may do what, with which numbers and values. */
export const formSchema = z.strictObject({
  /** Of the criterion: `2.3`. */
  id: z.string().regex(/^[\w.-]{1,40}$/),
  guard: z.array(fact).max(8),
  duties: z.array(duty).min(1).max(6),
});

const terms = z.array(term).min(2).max(12);
const condition = z.strictObject({ subject: term, value: term.optional() });
const conditions = z
  .array(z.tuple([condition, condition]))
  .max(100)
  .default([]);

/** What words mean in one document. It says nothing of criteria. */
export const glossarySchema = z.strictObject({
  /** Words that mean the same here; forms use the first one. */
  same: z.array(terms).max(300).default([]),
  /** Acts, states or values of which there is one at a time: doing or being one rules out the others. */
  exclusive: z.array(terms).max(200).default([]),
  /** A wider term, then kinds of it. */
  kinds: z.array(terms).max(100).default([]),
  /** Conditions that can hold at the same time, and such as cannot. */
  together: conditions,
  apart: conditions,
});

export type Form = z.infer<typeof formSchema>;
export type Fact = Form['guard'][number];
export type Duty = Form['duties'][number];
export type Bound = z.infer<typeof bound>;
export type Amount = z.infer<z.ZodObject<typeof amount>>;
export type Glossary = z.infer<typeof glossarySchema>;
export type NamedCondition = z.infer<typeof condition>;

export const emptyGlossary: Glossary = { same: [], exclusive: [], kinds: [], together: [], apart: [] };

/** All that both say, each once. What would go beyond the bounds of a glossary is left out: the older lines stay. */
export function mergeGlossaries(one: Glossary, other: Glossary): Glossary {
  const joined = <Line>(lines: readonly Line[], more: readonly Line[], most: number): Line[] =>
    [...new Map([...lines, ...more].map((line) => [JSON.stringify(line), line])).values()].slice(0, most);
  return {
    same: joined(one.same, other.same, 300),
    exclusive: joined(one.exclusive, other.exclusive, 200),
    kinds: joined(one.kinds, other.kinds, 100),
    together: joined(one.together, other.together, 100),
    apart: joined(one.apart, other.apart, 100),
  };
}
