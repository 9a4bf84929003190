import { lastingStates, unwantedWords, wantedConcepts } from './lexicon/word-sets.ts';
import { dimensionOf, type Quantity, takeQuantities } from './quantities.ts';
import { type Bag, readWords, toBag } from './read-words.ts';
import type { Clause, ClauseKind } from './split-clauses.ts';

export interface Condition {
  kind: ClauseKind;
  bag: Bag;
  /** The concepts of an event's core, without what `with …`, `from …` or `for …` adds to it. */
  head(): Bag;
  /** `with`, `from` …: what kinds of details it adds. */
  details: string[];
  quantities: Quantity[];
  /** Quoted text, codes and paths: two different ones are two different cases. */
  literals: string[];
  /** Who acts, where the sentence names nobody else: `a manager approves a request`. */
  agent: Bag;
  /** Said without naming who acts: `a request is approved`. */
  passive: boolean;
  /** Whether it says of its subject what it is or has become (`is locked`, `is shipped`). */
  copular: boolean;
  /** Whether it is so for a while; otherwise it is a moment. */
  lasting: boolean;
  text: string;
}

export interface Guard {
  conditions: Condition[];
  bag: Bag;
  /** The error branch of something: IF …, or words such as invalid, fails, exceeds. */
  unwanted: boolean;
  /** Opened by IF. */
  branch: boolean;
  /** It says that something failed, is wrong or is missing. */
  failed: boolean;
  quantities: Quantity[];
  /** `always`, `never`, `even if`: meant to hold whatever else is so. */
  universal: boolean;
  /** What `regardless of …` names. */
  regardless: Bag;
}

/** Reads the conditions of a criterion. An exception (`unless …`) is the condition that it is not so. */
export function readGuard(clauses: readonly Clause[], whole: string): Guard {
  const conditions = clauses.map(readCondition);
  const bag = new Map(conditions.flatMap((condition) => [...condition.bag]));
  return {
    conditions,
    bag,
    unwanted: conditions.some((condition) => condition.kind === 'unwanted' || isUnwanted(condition.bag)),
    branch: conditions.some(({ kind }) => kind === 'unwanted'),
    failed: conditions.some((condition) => isUnwanted(condition.bag)),
    quantities: conditions.flatMap(({ quantities }) => quantities),
    universal:
      /\b(?:always|never|in all cases|under (?:no|any) circumstances|at all times|even (?:if|when|while))\b/i.test(
        whole,
      ),
    regardless: toBag(readWords(/\bregardless of\b([^,.;(]*)/i.exec(whole)?.[1] ?? '')),
  };
}

function readCondition({ kind, text }: Clause): Condition {
  const { plain, literals } = takeLiterals(quoteNames(text));
  const { quantities: written, rest } = takeQuantities(plain);
  const quantities = written.map(passed);
  const words = readWords(kind === 'exception' ? negated(rest) : rest);
  const [core = '', ...pieces] = rest.split(detailStart);
  const details = pieces.filter((_, at) => at % 2 === 0).map((word) => word.toLowerCase());
  return {
    kind,
    bag: unfailed(toBag(words)),
    head: once(() => toBag(readWords(kind === 'exception' ? negated(core) : core))),
    details,
    quantities,
    literals,
    text,
    agent: toBag(readWords(agentPattern.exec(core)?.[1] ?? '')),
    passive: /\b(?:is|are|was|were|been|gets?) \w+(?:ed|en|wn|nt|de|pt|ld)\b(?!.*\bby\b)/i.test(text),
    copular: /\b(?:is|are|has|have|was|were|remains?|equals?)\b/i.test(core),
    lasting: kind !== 'event' && kind !== 'unwanted' ? true : isLasting(core),
  };
}

/** Reads what is seldom asked for when it is, and no second time. */
function once<T>(read: () => T): () => T {
  let known: { value: T } | undefined;
  return () => {
    known ??= { value: read() };
    return known.value;
  };
}

/** `after 10 minutes` in a condition is any time later than that. */
function passed(quantity: Quantity): Quantity {
  const later = quantity.dimension === 'time' && quantity.shape === 'exact' && /^after\b/.test(quantity.text);
  return later
    ? { ...quantity, low: quantity.low * (1 + 1e-6), high: Number.POSITIVE_INFINITY, shape: 'lower' }
    : quantity;
}

/** `event 2-3 happens`: two numbers that measure nothing are a name. */
function quoteNames(text: string): string {
  return text.replace(namePattern, (whole: string, word: string, numbers: string, next = '') => {
    const isMeasured = dimensionOf(next.toLowerCase()) !== undefined || measuring.test(word);
    return isMeasured ? whole : `${word} \`${numbers}\``;
  });
}

const namePattern = /\b([a-z]+) (\d+(?:-\d+)+)\b(?=\s?(%|[a-z]+)?)/gi;
const measuring = /^(?:between|from|for|of|to|within|in|after|over|under|than|above|below|at|by|every)$/i;

/** The text without its quoted parts, and those. */
export function takeLiterals(text: string): { plain: string; literals: string[] } {
  const literals: string[] = [];
  if (!/["“`'_/]/.test(text)) return { plain: text, literals };
  const plain = text.replace(literalPattern, (whole: string) => {
    const literal = whole.replace(/^["'`“‘]|["'`”’]$/g, '').toLowerCase();
    literals.push(literal);
    return ` =${literal.replace(/\W+/g, '-')} `;
  });
  return { plain: plain.replace(/_([a-z])(?=_|\b)/gi, ' =$1 ').replace(/_/g, ' '), literals };
}

const literalPattern =
  /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|"[^"]*"|“[^”]*”|`[^`]*`|(?<=\s|\()'[^']*'(?=[\s).,;]|$)|(?<=\s)\/[\w/:.-]+/g;
const agentPattern =
  /^\s*(?:an?|the|any|every|some) ((?:[\w-]+ )?[\w-]+?) (?!is\b|has\b|was\b)\w+s (?:an?|the|any|every|its|their|his|\w+)\b/i;
const detailStart = /\b(with|from|in|on|for|via|through|by|as|without|using|containing|whose|that|who|which|of|to)\b/i;

function isLasting(core: string): boolean {
  const predicate =
    /\b(?:is|are|was|were|remains?|ha(?:s|ve) been)\s+(?:not\s+|already\s+|currently\s+|still\s+)*([\w-]+)/i
      .exec(core)?.[1]
      ?.toLowerCase();
  return predicate !== undefined && (lastingStates.has(predicate) || !/(?:ed|en|ing|own|ade|ent|ept)$/.test(predicate));
}

function negated(text: string): string {
  const [, subject = '', verb = '', rest = ''] = /^(.*?)\b(is|are|has|have|was)\b(.*)$/i.exec(text) ?? [];
  return verb === '' ? `not ${text}` : `${subject.trim()} ${verb} not ${rest.trim()}`;
}

/** `delivery fails` is `is not delivered`. */
function unfailed(bag: Bag): Bag {
  const deed = bag.get('succeed') === -1 ? deeds.find((concept) => bag.get(concept) === 1) : undefined;
  if (deed === undefined) return bag;
  const plain = new Map(bag).set(deed, -1);
  plain.delete('succeed');
  return plain;
}

const deeds = 'send upload download sync save connect process verify restore convert import'.split(' ');

/** Whether it says that something failed, is wrong, is missing or is too much. */
export function isUnwanted(bag: Bag): boolean {
  for (const [concept, sign] of bag) {
    if (sign === -1 && (wantedConcepts.has(concept) || deeds.includes(concept))) return true;
    if (sign === 1 && (unwantedWords.has(concept) || concept === 'expired')) return true;
  }
  return false;
}
