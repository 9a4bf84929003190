import { limits } from '../base/limits.ts';
import { cutLine, cutMiddle } from '../base/text.ts';
import type { Block, SpecDocument, SpecTask } from '../domain/spec.ts';
import { citedIds } from '../specs/citations.ts';
import { countShared, significantWords } from './words.ts';

/** A design that is shorter is given whole: the file itself may not be in the agent's worktree. */
const wholeDesignChars = 7_000;

/**
 * A short design whole; of a long one the sections that matter to a task: those that cite its requirements or name its files
 * or words, with the headings of the rest. At most `limits.taskPartChars`.
 */
export function selectDesign(design: SpecDocument, task: SpecTask): string {
  if (design.text.length < wholeDesignChars) return design.text.trim();
  const chosen = design.blocks.filter((block) => matters(block, task));
  const others = design.blocks.filter((block) => !chosen.includes(block));
  const room = Math.floor((limits.taskPartChars - 1_500) / Math.max(chosen.length, 1));
  return [...chosen.map((block) => renderSection(block, room)), renderHeadings(others)].join('\n\n').trim();
}

/** Whether a text cites one of `ids`, or the requirement or a criterion of one, behind `Requirements` or `Validates`. */
function cites(text: string, ids: readonly string[]): boolean {
  return citedIds(text).some((id) =>
    ids.some((own) => id === own || id.startsWith(`${own}.`) || own.startsWith(`${id}.`)),
  );
}

function matters(block: Block, task: SpecTask): boolean {
  if (cites(block.text, task.requirements) || task.files.some((file) => block.text.includes(file))) return true;
  const words = significantWords(task.title);
  return countShared(words, significantWords(block.title)) > 0 || countShared(words, significantWords(block.text)) > 2;
}

function renderSection(block: Block, room: number): string {
  const text = block.text.trim();
  return cutMiddle(text.startsWith('#') ? text : `## ${block.title}\n${text}`, Math.max(room - 60, 200));
}

function renderHeadings(blocks: readonly Block[]): string {
  if (blocks.length === 0) return '';
  const lines = blocks.map(({ title }) => `- ${cutLine(title, 100)}`);
  return cutMiddle(`Other sections of the design:\n${lines.join('\n')}`, 1_200);
}
