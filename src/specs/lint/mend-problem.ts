import type { Problem, Span, SpecDocument } from '../../domain/spec.ts';
import type { TextEdit } from './finding.ts';

/**
 * The edits that mend what the parser found, where there is one right way: an item gets the number that it is read as, or the
 * next free one where its number was used before, so that references go on naming the first.
 */
export function mendProblem(document: SpecDocument, { code }: Problem, span: Span): TextEdit[] | undefined {
  const mend = mends[code];
  const edit = mend?.(document, document.text.slice(span.start, span.end), span);
  return edit === undefined ? undefined : [edit];
}

type Mend = (document: SpecDocument, line: string, span: Span) => TextEdit | undefined;

const mends: Readonly<Record<string, Mend>> = {
  'criterion-id-doubled': ({ requirements }, line, { start }) => {
    const criterion = requirements.flatMap(({ criteria }) => criteria).find((each) => holds(each.span, start));
    return criterion && renumber(line, start, criterion.id.split('.').at(-1) ?? '');
  },
  'task-id-missing': ({ tasks }, line, { start }) => {
    const task = tasks.find((each) => holds(each.span, start));
    const box = /^.*?\[[^\]]?\]\*?[ \t]*/.exec(line)?.[0];
    if (task === undefined || box === undefined || !/^\d+(?:\.\d+)*$/.test(task.id)) return undefined;
    const at = start + box.length;
    return { start: at, end: at, text: `${/\s$/.test(box) ? '' : ' '}${task.id}${task.id.includes('.') ? '' : '.'} ` };
  },
  'task-id-doubled': ({ tasks }, line, { start }) => {
    const task = tasks.find((each) => holds(each.span, start));
    const isParent = tasks.some(({ parent }) => parent === task?.id);
    const free =
      task === undefined || isParent
        ? undefined
        : nextFree(
            task.id,
            tasks.map(({ id }) => id),
          );
    const number = /^(.*?\[[^\]]?\]\*?\s*(?:\*\*)?)(\d+(?:\.\d+)*)/.exec(line);
    if (free === undefined || number === null) return undefined;
    const at = start + (number[1] ?? '').length;
    return { start: at, end: at + (number[2] ?? '').length, text: free };
  },
  'box-empty': (_document, line, { start }) => {
    const at = line.indexOf('[]');
    return at < 0 ? undefined : { start: start + at + 1, end: start + at + 1, text: ' ' };
  },
};

function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset < span.end;
}

/** Sets the number that a criterion begins with; of `2.3` the last part. */
function renumber(line: string, start: number, number: string): TextEdit | undefined {
  const written =
    /^(\s*(?:[-*+]\s+)?(?:\*\*|__)?(?:AC[- ]?)?(?:\d+\.)*?)(\d+)(?=[.)、．）:：]?(?:\*\*|__)?[.:：]?\s)/.exec(line);
  if (written === null) return undefined;
  const at = start + (written[1] ?? '').length;
  return { start: at, end: at + (written[2] ?? '').length, text: number };
}

/** For `2.1-2`, the second of two tasks 2.1, the number behind the last of 2.x; the third one gets the next again. */
function nextFree(id: string, ids: readonly string[]): string | undefined {
  const [, group, doubled] = /^((?:\d+\.)*)\d+-(\d+)$/.exec(id) ?? [];
  if (group === undefined || doubled === undefined) return undefined;
  const own = new RegExp(`^${group.replaceAll('.', '\\.')}(\\d+)$`);
  const taken = ids.map((other) => Number(own.exec(other)?.[1] ?? 0));
  const before = ids
    .slice(0, ids.indexOf(id))
    .filter((other) => other.startsWith(group) && /^\d+-\d+$/.test(other.slice(group.length)));
  return `${group}${Math.max(...taken) + before.length + 1}`;
}
