import type { Sign } from './read-words.ts';
import type { Clauses } from './split-clauses.ts';
import { canBeVerb } from './split-pieces.ts';

export interface Leave {
  text: string;
  actor: string;
  leave: boolean;
  only: boolean;
  sign: Sign;
}

/** `allow editors to publish`, `editors may publish`, `prevent guests from publishing`: one form for all. */
export function readLeave(text: string, clauses: Clauses): Leave {
  return readGiven(text) ?? readLet(text) ?? readPrevented(text) ?? readLimited(text) ?? readOwn(text, clauses);
}

function readGiven(text: string): Leave | undefined {
  const match = givenPattern.exec(text);
  if (match === null) return undefined;
  const [, not = '', only = '', who = '', what = ''] = match;
  const isOnly = only !== '' || /\bonly\b/i.test(who);
  return { text: what, actor: who, leave: true, only: isOnly, sign: /not|never/i.test(not) ? -1 : 1 };
}

/** `let only a supervisor correct the stock`: whom, up to the first verb. */
function readLet(text: string): Leave | undefined {
  const match = /^\s*(not |never |always )?lets?\s+(only\s+)?((?:the |an? |any |every |all |each )?.+)$/i.exec(text);
  const words = match?.[3]?.split(' ') ?? [];
  const role = words.findIndex((word) => roles.test(word));
  const verb =
    role >= 0 && role + 1 < words.length && !/^(?:of|in|with|from|who|that)$/i.test(words[role + 1] ?? '')
      ? role + 1
      : words.findIndex(
          (word, at) =>
            at > 0 &&
            (at > 1 || !/^(?:the|an?|any|every|all|each)$/i.test(words[0] ?? '')) &&
            canBeVerb(word.toLowerCase()),
        );
  if (match === null || verb < 0) return undefined;
  const who = words.slice(0, verb).join(' ');
  return {
    text: words.slice(verb).join(' '),
    actor: who,
    leave: true,
    only: match[2] !== undefined,
    sign: /not|never/i.test(match[1] ?? '') ? -1 : 1,
  };
}

function readPrevented(text: string): Leave | undefined {
  const match = preventedPattern.exec(text);
  if (match === null) return undefined;
  const [, not = '', who = '', what = ''] = match;
  return { text: what, actor: who, leave: true, only: false, sign: not === '' ? -1 : 1 };
}

function readLimited(text: string): Leave | undefined {
  const match = limitedPattern.exec(text);
  return match === null
    ? undefined
    : {
        text: (match[1] ?? '').replace(/^(?:the )?(\w+?)(?:(?<=t)ion|(?<=v)al|(?<=ing)) of\b/i, '$1'),
        actor: match[2] ?? '',
        leave: true,
        only: true,
        sign: 1,
      };
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
  /^\s*(not |never |always )?(?:allow|permit|enable|authori[sz]e)s?\s+(only\s+)?(.+?)(?<!\bup)\s+(?:to|the ability to)\s+(.+)$/i;
const preventedPattern =
  /^\s*(not |never )?(?:prevent|block|prohibit|stop|forbid|bar|disallow|restrict)s?\s+(.+?)\s+from\s+(\w+ing.*)$/i;
const limitedPattern = /^\s*(?:restrict|limit)s?\s+(.+?)\s+to\s+(?:only\s+)?([a-z][a-z -]+?)(?:\s+only)?$/i;
const ablePattern = /^\s*(not |never )?be (?:able|allowed|permitted|authori[sz]ed) to\s+(.+)$/i;
const roles =
  /^\s*(?:the |an? |any |all |every |no )?(?:\w+ )?(?:users?|guests?|employees?|workers?|staff|people|clients?|students?|teachers?|patients?|nurses?|admins?|administrators?|managers?|owners?|members?|operators?|editors?|viewers?|moderators?|authors?|customers?|visitors?)\s*$/i;
