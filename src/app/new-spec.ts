import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isoTime } from '../base/clock.ts';
import { AshlarError } from '../base/errors.ts';
import { isLeftover, makeFolder } from '../base/files.ts';
import { limits } from '../base/limits.ts';
import { slugify } from '../base/text.ts';
import type { Budget } from '../domain/budget.ts';
import type { Event } from '../domain/event.ts';
import type { Workflow } from '../specs/kiro-config.ts';
import { type SpecYaml, writeSpecYaml } from '../specs/spec-yaml.ts';
import { confirmPolicies } from './confirm-policies.ts';
import { type DraftOutcome, draftSpec } from './draft-spec.ts';
import { estimateSize } from './estimate-size.ts';
import { itemOfRoadmap } from './roadmap.ts';
import type { Wire } from './wire.ts';

export interface NewSpec {
  /** The backlog item as it was given. */
  item: string;
  /** The spec's folder; made from the item where it is not given. */
  name?: string | undefined;
  kind?: 'feature' | 'bugfix' | undefined;
  /** Estimated from the item where it is not given. */
  size?: SpecYaml['size'] | undefined;
  /** By the configuration where it is not given. */
  workflow?: Workflow | undefined;
  /** All documents are drafted in one go and approved once, at the end. */
  quick?: boolean | undefined;
  /** A detector asks about the item before anything is drafted. */
  questions?: boolean | undefined;
  /** What drafting may cost. */
  budget?: Budget | undefined;
  /** The entry of a roadmap that the item comes from. */
  roadmap?: SpecYaml['roadmap'];
}

/** Makes a spec of a backlog item and has its first document drafted. */
export async function* newSpec(request: NewSpec, wire: Wire): AsyncGenerator<Event, DraftOutcome> {
  const text = wire.redactor.redact(request.item.trim());
  if (text === '') {
    throw new AshlarError({
      kind: 'usage',
      what: 'the backlog item is empty',
      next: 'ashlar new "what should be built"',
    });
  }
  refuseItem(text);
  await Promise.all([wire.model('author'), confirmPolicies(wire)]);
  const title = titleOf(text);
  const { name } = request;
  const slug = name === undefined ? freeSlug(slugify(title), wire) : checkedSlug(name, wire);
  const size = await makeSpecFolder(slug, { ...request, title, item: text }, wire);
  yield { type: 'note', text: `spec ${slug}${describeSize(size, request)}` };
  return yield* draftSpec(slug, wire, request.budget);
}

/** Makes a spec of one entry of an approved roadmap. */
export async function* newSpecOfRoadmap(
  { roadmap, entry, ...how }: Omit<NewSpec, 'item' | 'roadmap'> & { roadmap: string; entry: string },
  wire: Wire,
): AsyncGenerator<Event, DraftOutcome> {
  const { item, size, roadmap: origin, missing } = itemOfRoadmap(roadmap, entry, wire);
  if (missing.length > 0) {
    yield { type: 'note', text: `should be built first, and was not made yet: ${missing.join('; ')}` };
  }
  return yield* newSpec({ ...how, item, size: how.size ?? size, roadmap: origin }, wire);
}

/** An estimate is told, not asked: the person may say it better. */
function describeSize(size: SpecYaml['size'], { size: given }: NewSpec): string {
  if (given !== undefined || size === 'M') return '';
  const what = size === 'S' ? 'small, one file (size S)' : 'large, a roadmap of specs (size L)';
  return `: taken for ${what}; --size M makes three documents of it`;
}

async function makeSpecFolder(slug: string, about: NewSpec & { title: string }, wire: Wire): Promise<SpecYaml['size']> {
  const git = await wire.git();
  const { commit } = await git.head();
  const folder = folderOf(slug, wire);
  makeFolder(folder);
  wire.ledgers.forget(folder);
  const { title, item, roadmap } = about;
  const kind = about.kind ?? guessKind(title);
  const quick = about.quick === true;
  const size = about.size ?? (quick ? 'M' : estimateSize(item, kind));
  const workflow = about.workflow ?? wire.workspace.config.workflow ?? 'requirements-first';
  writeSpecYaml(folder, {
    slug,
    title,
    kind,
    size,
    ...(size === 'M' && workflow === 'design-first' ? { workflow } : {}),
    ...(size === 'M' && quick ? { quick } : {}),
    ...(about.questions === true ? { questions: true } : {}),
    item,
    createdAt: isoTime(wire.surroundings.clock.now()),
    ...(commit === undefined ? {} : { base: commit }),
    branch: `ashlar/${slug}`,
    ...(roadmap === undefined ? {} : { roadmap }),
  });
  return size;
}

/** An item is words for an author to read whole. */
function refuseItem(text: string): void {
  const isText = !/[\0\uFFFD]/.test(text);
  if (isText && text.length <= limits.itemChars) return;
  throw new AshlarError({
    kind: 'usage',
    what: isText ? `the backlog item has ${text.length} characters` : 'the backlog item is not text',
    why: isText ? `an author reads at most ${limits.itemChars}` : 'it holds bytes that are no UTF-8',
    next: 'describe in a few paragraphs what should be built, and name files where there is more to read',
  });
}

/** The item's first line, without what marks it as a heading or a list. */
function titleOf(item: string): string {
  const line = item.split('\n').find((each) => each.trim() !== '') ?? item;
  return line
    .replace(/^[#\s>*-]+/, '')
    .trim()
    .slice(0, 120);
}

/** An item that opens with a word for mending is a bug; `--bug` and `--feature` say it outright. */
function guessKind(title: string): 'feature' | 'bugfix' {
  return /^(?:fix|fixes|bug|bugfix|hotfix|regression|crash)\b/i.test(title) ? 'bugfix' : 'feature';
}

function folderOf(slug: string, { specRoots, workspace }: Wire): string {
  return join(specRoots[0] ?? join(workspace.root, 'specs'), slug);
}

function freeSlug(wanted: string, wire: Wire): string {
  for (let n = 1; ; n++) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`;
    if (!isUsed(slug, wire)) return slug;
  }
}

/** No two folders of specs may hold the same name. */
function isUsed(slug: string, { specRoots }: Wire): boolean {
  return specRoots.some((root) => isTaken(join(root, slug)));
}

/** An empty folder is what is left where making a spec was cut off. */
function isTaken(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return !statSync(folder).isDirectory() || readdirSync(folder).some((name) => !isLeftover(name));
}

/** A name is data: it becomes a folder and a branch, so only letters, digits, dashes and underscores are taken. */
function checkedSlug(name: string, wire: Wire): string {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,63}$/u.test(name)) {
    throw new AshlarError({
      kind: 'usage',
      what: `"${name}" cannot be the name of a spec`,
      why: 'a name has 1 to 64 letters, digits, dashes and underscores and begins with a letter or digit',
      next: `--name ${slugify(name)}`,
    });
  }
  if (!isUsed(name, wire)) return name;
  throw new AshlarError({
    kind: 'usage',
    what: `there is a spec ${name} already`,
    next: `ashlar draft ${name} goes on with it; --name chooses another name`,
  });
}
