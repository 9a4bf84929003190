import { type Facet, opposite, readFacets } from './facets.ts';
import { genericActors } from './lexicon/word-sets.ts';
import { type About, readAbout } from './match-objects.ts';
import { type Quantity, takeQuantities } from './quantities.ts';
import { takeLiterals } from './read-guard.ts';
import { readLeave } from './read-leave.ts';
import { type ObjectPhrase, readObject } from './read-object.ts';
import { readReplaced, readScope, type Scope, type TimeClause, takeTime } from './read-scope.ts';
import { readTarget, type Target } from './read-target.ts';
import { takeValues } from './read-values.ts';
import { type Bag, readTokens, readWords, toBag, toWords, type Word } from './read-words.ts';
import { rewriteResponse } from './rewrite-response.ts';
import type { Clauses } from './split-clauses.ts';
import { splitPieces } from './split-pieces.ts';

/** One thing that a criterion demands: `lock the account for 15 minutes`. */
export interface Act {
  verb: Word;
  /** What it comes to: the verb, the state that it brings about, and what these bring with them. */
  facets: readonly Facet[];
  object: ObjectPhrase;
  /** Verb and object. */
  bag: Bag;
  about: About;
  /** Whom it is demanded of, or who is given leave; empty for the system itself. */
  actor: Bag;
  /** Demanded with `not` or `never`. */
  negated: boolean;
  /** Said along with another act, of that act alone: `close it without saving`. */
  aside: boolean;
  /** What it takes the place of: `instead of a code`. */
  instead: Bag;
  /** Leave for somebody to do it, or the lack of it. */
  leave: boolean;
  /** Nobody but the actor has leave. */
  only: boolean;
  scope: Scope | undefined;
  time?: TimeClause;
  quantities: Quantity[];
  literals: string[];
  /** Values of known attributes: `colour: red`. */
  values: ReadonlyMap<string, string>;
  channels: readonly string[];
  target?: Target;
  /** Its place among the acts of its criterion; what follows another act may follow it in time. */
  at: number;
  text: string;
  /** The same without its negation. */
  bare: string;
}

/** The acts that a response consists of, each with a sign and an object of its own. */
export function readActs(clauses: Clauses): Act[] {
  const pieces = splitPieces(clauses.response);
  return pieces.map((piece, at) => readAct(piece, at, clauses)).filter((act): act is Act => act !== undefined);
}

function readAct(piece: string, at: number, clauses: Clauses): Act | undefined {
  const { plain, literals } = takeLiterals(rewriteResponse(piece.replace(/^\s*without\b/i, 'not')));
  const given = readLeave(plain, { ...clauses, actor: takeLiterals(clauses.actor).plain });
  const { timeless, time } = takeTime(given.leave ? rewriteResponse(given.text) : given.text);
  const { values, channels, rest: valueless } = takeValues(quantified(timeless).toLowerCase());
  const { quantities, rest } = takeQuantities(valueless);
  const passive = passivePattern.test(rest);
  const isSubject = (passive || happening.test(rest)) && !given.leave;
  const subject = isSubject ? given.actor : '';
  const phrase = readPhrase(rest.replace(passivePattern, '$1 '), subject, passive && quantities.length > 0);
  if (phrase === undefined) return undefined;
  const verb = given.sign === 1 ? phrase.verb : opposite(phrase.verb);
  const target = readTarget(verb, rest, subject, literals);
  return {
    verb,
    facets: readFacets(verb, phrase.object.states),
    object: phrase.object,
    bag: new Map([...toBag(phrase.words), [verb.concept, verb.sign]]),
    at,
    negated: /^\s*(?:not|never)\b/i.test(plain) || /^no /i.test(clauses.actor),
    aside: /^\s*without\b/i.test(piece),
    instead: readReplaced(clauses.replaced),
    about: readAbout(phrase.object, given.leave ? verb.concept : undefined),
    leave: given.leave,
    only: given.only,
    scope: readScope(`${subject} ${piece}`, clauses.response),
    quantities,
    literals,
    values,
    channels,
    text: piece.trim(),
    bare: piece.trim().replace(/^(?:not|never)\s+/i, ''),
    actor: isSubject ? new Map() : actorOf(given.actor),
    ...(time !== undefined && { time }),
    ...(target !== undefined && { target }),
  };
}

/** What a thing does without an object: `a voucher SHALL expire`. */
const happening =
  /^\s*(?:not |never )*(?:expire|lapse|end|start|begin|close|open)s?\s*(?:$|after\b|within\b|on\b|at\b|when\b|by\b)/i;

interface Phrase {
  verb: Word;
  object: ObjectPhrase;
  words: Word[];
}

/** The verb of an act and its object. `the timeout SHALL be 30 minutes` has a number in place of a verb: it sets it. */
function readPhrase(text: string, subject: string, isSet: boolean): Phrase | undefined {
  const tokens = readTokens(verbFirst(text));
  const start = tokens.findIndex(({ word }) => word !== undefined);
  const verb = tokens[start]?.word ?? (isSet ? setting : undefined);
  if (verb === undefined) return undefined;
  const about = readTokens(subject);
  const words = toWords([...about, ...tokens]);
  return { verb, object: readObject([...about, ...(start < 0 ? [] : tokens.slice(start + 1))]), words };
}

const setting: Word = { concept: 'set', sign: 1 };

function actorOf(text: string): Bag {
  return toBag(readWords(text).filter(({ concept }) => !genericActors.has(concept)));
}

/** `both` and `only the first` are told apart, and leave the object what it is. */
function quantified(text: string): string {
  return text.replace(/\bboth\b/gi, 'bothofthem').replace(/\bonly (?:the|one|a)\b/gi, 'onlyone');
}

/** `securely store` is `store securely`. */
function verbFirst(text: string): string {
  return text.replace(
    /^(\s*(?:(?:not|never|also|only)\s+)*)((?:(?!(?:app|rep|supp|multip|comp|re)ly\b)\w+ly\s+)+)(.*)$/i,
    '$1$3 $2',
  );
}

const passivePattern = /^\s*((?:not |never |always |only )*)(?:be|remain|stay|get|become)\b/i;
