import { type Bag, readWords, toBag } from './read-words.ts';

/** Where an act is done for, to or by some only (`only to subscribers`), or for all (`to all users`). */
export type Scope = 'some' | 'all';

/** The scope that an act names itself, or that its whole response gives it (`without asking`). */
export function readScope(text: string, response: string): Scope | undefined {
  if (limited.test(text)) return 'some';
  return general.test(text) || unasked.test(response) ? 'all' : undefined;
}

const limited =
  /\bonly\s+(?:to|for|with|by|from|in|on|after|if|when|those|users?|customers?)\b|\b(?:to|for|with)\s+only\b|\bwith (?:the )?(?:explicit |prior )?consent\b/i;
const general = /\b(?:all|every|any|each|everyone|anyone|everybody|anybody|regardless|without exception)\b/i;
const unasked = /\bwithout (?:any )?(?:asking|consent|permission|approval)\b/i;

/** The clause that an act comes before or after in time: `before the order ships`. */
export interface TimeClause {
  order: 'before' | 'after';
  bag: Bag;
}

/** Takes `before the order ships` out of a response, where what is named is a clause and not a span of time. */
export function takeTime(text: string): { timeless: string; time?: TimeClause } {
  const found = timePattern.exec(text);
  if (found === null) return { timeless: text };
  const order = /before|prior/i.test(found[1] ?? '') ? 'before' : 'after';
  return { timeless: text.slice(0, found.index), time: { order, bag: toBag(readWords(found[2] ?? '')) } };
}

const timePattern =
  /,?\s+(before|prior to|after|until after)\s+(?!(?:at |more |no |a |an )?\w* ?(?:\d|\w+ (?:second|minute|hour|day|week|month|attempt|retr|tr)))([^,.;]+)$/i;

/** What an act takes the place of: `instead of a code`. */
export function readReplaced(text: string): Bag {
  return toBag(readWords(/\b(?:instead of|rather than|in place of) ([^,.;]+)/i.exec(text)?.[1] ?? ''));
}
