import { limits } from '../base/limits.ts';
import { referenceWord, requirementId } from './heading-words.ts';

const longestRange = 200;
const number = '\\d+(?:[a-z](?=\\.\\d))?(?:\\.\\d+)*(?:[a-f](?![a-z\\d]))?';
const range = new RegExp(
  `(?<![\\p{Script=Latin}\\d.])(?:([A-Z]{1,5})[- ]?)?(${number})(?:\\.[x*])?(?:\\s*(?:[-–—~〜～至到]|\\bto\\b|\\bthrough\\b)\\s*(?:[A-Z]{1,5}[- ]?)?(${number})(?![\\d.]*[\\p{Script=Latin}]))?`,
  'gu',
);

/**
 * The ids that a value names, ranges resolved: `1.2, 2.1-2.3, 4` gives 1.2, 2.1, 2.2, 2.3 and 4. Words are passed over:
 * `All` names nothing. A whole number counts only where nothing but a word like `Requirement` stands beside it.
 */
export function readReferences(value: string): string[] {
  const tokens = withoutOthers(withoutRemarks(value))
    .replace(/propert(?:y|ies)\s+\d+(?:\s*(?:,|&|and|-)\s*\d+(?![.\d]))*/giu, '')
    .split(/[,，、;；&+/|]|\s(?:and|und|et|y|e|và)\s|(?<=\d)\s*[和与及と]\s*/u);
  return [...new Set(tokens.slice(0, limits.references).flatMap(readToken))].slice(0, limits.references);
}

function readToken(token: string): string[] {
  let text = token
    .trim()
    .replace(/[*_`[\]]/g, '')
    .trim();
  if (/^\d+(?:\.\d+)*$/.test(text)) return [text];
  text = text.normalize('NFC').replace(referenceWord, '');
  const bareLength = text.replace(/[.。:：]{1,3}$/, '').length;
  const onlyNumbers = /^[\d.\s]+$/.test(text);
  return [...text.matchAll(range)].flatMap(([whole, code, first = '', last]) => {
    const isProperty = code === 'P';
    if (isProperty || (!first.includes('.') && whole.length !== bareLength && !onlyNumbers)) return [];
    return resolveRange(first, last).map((id) => requirementId(code, id));
  });
}

/** `2.1`, `2.3` → 2.1 2.2 2.3; `2.1`, `3.2` → 2.1 3.1 3.2, since how far 2 goes is not known here. */
function resolveRange(first: string, last: string | undefined): string[] {
  if (last === undefined) return [first];
  const from = splitId(first);
  const to = splitId(last);
  if (from === undefined || to === undefined) return [first, last];
  if (from.group === to.group || to.group === '') return count(from.group, from.count, to.count) ?? [first, last];
  return [first, ...(count(to.group, 1, to.count) ?? [last])];
}

function splitId(id: string): { group: string; count: number } | undefined {
  const match = /^(?:(.*)\.)?(\d+)$/.exec(id);
  return match === null ? undefined : { group: match[1] ?? '', count: Number(match[2]) };
}

function count(group: string, from: number, to: number): string[] | undefined {
  if (to < from || to - from > longestRange) return undefined;
  return Array.from({ length: to - from + 1 }, (_, step) => `${group === '' ? '' : `${group}.`}${from + step}`);
}

/** `1.1; Design: 3.1`: what follows a label of its own is no criterion. */
function withoutOthers(value: string): string {
  const [first = '', ...rest] = value.split(/(?=[;；|])/);
  const isOther = (part: string) =>
    /^.\s*\p{L}[\p{L} ]{0,30}[:：]/u.test(part) && !referenceWord.test(part.slice(1).trimStart());
  return [first, ...rest.filter((part) => !isOther(part))].join('');
}

/** What stands in brackets is a remark, unless it holds numbers of criteria itself. */
function withoutRemarks(value: string): string {
  return value.replace(/[(（]([^()（）]*)[)）]/g, (_whole, inner: string) =>
    /\p{L}/u.test(inner) && !/\d\.\d/.test(inner) ? '' : ` ${inner}`,
  );
}
