import { isCriteriaTitle, isStoryTitle } from '../heading-words.ts';
import { isBlank, type Line, plainTitle, readLines } from '../lines.ts';
import type { ImportNote } from './foreign-spec.ts';
import { cutSections, joinParts, type Section, textsOf } from './sections.ts';
import { writeStory } from './spec-kit-story.ts';

export interface SpecKitFile {
  file: string;
  text: string;
  title: string;
}

export interface SpecKitRequirements {
  text: string;
  /** What the feature was described as. */
  item?: string;
  /** `US1`, `FR-003`, `SC-001` → the requirement or criterion that it became. */
  ids: ReadonlyMap<string, string>;
  notes: ImportNote[];
}

/**
 * Writes a `spec.md` as requirements: a user story becomes a requirement of its number, a list of numbered statements (`FR-001`)
 * one more, with a criterion a statement. All other sections follow as they are.
 */
export function readSpecKitRequirements({ file, text, title }: SpecKitFile): SpecKitRequirements {
  const { lines } = readLines(text);
  const state: State = { file, ids: new Map(), notes: [], used: new Set() };
  const blocks = cutBlocks(lines);
  const stories = blocks.filter(({ story }) => story !== undefined).map((block) => storyPart(block, state));
  const lists = blocks.filter(({ story, section }) => story === undefined && isStatementList(section));
  const listed = lists.map(({ section }) => listPart(section, state));
  const others = blocks.filter((block) => block.story === undefined && !lists.includes(block) && isTold(block.section));
  const introduction = others.filter(({ section }) => section.level < 2).flatMap(({ section }) => section.body);
  const item = itemOf(text);
  if (stories.length + listed.length === 0) {
    state.notes.push({ file, line: 1, message: 'no user story and no numbered requirement was found in it' });
  }
  const { ids, notes } = state;
  const document = joinParts([
    [`# Requirements Document: ${title}`],
    ['## Introduction'],
    textsOf(introduction),
    ['## Requirements'],
    ...stories,
    ...listed,
    ...others.filter(({ section }) => section.level >= 2).map(({ section }) => otherPart(section)),
  ]);
  return { text: document, ids, notes, ...(item === undefined ? {} : { item }) };
}

interface State {
  file: string;
  ids: Map<string, string>;
  notes: ImportNote[];
  used: Set<number>;
}

interface Block {
  section: Section;
  /** Of a user story: its number and title; the section's body then holds its sub-sections too. */
  story?: { number: number; title: string };
}

function cutBlocks(lines: Line[]): Block[] {
  const blocks: Block[] = [];
  let open: Section | undefined;
  for (const section of cutSections(lines)) {
    const story = readStoryTitle(section.title);
    if (open !== undefined && section.heading !== undefined && section.level > open.level) {
      open.body.push(section.heading, ...section.body);
      continue;
    }
    open = story === undefined ? undefined : section;
    blocks.push(story === undefined ? { section } : { section, story });
  }
  return blocks;
}

/** `User Story 2 - Title (Priority: P1)`. */
function readStoryTitle(title: string): Block['story'] {
  const match = /^(\D{1,30}?)\s*(\d+)\s*[-–—:：.)]*\s*(.*)$/u.exec(title);
  if (match === null || !(isStoryTitle(title) || /^(?:user\s+)?story\b/i.test(title))) return undefined;
  return { number: Number(match[2]), title: match[3] ?? '' };
}

function storyPart({ section, story }: Block, state: State): string[] {
  const number = takeNumber(story?.number, state);
  state.ids.set(`US${story?.number}`, String(number));
  const { lines, criteria } = writeStory(section.body);
  if (criteria === 0) {
    const message = 'this story has no acceptance scenario, so the requirement has no criterion yet';
    state.notes.push({ file: state.file, line: section.heading?.number ?? 1, message });
  }
  return [`### Requirement ${number}: ${story?.title ?? section.title}`, '', ...lines];
}

/** The wanted number, or the one after the highest. */
function takeNumber(wanted: number | undefined, { used }: State): number {
  const isFree = wanted !== undefined && wanted > 0 && !used.has(wanted);
  const number = isFree ? wanted : Math.max(0, ...used) + 1;
  used.add(number);
  return number;
}

const coded = /^(?:[-*+]|\d+[.)])\s+(?:\*\*|`)?([A-Z]{2,6}(?:-[A-Z]+)?-?\d+[a-z]?)\b(.*)$/;
const bullet = /^(?:[-*+]|\d+[.)])\s+(.*)$/;

/** Numbered statements, or a list under a heading that names requirements. */
function isStatementList({ title, body }: Section): boolean {
  if (body.some((line) => !line.verbatim && coded.test(line.text))) return true;
  const isNamed =
    isCriteriaTitle(title) || /functional requirements|acceptance criteria|measurable outcomes/i.test(title);
  return isNamed && body.some((line) => !line.verbatim && bullet.test(line.text));
}

function listPart(section: Section, state: State): string[] {
  const number = takeNumber(undefined, state);
  const { title, body } = section;
  const isStart = (line: Line) => !line.verbatim && (body.some(isCoded) ? isCoded(line) : bullet.test(line.text));
  const first = body.findIndex(isStart);
  let count = 0;
  const criteria = body.slice(first).flatMap((line) => {
    if (!isStart(line)) return isBlank(line) ? [] : [`   ${line.text}`];
    count++;
    const [, code, rest = ''] = coded.exec(line.text) ?? [];
    if (code === undefined) return [`${count}. ${bullet.exec(line.text)?.[1] ?? ''}`];
    if (!state.ids.has(code)) state.ids.set(code, `${number}.${count}`);
    return [`${count}. ${code}: ${rest.replace(/^(?:\*\*|`)?\s*[:：.–—-]?(?:\*\*)?\s*/, '')}`];
  });
  const before = textsOf(body.slice(0, first));
  const top = [`### Requirement ${number}: ${plainName(title)}`, '', ...before, ...(before.length > 0 ? [''] : [])];
  return [...top, '#### Acceptance Criteria', '', ...criteria.filter((text) => !isRule(text))];
}

function isCoded(line: Line): boolean {
  return !line.verbatim && coded.test(line.text);
}

/** Without spec-kit's remarks such as `*(mandatory)*`. */
function plainName(title: string): string {
  return title.replace(/\s*\*?\((?:mandatory|optional|include if[^)]*)\)\*?$/i, '').trim() || 'Requirements';
}

function isRule(text: string): boolean {
  return /^\s*-{3,}\s*$/.test(text);
}

/** Headings that only held what became requirements are not told of again. */
function isTold({ level, body }: Section): boolean {
  return level < 2 ? true : textsOf(body).length > 0;
}

function otherPart({ title, body }: Section): string[] {
  return [`## ${plainName(title)}`, '', ...textsOf(body)];
}

/** `**Input**: User description: "…"`. */
function itemOf(text: string): string | undefined {
  const line = readLines(text).lines.find((each) => /^\*\*Input\*\*\s*[:：]/.test(each.text.trim()));
  const said = plainTitle(line?.text ?? '').replace(/^Input\s*[:：]\s*(?:User description\s*[:：]\s*)?/i, '');
  const plain = said.trim().replace(/^["“](.*)["”]$/, '$1');
  return plain === '' || /^\$?ARGUMENTS$/.test(plain) ? undefined : plain;
}
