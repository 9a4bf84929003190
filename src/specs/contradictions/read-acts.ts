import { genericActors, poles, synonyms } from './lexicon.ts';
import { type Quantity, takeQuantities } from './quantities.ts';
import { takeLiterals } from './read-guard.ts';
import { type Bag, missingFrom, readWords, type Sign, toBag, type Word } from './read-words.ts';
import type { Clauses } from './split-clauses.ts';

/** One thing that a criterion demands: `lock the account for 15 minutes`. */
export interface Act {
  verb: Word;
  /** Verb and object. */
  bag: Bag;
  /** Whom it is demanded of, or who is given leave; empty for the system itself. */
  actor: Bag;
  /** Demanded with `not` or `never`. */
  negated: boolean;
  /** Leave for somebody to do it, or the lack of it. */
  leave: boolean;
  /** Nobody but the actor has leave. */
  only: boolean;
  quantities: Quantity[];
  literals: string[];
  /** Where a thing is set, sent or sorted to, with the preposition: only one can be. */
  target?: { word: string; base: Bag; value: Bag; literals: string[] };
  /** Its place among the acts of its criterion; what follows another act may follow it in time. */
  at: number;
  text: string;
}

/** The acts that a response consists of, each with a sign and an object of its own. */
export function readActs(clauses: Clauses): Act[] {
  const pieces = splitPieces(clauses.response);
  return pieces.map((piece, at) => readAct(piece, at, clauses)).filter((act): act is Act => act !== undefined);
}

function readAct(piece: string, at: number, clauses: Clauses): Act | undefined {
  const { plain, literals } = takeLiterals(piece);
  const named = takeLiterals(clauses.actor);
  const { text, actor, leave, only, sign } = readLeave(plain, { ...clauses, actor: named.plain });
  const { quantities, rest } = takeQuantities(text);
  const passive = passivePattern.exec(rest);
  const object = verbFirst(passive === null ? rest : rest.replace(passivePattern, '$1 '));
  const words = readWords(object);
  const first = words[0];
  if (first === undefined) return undefined;
  const verb: Word = sign === 1 ? first : { concept: first.concept, sign: first.sign === 1 ? -1 : 1 };
  const subject = passive === null || leave ? [] : readWords(actor);
  const bag = new Map([...toBag([...subject, ...words]), [verb.concept, verb.sign]]);
  const target = readTarget(verb, rest, literals);
  return {
    verb,
    bag,
    at,
    negated: /^\s*(?:not|never)\b/i.test(plain) || clauses.actor.startsWith('no '),
    leave,
    only,
    quantities,
    literals,
    text: piece.trim(),
    actor:
      passive === null || leave
        ? toBag(readWords(actor).filter(({ concept }) => !genericActors.has(concept)))
        : new Map(),
    ...(target !== undefined && { target }),
  };
}

/** `securely store` is `store securely`. */
function verbFirst(text: string): string {
  return text.replace(
    /^(\s*(?:(?:not|never|also|only)\s+)*)((?:(?!(?:app|rep|supp|multip|comp|re)ly\b)\w+ly\s+)+)(.*)$/i,
    '$1$3 $2',
  );
}

const passivePattern = /^\s*((?:not |never |always |only )*)(?:be|remain|stay|get|become)\b/i;

interface Leave {
  text: string;
  actor: string;
  leave: boolean;
  only: boolean;
  sign: Sign;
}

/** `allow editors to publish`, `editors may publish`, `prevent guests from publishing`: one form for all. */
function readLeave(text: string, clauses: Clauses): Leave {
  return readGiven(text) ?? readPrevented(text) ?? readLimited(text) ?? readOwn(text, clauses);
}

function readGiven(text: string): Leave | undefined {
  const match = givenPattern.exec(text);
  if (match === null) return undefined;
  const [, not = '', only = '', who = '', what = ''] = match;
  const isOnly = only !== '' || /\bonly\b/i.test(who);
  return { text: what, actor: who, leave: true, only: isOnly, sign: /not|never/i.test(not) ? -1 : 1 };
}

function readPrevented(text: string): Leave | undefined {
  const match = preventedPattern.exec(text);
  if (match === null) return undefined;
  const [, not = '', who = '', what = ''] = match;
  return { text: what, actor: who, leave: true, only: false, sign: not === '' ? -1 : 1 };
}

function readLimited(text: string): Leave | undefined {
  const match = limitedPattern.exec(text);
  return match === null ? undefined : { text: match[1] ?? '', actor: match[2] ?? '', leave: true, only: true, sign: 1 };
}

function readOwn(text: string, { actor, modal }: Clauses): Leave {
  const able = ablePattern.exec(text);
  const only = /^\s*only\b/i.test(actor);
  const who = actor.replace(/^\s*(?:only|any|all|every|no)\b/i, '');
  if (able !== null)
    return { text: able[2] ?? '', actor: who, leave: true, only, sign: able[1] === undefined ? 1 : -1 };
  const leave = modal === 'may' || only || roles.test(actor);
  return { text, actor: who, leave, only, sign: /^\s*no\b/i.test(actor) ? -1 : 1 };
}

const givenPattern =
  /^\s*(not |never |always )?(?:allow|permit|let|enable|authori[sz]e)s?\s+(only\s+)?(.+?)(?<!\bup)\s+(?:to|the ability to)\s+(.+)$/i;
const preventedPattern =
  /^\s*(not |never )?(?:prevent|block|prohibit|stop|forbid|bar|disallow|restrict)s?\s+(.+?)\s+from\s+(\w+ing.*)$/i;
const limitedPattern = /^\s*(?:restrict|limit)s?\s+(.+?)\s+to\s+(?:only\s+)?([a-z][a-z -]+?)(?:\s+only)?$/i;
const ablePattern = /^\s*(not |never )?be (?:able|allowed|permitted|authori[sz]ed) to\s+(.+)$/i;
const roles =
  /^\s*(?:the |an? |any |all |every |no )?(?:\w+ )?(?:users?|guests?|admins?|administrators?|managers?|owners?|members?|operators?|editors?|viewers?|moderators?|authors?|customers?|visitors?)\s*$/i;

const targetVerbs: ReadonlySet<string> = new Set(
  'use set redirect sort default mark edit move transition assign hash encrypt format round encode switch order arrange'.split(
    ' ',
  ),
);

function readTarget(verb: Word, text: string, literals: string[]): Act['target'] {
  if (!targetVerbs.has(verb.concept)) return undefined;
  const used = verb.concept === 'use' ? /^\s*\w+(.*)\bfor\b(.*)$/i.exec(text) : null;
  if (used !== null)
    return { word: 'for', base: toBag(readWords(used[2] ?? '')), value: toBag(readWords(used[1] ?? '')), literals };
  if (verb.concept === 'use') return undefined;
  if (verb.concept === 'edit' && !/\b(?:status|state|to\s+=)/i.test(text)) return undefined;
  const found = /^(.*?)\b(to|as|by|in|with)\b(.*)$/i.exec(text);
  if (found === null) return undefined;
  const [, base = '', word = '', value = ''] = found;
  return { word: word.toLowerCase(), base: toBag(readWords(base)), value: toBag(readWords(value)), literals };
}

/** Cuts at `and` or a comma where what follows begins with a verb. */
function splitPieces(response: string): string[] {
  const pieces: string[] = [];
  const [told = '', ...listed] = response.split(/:\s/);
  for (const piece of told.split(/;|,?\s+and\s+(?:then\s+)?|,\s+(?:then\s+)?|\.\s+/i)) {
    const start = piece.replace(/^\s*(?:the [\w ]+? )?(?:shall|must)\s+/i, '');
    const [first = '', second = ''] = start.toLowerCase().trim().split(/\s+/);
    const begins = pieces.length === 0 || isVerb(first === 'not' ? second : first);
    if (begins) pieces.push(start);
    else pieces.push(`${pieces.pop() ?? ''} and ${piece}`);
  }
  if (listed.length > 0) pieces.push(`${pieces.pop() ?? ''}: ${listed.join(': ')}`);
  return pieces;
}

const verbs: ReadonlySet<string> = new Set([
  ...Object.values(poles).flatMap((line) => line.split(/[ |]+/)),
  ...synonyms
    .filter((line) =>
      /^(?:create|save|log|notify|retry|submit|select|click|return|redirect|edit|receive|verify|upload|download|schedule|calculate|use|sort|reset)\b/.test(
        line,
      ),
    )
    .flatMap((line) => line.split(' ')),
  ...'set mark move assign keep focus scroll apply read play ask prompt offer highlight refresh reload rollback add be wait ignore skip fall queue copy'.split(
    ' ',
  ),
]);
const nouns: ReadonlySet<string> = new Set(
  'access entry message text record lock limit error wording notice log input type order correct right valid active public private required optional success failure bad same equal answer response record route'.split(
    ' ',
  ),
);

function isVerb(word: string): boolean {
  return (
    (verbs.has(word) && !nouns.has(word) && !/(?:ed|ly|ble|tion|en|own|ept)$|^(?:open|hid)den$/.test(word)) ||
    word === 'open' ||
    word === 'reopen'
  );
}

/** Whether one object is the other, or a part of it: they share a word, and only one of them has further ones. */
export function sameObject(one: Bag, other: Bag): boolean {
  const [here, there] = [missingFrom(one, other), missingFrom(other, one)];
  if (hasNegative(one, here) || hasNegative(other, there)) return false;
  return one.size > here.length && (here.length === 0 || there.length === 0);
}

/** `files that are not listed` are others than `files`. */
function hasNegative(bag: Bag, concepts: readonly string[]): boolean {
  return concepts.some((concept) => bag.get(concept) === -1);
}
