import { limits } from '../base/limits.ts';
import { cutLine, cutMiddle, plural } from '../base/text.ts';
import type { Requirement, SpecDocument, SpecTask } from '../domain/spec.ts';
import { selectDesign } from './design-sections.ts';
import { fence } from './fence.ts';

export interface DoneTask {
  id: string;
  title: string;
  summary?: string;
}

export interface TaskContext {
  /** The spec's title. */
  title: string;
  task: SpecTask;
  requirements: SpecDocument;
  design?: SpecDocument;
  tasks: SpecDocument;
  /** As `renderSteering` gives it. */
  steering: string;
  /** The commands that will prove the task, as they will be run. */
  commands: readonly string[];
  doneTasks: readonly DoneTask[];
  /** What is known of the files that the task names: their outlines. */
  fileNotes: string;
}

const introductionChars = 4_000;

/**
 * The first message of a task's session, built from files and from no earlier conversation. Each section is fenced with its
 * origin and bounded; the same input gives the same text.
 */
export function buildTaskContext(context: TaskContext): string {
  const { title, task, requirements, design, tasks, steering, commands, doneTasks, fileNotes } = context;
  const sections = [
    fence('task', tasks.file, renderTask(task, tasks)),
    fence('introduction', requirements.file, renderIntroduction(requirements)),
    fence('criteria', requirements.file, cutMiddle(renderCriteria(task, requirements), limits.taskPartChars * 2)),
    design === undefined ? '' : fence('design', design.file, bounded(selectDesign(design, task))),
    fence('done-before', 'the tasks that were proved', renderDone(doneTasks)),
    fence('not-now', tasks.file, renderLater(task, tasks, doneTasks)),
    fence('checks', 'Ashlar, which runs them itself after you', renderCommands(commands)),
    fence('files', 'the repository', bounded(fileNotes)),
    steering.trim() === '' ? '' : `# How this team works\n\n${cutMiddle(steering.trim(), limits.steeringChars)}`,
  ];
  const heading = `# Task ${task.id} of "${oneLine(title)}": ${oneLine(task.title)}`;
  return [heading, ...sections].filter((section) => section !== '').join('\n\n');
}

/** What stands before the requirements: what is wanted, what is out of scope, what was assumed. */
function renderIntroduction({ kind, blocks, requirements, text }: SpecDocument): string {
  const isWhole = kind === 'bugfix' && text.length < limits.taskPartChars;
  if (isWhole) return '';
  const first = Math.min(...requirements.map(({ span }) => span.start));
  const before = blocks.filter(({ span, text: own }) => span.start < first && own.includes('\n'));
  return cutMiddle(before.map((block) => block.text.trim()).join('\n\n'), introductionChars);
}

function renderTask(task: SpecTask, tasks: SpecDocument): string {
  const parent = tasks.tasks.find(({ id }) => id === task.parent);
  const parts = tasks.tasks.filter((other) => other.parent === task.id);
  const lines = [
    `${task.id} ${oneLine(task.title)}${task.optional ? ' (optional)' : ''}`,
    ...(parent === undefined ? [] : [`Part of ${parent.id} ${oneLine(parent.title)}`]),
    bounded(task.details),
    ...parts.slice(0, limits.listedTasks).map((part) => `- ${part.id} ${oneLine(part.title)}`),
    listed('Files', task.files),
    listed('Depends on', task.depends),
    ...(task.verify === undefined ? [] : [`Verified by: \`${cutLine(task.verify, lineChars)}\``]),
  ];
  return lines.filter((line) => line.trim() !== '').join('\n');
}

/**
 * The cited criteria word for word under their requirements. A short document is given whole where the task cites nothing,
 * or where it describes a bug, whose parts explain each other; of a long one then the titles.
 */
function renderCriteria(task: SpecTask, document: SpecDocument): string {
  const cited = document.requirements.flatMap((requirement) => citedOf(requirement, task.requirements));
  const known = document.requirements.flatMap(({ id, criteria }) => [id, ...criteria.map((criterion) => criterion.id)]);
  const missing = task.requirements.filter((id) => !known.includes(id));
  const unknown = missing.length === 0 ? [] : [`Cited by the task but not found: ${missing.join(', ')}`];
  const isShort = document.text.length < limits.taskPartChars;
  if (isShort && (cited.length === 0 || document.kind === 'bugfix'))
    return [document.text.trim(), ...unknown].join('\n\n');
  if (cited.length > 0) return [...cited.map(renderRequirement), ...unknown].join('\n\n');
  const titles = document.requirements.map(({ id, title }) => `- ${id} ${oneLine(title)}`);
  return ['The task cites no criterion. The requirements are:', ...titles, ...unknown].join('\n');
}

/** A requirement with those of its criteria that are cited, by themselves or with the whole of it. */
function citedOf(requirement: Requirement, ids: readonly string[]): Requirement[] {
  if (ids.includes(requirement.id)) return [requirement];
  const criteria = requirement.criteria.filter(({ id }) => ids.includes(id));
  return criteria.length === 0 ? [] : [{ ...requirement, criteria }];
}

function renderRequirement({ id, title, userStory, criteria }: Requirement): string {
  const story = userStory === undefined ? [] : [`User story: ${userStory.trim()}`];
  return [
    `Requirement ${id}: ${oneLine(title)}`,
    ...story,
    ...criteria.map((one) => `${one.id} ${one.text.trim()}`),
  ].join('\n');
}

function renderDone(done: readonly DoneTask[]): string {
  const shown = done.slice(-limits.listedTasks);
  const hidden = done.length - shown.length;
  const lines = shown.map(({ id, title, summary }) => {
    const told = oneLine(summary ?? '');
    return `- ${id} ${oneLine(title)}${told === '' ? '' : `: ${told}`}`;
  });
  return [...(hidden > 0 ? [`… ${plural(hidden, 'earlier task')}`] : []), ...lines].join('\n');
}

/** The open tasks but for this one, what it is part of and what is part of it. */
function renderLater(task: SpecTask, tasks: SpecDocument, done: readonly DoneTask[]): string {
  const settled = new Set([...done.map(({ id }) => id), ...ancestorsOf(task, tasks), task.id]);
  const isOwn = (other: SpecTask) => ancestorsOf(other, tasks).includes(task.id);
  const later = tasks.tasks.filter((other) => other.mark !== 'done' && !settled.has(other.id) && !isOwn(other));
  if (later.length === 0) return '';
  const shown = later.slice(0, limits.listedTasks).map(({ id, title }) => `- ${id} ${oneLine(title)}`);
  const hidden = later.length - shown.length;
  const lead = 'These come later, in sessions of their own. Leave them alone:';
  return [lead, ...shown, ...(hidden > 0 ? [`… ${plural(hidden, 'more task')}`] : [])].join('\n');
}

function ancestorsOf(task: SpecTask, tasks: SpecDocument): string[] {
  const found: string[] = [];
  let parent = task.parent;
  while (parent !== undefined && !found.includes(parent)) {
    found.push(parent);
    parent = tasks.tasks.find(({ id }) => id === parent)?.parent;
  }
  return found;
}

function renderCommands(commands: readonly string[]): string {
  return commands
    .slice(0, limits.listedTasks)
    .map((command) => `- \`${cutLine(command, lineChars)}\``)
    .join('\n');
}

function listed(label: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${label}: ${cutLine(items.join(', '), lineChars * 4)}`;
}

const lineChars = 300;

function oneLine(text: string): string {
  return cutLine(text.trim().replaceAll(/\s+/g, ' '), lineChars);
}

function bounded(text: string): string {
  return cutMiddle(text.trim(), limits.taskPartChars);
}
