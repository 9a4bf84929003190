import { wrapText } from '../base/text.ts';

export interface CommitText {
  subject: string;
  body?: string;
  trailers: readonly (readonly [name: string, value: string])[];
}

/**
 * A commit message with these trailers and no others, whatever the texts contain, as long as there is one. The subject is cut at 72 characters; line
 * breaks and control characters become spaces; trailers without a value are left out.
 */
export function commitMessage({ subject, body = '', trailers }: CommitText): string {
  const text = cleanLines(body);
  const marks = trailers.flatMap(([name, value]) => trailerLine(name, oneLine(value)));
  const parts = [cut(oneLine(subject)) || 'Untitled', text, marks.join('\n')];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const subjectChars = 72;

function cut(text: string): string {
  const chars = [...text];
  return chars.length <= subjectChars
    ? text
    : `${chars
        .slice(0, subjectChars - 1)
        .join('')
        .trimEnd()}…`;
}

function trailerLine(name: string, value: string): string[] {
  const token = name.replace(/[^A-Za-z0-9-]/g, '');
  return token === '' || value === '' ? [] : [`${token}: ${value}`];
}

/** Control characters, lone surrogates, and what hides or turns text: none may reach a terminal or git's own files. */
const unprintable = /[\p{Cc}\p{Cs}\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]+/gu;

function oneLine(text: string): string {
  return text.replace(unprintable, ' ').replace(/ {2,}/g, ' ').trim();
}

/** At the width that git's own tools show; code and tables, which are indented or fenced, stay as they are. */
function wrapBody(lines: readonly string[]): string {
  let isFenced = false;
  const wrapped = lines.map((line) => {
    const isFence = /^\s*(?:```|~~~)/.test(line);
    if (isFence) isFenced = !isFenced;
    return isFence || isFenced || /^(?: {4}|\||>)/.test(line) ? line : wrapText(line, bodyColumns);
  });
  return wrapped.join('\n');
}

const bodyColumns = 72;

function cleanLines(text: string): string {
  const lines = text.split(/\r\n?|\n/).map((line) => line.replace(unprintable, ' ').trimEnd());
  return wrapBody(lines)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
