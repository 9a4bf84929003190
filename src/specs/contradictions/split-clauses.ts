export type ClauseKind = 'event' | 'state' | 'feature' | 'unwanted' | 'exception';

export interface Clause {
  kind: ClauseKind;
  /** Without its keyword. */
  text: string;
}

export interface Clauses {
  conditions: Clause[];
  /** Who acts: `the system`; empty where the sentence names nobody. */
  actor: string;
  modal: Modal;
  /** What follows the modal verb, without conditions that trail it. */
  response: string;
  /** The part of it that says what is not done any more: `instead of a code`. */
  replaced: string;
}

/** `only` where the actor is `only …`; `may` gives leave and demands nothing. */
export type Modal = 'must' | 'may';

/** Cuts an EARS sentence at its keywords. Undefined where it has no modal verb, hence no duty that could be opposed. */
export function splitClauses(criterion: string): Clauses | undefined {
  const text = plainOrder(
    plainKeywords(
      criterion
        .replace(/\*\*|__|~~/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    ),
  );
  const modal = modalPattern.exec(text) ?? softModalPattern.exec(text);
  if (modal === null) return undefined;
  const opening = text.slice(0, modal.index).trim();
  const { conditions, actor } = splitOpening(opening);
  const { response, trailing } = splitResponse(text.slice(modal.index + modal[0].length));
  return {
    conditions: [...conditions, ...trailing],
    actor,
    modal: /^(?:may|can)$/i.test(modal[0]) ? 'may' : 'must',
    response,
    replaced: /\b(?:instead of|rather than|in place of)\b[^,.;]*/i.exec(text)?.[0] ?? '',
  };
}

/** `In case the door is open` and `each time it opens` with the keywords of other sentences. */
function plainKeywords(text: string): string {
  return text
    .replace(/\b(?:in the event (?:that|of)|in case (?:that|of)?|should it happen that)\s/gi, 'if ')
    .replace(/\b(?:each|every|any) time(?: that)?\s(?=(?:an?|the|it|they|someone)\b)/gi, 'whenever ')
    .replace(/^(?:after|following|on)\s(?!(?:each|every|\w+day)\b)(?=[^,]+,)/i, 'when ')
    .replace(/^(?:given|assuming|provided|supposing)(?: that)?\s/i, 'while ')
    .replace(/\b(?:for as|so) long as\s/gi, 'as long as ');
}

/** `Under no circumstances SHALL the system store it` in the order of other sentences; what is done without a modal verb gets one. */
function plainOrder(text: string): string {
  const turned = text.replace(
    /\b(?:under no circumstances|at no time|in no case|on no account|never) (shall|must|may) (the system|the [\w-]+|it) /i,
    '$2 $1 never ',
  );
  return modalPattern.test(turned) || softModalPattern.test(turned)
    ? turned
    : turned.replace(presentPassive, '$1 SHALL $2be $3');
}

/** `access is granted to everybody`, in the last clause of a sentence. */
const presentPassive =
  /^((?:.*,|.*\bthen\b)?[^,]*?) (?:is|are) ((?:not |never |always |only )?)(\w+(?:ed|en|wn|nt|de|pt)\b)/i;

const modalPattern = /\bSHALL\b|\bMUST\b|\bshall\b/;
const softModalPattern = /\b(?:must|will|may|can|should|cannot)\b/i;
const keyword =
  /\b(when(?:ever)?|while|where|if|unless|except(?: when| if| that)?|during|as long as|once|upon|as soon as|even if|regardless of|before|until)\b/i;
const pieceStart = new RegExp(`(?:^|[,\\s]+(?:and\\s+)?)(?=${keyword.source}\\s)|,\\s*(?:and\\s+)?`, 'i');
const kinds: Record<string, ClauseKind> = {
  when: 'event',
  whenever: 'event',
  once: 'event',
  upon: 'event',
  'as soon as': 'event',
  during: 'event',
  while: 'state',
  'as long as': 'state',
  where: 'feature',
  if: 'unwanted',
  unless: 'exception',
  except: 'exception',
};

function splitOpening(opening: string): { conditions: Clause[]; actor: string } {
  const then = /^(.*)\bthen\b,?(.*)$/i.exec(opening);
  const [conditional = '', named] = then === null ? [] : [then[1], then[2]];
  if (named !== undefined) return { conditions: splitConditions(conditional), actor: named.trim() };
  if (keyword.exec(opening)?.index !== 0) return { conditions: [], actor: opening };
  const cut = actorStart(opening);
  return { conditions: splitConditions(opening.slice(0, cut)), actor: opening.slice(cut).replace(/^[,\s]+/, '') };
}

/** Where the actor begins: after the last comma, or at the last `THE`. */
function actorStart(opening: string): number {
  const shouted = opening.search(/\bTHE\b(?!.*\bTHE\b)/);
  if (shouted > 0) return shouted;
  const comma = opening.lastIndexOf(',');
  if (comma >= 0) return comma;
  const article = opening.search(/\b(?:the|it|they)\b(?!.*\b(?:the|it|they)\b)/i);
  return article > 0 ? article : opening.length;
}

function splitConditions(text: string): Clause[] {
  const clauses: Clause[] = [];
  let kind: ClauseKind = 'event';
  for (const piece of text.split(pieceStart)) {
    if (piece === undefined || piece.trim() === '' || keyword.exec(piece)?.[0] === piece) continue;
    const found = keyword.exec(piece);
    const word = found?.index === 0 ? found[0].toLowerCase() : undefined;
    kind = (word === undefined ? undefined : (kinds[word.split(' ')[0] ?? word] ?? kinds[word])) ?? kind;
    const rest = (word === undefined ? piece : piece.slice(word.length)).replace(/\bfor the first time\b/i, '').trim();
    for (const part of splitAnd(rest)) clauses.push({ kind, text: part });
  }
  return clauses;
}

/** `the account is locked and the password is right` are two conditions; `name and address are given` is one. */
function splitAnd(text: string): string[] {
  const shouted = text.split(/\s+AND\s+/);
  if (shouted.length > 1) return shouted;
  const parts = text.split(/\s+and\s+(?=(?:the|a|an|no|it|they|their|its|is|are|has|have|more|less|at|not|either)\b)/i);
  return parts.every((part) => verbal.test(part)) ? parts : [text];
}

const verbal =
  /\b(?:is|are|was|were|has|have|does|do|exceeds?|equals?|contains?|matches|fails?|succeeds?|exists?|expires?|(?!less\b)\w+s)\b/i;

function splitResponse(text: string): { response: string; trailing: Clause[] } {
  const unreplaced = text
    .replace(/\([^)]*\)/g, '')
    .replace(/\s[—–]\s.*$|,?\s+(?:because|so that|in order to|so as to|due to)\b.*$/i, '')
    .replace(
      /\b(?:instead of|rather than|as opposed to|(?:before|after)(?= \w+ing\b))\b[^,.;]*?(?=$|[,.;]| (?:when|if|while|unless)\b)/gi,
      '',
    );
  const found = trailingPattern.exec(unreplaced);
  if (found === null) return { response: unreplaced.replace(/[.\s]+$/, ''), trailing: [] };
  const word = (found[1] ?? '').toLowerCase();
  const kind = trailingKinds.find(([pattern]) => pattern.test(word))?.[1];
  const rest = unreplaced.slice(found.index + found[0].length).replace(/[.\s]+$/, '');
  const response = unreplaced.slice(0, found.index).replace(/[,.\s]+$/, '');
  return {
    response,
    trailing: kind === undefined || rest === '' ? [] : splitAnd(rest).map((part) => ({ kind, text: part })),
  };
}

const trailingPattern =
  /[,\s]\(?(only when|only if|only while|only after|whenever|when|while|if|unless|except(?: when| if| for| that| during| in)?|as long as|provided that|once(?! (?:a|an|per|every|daily|weekly|more|again)\b)|even if|even when|even while|regardless of|until(?! (?:the )?(?:next|end|following|tomorrow|morning|evening|midnight))|during)\s/i;
const trailingKinds: [RegExp, ClauseKind][] = [
  [/^(?:unless|except|until)/, 'exception'],
  [/^(?:while|as long|only while|even)/, 'state'],
  [/^(?:when|once|only|if|provided|during)/, 'event'],
];
