import type { CriterionText } from '../contradiction.ts';
import { splitClauses } from '../split-clauses.ts';
import type { Duty, Fact, Form } from './form.ts';
import { type Interval, intersect, intervalOf } from './interval.ts';
import type { ConceptCondition, Vocabulary } from './vocabulary.ts';

/** A criterion as its form says it, with concepts in place of terms. */
export interface FormalClaim {
  id: string;
  text: string;
  form: Form;
  facts: FormalFact[];
  duties: FormalDuty[];
  /** Opened by IF: it may be the error branch of a wider one. The text says so, not the form. */
  branch: boolean;
  /** All its conditions are opened by WHEN, so that it is demanded at a moment, whatever the form takes them for. */
  isMomentary: boolean;
}

export interface FormalFact extends ConceptCondition {
  denied: boolean;
  isMoment: boolean;
  interval: Interval | undefined;
  said: Fact;
}

export interface FormalDuty {
  modality: Duty['modality'];
  denied: boolean;
  actor: string | undefined;
  action: string;
  object: string | undefined;
  isForAll: boolean;
  /** By quantity; several bounds of one are what they have in common. */
  bounds: ReadonlyMap<string, Interval>;
  /** By attribute. */
  values: ReadonlyMap<string, string>;
  said: Duty;
}

export function readFormal({ id, text }: CriterionText, form: Form, vocabulary: Vocabulary): FormalClaim {
  const conditions = splitClauses(text)?.conditions ?? [];
  return {
    id,
    text,
    form,
    facts: form.guard.map((said) => readFact(said, vocabulary)),
    duties: form.duties.map((said) => readDuty(said, vocabulary)),
    branch: conditions.some(({ kind }) => kind === 'unwanted'),
    isMomentary: conditions.length > 0 && conditions.every(({ kind }) => kind === 'event'),
  };
}

function readFact(said: Fact, { conceptOf }: Vocabulary): FormalFact {
  return {
    subject: conceptOf(said.subject),
    value: said.value === undefined ? undefined : conceptOf(said.value),
    denied: said.not === true,
    isMoment: said.kind === 'trigger',
    interval: said.amount === undefined ? undefined : intervalOf(said.amount),
    said,
  };
}

function readDuty(said: Duty, { conceptOf }: Vocabulary): FormalDuty {
  return {
    modality: said.modality,
    denied: said.not === true,
    actor: said.actor === undefined ? undefined : conceptOf(said.actor),
    action: conceptOf(said.action),
    object: said.object === undefined ? undefined : conceptOf(said.object),
    isForAll: said.quantifier === 'every',
    bounds: readBounds(said, conceptOf),
    values: new Map((said.values ?? []).map(({ attribute, value }) => [conceptOf(attribute), conceptOf(value)])),
    said,
  };
}

function readBounds({ bounds = [] }: Duty, conceptOf: Vocabulary['conceptOf']): ReadonlyMap<string, Interval> {
  const found = new Map<string, Interval>();
  for (const bound of bounds) {
    const quantity = conceptOf(bound.quantity);
    const [own, before] = [intervalOf(bound), found.get(quantity)];
    const both = before === undefined ? own : intersect([before, own]);
    if (both !== undefined) found.set(quantity, both);
  }
  return found;
}
