import { isBlank, type Line, plainTitle } from './lines.ts';
import { readReferences } from './references.ts';

export interface TaskFields {
  requirements: string[];
  files: string[];
  /** Undefined where the task has no `_Depends:_` at all. */
  depends?: string[];
  verify?: string;
  expect?: 'pass' | 'fail';
}

type Key = 'requirements' | 'validates' | 'files' | 'depends' | 'verify' | 'expect';

const keyWords: [Key, string][] = [
  [
    'requirements',
    'requirements?(?:\\s+(?:refs?|covered))?|reqs?|需求|要件|要求|요구\\s*사항|requisitos?|requerimientos?|requisiti|yêu\\s+cầu|anforderung(?:en)?|exigences?|требовани[ея]',
  ],
  ['validates', 'validates?|verifies\\s+requirements?|验证|検証'],
  ['files', 'files?'],
  ['depends', 'depends(?:\\s+on)?|dependencies|dependency'],
  ['verify', 'verify'],
  ['expect', 'expects?'],
];
const anyKey = keyWords.map(([, words]) => `(${words})`).join('|');
const emphasised = new RegExp(
  `(?:^|(?<=[\\s(（\\x60]))([_*]{1,3})(?:${anyKey})([_*]{1,3})?\\s*[:：]([_*]{1,3}(?!\\S))?`,
  'giu',
);
const plainId = '(?:[a-z]{1,5}-?)?\\d[\\d.]*';
const plainValue = `${plainId}(?:[,，、;\\s–—~-]+${plainId})*[,，、;\\s]*(?:[(（][^()（）]{0,200}[)）])?$`;
const plain = new RegExp(`^(?:${anyKey})\\s*[:：]\\s*(?!\\s)(?=(?:[\\p{L}\\s]{0,30}\\s)?${plainValue})`, 'iu');

/** Reads `_Key: value_` and `**Validates: …**` from the lines of a task. */
export function readFields(lines: Line[]): TaskFields {
  const found = lines.filter((line) => !line.verbatim && !isBlank(line)).flatMap((line) => fieldsOf(line.text));
  const values = (...keys: Key[]) => found.flatMap(({ key, value }) => (keys.includes(key) ? [value] : []));
  const depends = values('depends');
  const verify = values('verify')
    .map(unquote)
    .filter((value) => value !== '');
  return {
    requirements: [...new Set(values('requirements', 'validates').flatMap(readReferences))],
    files: [...new Set(values('files').flatMap(readFiles))],
    ...(depends.length > 0 ? { depends: [...new Set(depends.flatMap(readReferences))] } : {}),
    ...(verify.length > 0 ? { verify: verify.join(' && ') } : {}),
    ...readExpect(values('expect')),
  };
}

function readExpect(values: string[]): Pick<TaskFields, 'expect'> {
  const said = unquote(values.at(-1) ?? '').toLowerCase();
  return said === 'pass' || said === 'fail' ? { expect: said } : {};
}

/** Whether a line holds nothing but `_Key: value_`. What a property validates is part of the details. */
export function isFieldLine(line: Line): boolean {
  const text = withoutBullet(line.text).replace(/^`/, '');
  const first = line.verbatim ? undefined : fieldsOf(text)[0];
  return first !== undefined && first.at === 0 && first.key !== 'validates';
}

/** A title without the fields written behind it. */
export function withoutFields(title: string): string {
  const first = fieldsOf(title)[0];
  if (first === undefined || first.at === 0) return title;
  const kept = title.slice(0, first.at).trimEnd();
  return kept.replace(/[(（]$/u, '').trimEnd();
}

interface Field {
  key: Key;
  value: string;
  /** Where the field starts in the text that was read. */
  at: number;
}

function fieldsOf(text: string): Field[] {
  if (!/[:：]/.test(text)) return [];
  const starts = [...text.matchAll(emphasised)];
  if (starts.length === 0) return plainField(text);
  return starts.flatMap((match, index) => {
    const key = keyOf(match.slice(2));
    if (key === undefined) return [];
    const closed = match.at(-1) !== undefined || match.at(-2) !== undefined;
    const rest = text.slice(match.index + match[0].length, starts[index + 1]?.index);
    return [{ key, value: closed ? rest.trim() : upToClosing(rest, match[1] ?? '_'), at: match.index }];
  });
}

function plainField(text: string): Field[] {
  const line = plainTitle(withoutBullet(text));
  const match = plain.exec(line);
  const key = match === null ? undefined : keyOf(match.slice(1));
  if (match === null || (key !== 'requirements' && key !== 'validates')) return [];
  return [{ key, value: line.slice(match[0].length), at: 0 }];
}

function keyOf(groups: (string | undefined)[]): Key | undefined {
  return keyWords.find((_words, index) => groups[index] !== undefined)?.[0];
}

/** The value ends at the last sign that can close emphasis; a sign before a letter is part of a word. */
function upToClosing(rest: string, signs: string): string {
  const sign = signs.charAt(0);
  const closes = (at: number) => rest[at] === sign && !/[\p{L}\p{N}]/u.test(rest.charAt(at + 1));
  let end = rest.length - 1;
  while (end >= 0 && !closes(end)) end--;
  if (end < 0) return rest.trim();
  const value = rest.slice(0, end);
  const doubled = signs.slice(1);
  return (value.endsWith(doubled) ? value.slice(0, value.length - doubled.length) : value).trim();
}

function readFiles(value: string): string[] {
  return value
    .split(/[,，、;](?![^{]{0,200}\})/)
    .map((name) => unquote(name.trim().replace(/\s[(（][^()（）]*[)）]$/u, '')))
    .filter((name) => name !== '');
}

function unquote(value: string): string {
  return /^(`+)([^`]+)\1$/.exec(value)?.[2]?.trim() ?? value;
}

function withoutBullet(text: string): string {
  return text.trim().replace(/^[-*+]\s+/, '');
}
