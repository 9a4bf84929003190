interface TextLine {
  text: string;
  verbatim: boolean;
}

/** Marks front matter, fenced code and HTML comments as verbatim, and returns the line of a fence that stays open. */
export function markVerbatim<L extends TextLine>(lines: L[]): L | undefined {
  const ends = findCommentEnds(lines);
  const first = markFrontMatter(lines);
  let open: Open<L> = {};
  for (const [at, line] of lines.entries()) if (at >= first) open = markLine(line, at, open, ends);
  return open.fence?.line;
}

/** What a line leaves open for the next one. */
interface Open<L> {
  fence?: { sign: string; line: L };
  comment?: boolean;
}

function markLine<L extends TextLine>(
  line: L,
  at: number,
  { fence, comment = false }: Open<L>,
  ends: CommentEnds,
): Open<L> {
  const sign = fence === undefined && !comment ? fenceSign(line) : undefined;
  const isComment = comment || (line.text.trimStart().startsWith('<!--') && ends.last >= at);
  line.verbatim = fence !== undefined || sign !== undefined || isComment;
  if (fence !== undefined) return closesFence(line, fence.sign) ? {} : { fence };
  if (sign !== undefined) return { fence: { sign, line } };
  return { comment: leavesOpen(line, comment) && (isComment ? ends.last > at : ends.inParagraph.has(at)) };
}

interface CommentEnds {
  /** The last line with `-->`: a comment that starts a line may run as far. */
  last: number;
  /** Lines whose paragraph has a `-->` further down: one that starts within a line ends there. */
  inParagraph: Set<number>;
}

function findCommentEnds(lines: TextLine[]): CommentEnds {
  const ends: CommentEnds = { last: -1, inParagraph: new Set() };
  let below = false;
  for (let at = lines.length - 1; at >= 0; at--) {
    const text = lines[at]?.text ?? '';
    if (text.trim() === '') below = false;
    if (below) ends.inParagraph.add(at);
    if (!text.includes('-->')) continue;
    below = true;
    ends.last = Math.max(ends.last, at);
  }
  return ends;
}

/** `---`, lines of YAML, `---` at the very start. Returns the index of the first line behind it. */
function markFrontMatter(lines: TextLine[]): number {
  if (lines[0]?.text.trimEnd() !== '---' || !/^[\w.-]+\s*:/.test(lines[1]?.text ?? '')) return 0;
  const end = lines.findIndex((line, at) => at > 0 && !isYaml(line));
  if (lines[end]?.text.trimEnd() !== '---') return 0;
  for (const line of lines.slice(0, end + 1)) line.verbatim = true;
  return end + 1;
}

function isYaml({ text }: TextLine): boolean {
  return /^(?:[\w.-]+\s*:|[ \t]+\S|- |#|\s*$)/.test(text) && !/^\s*(?:- \[.\]|##)/.test(text);
}

/** Whether a comment goes on below a line; a sign within inline code opens none. */
function leavesOpen({ text }: TextLine, wasOpen: boolean): boolean {
  const closed = text.lastIndexOf('-->');
  if (wasOpen && closed < 0) return true;
  if (!text.includes('<!--')) return false;
  return text.replace(/`[^`]*`/g, (code) => ' '.repeat(code.length)).lastIndexOf('<!--') > closed;
}

function fenceSign({ text }: TextLine): string | undefined {
  const match = /^\s*(?:(?:[-*+]|\d+[.)])\s+)?(`{3,}|~{3,})(.*)$/s.exec(text);
  const sign = match?.[1];
  return sign?.startsWith('`') && match?.[2]?.includes('`') ? undefined : sign;
}

function closesFence(line: TextLine, sign: string): boolean {
  const text = line.text.trim();
  return text.length >= sign.length && text === (sign[0] ?? '').repeat(text.length);
}
