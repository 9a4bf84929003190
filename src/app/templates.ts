import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { AshlarError } from '../base/errors.ts';
import { makeFolder, writeNewFileWhole } from '../base/files.ts';
import { shownPath } from '../base/paths.ts';
import { keepBase, readBase } from './template-base.ts';
import {
  shippedNames,
  shippedText,
  type TemplateFolders,
  teamPath,
  teamText,
  templateFault,
  templatesIn,
} from './template-files.ts';
import type { Wire } from './wire.ts';

export interface TemplateStatus {
  name: string;
  /** `shipped`: the team has none of its own. `same`: it has, and did not change it. */
  state: 'shipped' | 'same' | 'edited';
  /** The shipped text is another than the one that the team's began from. */
  outdated: boolean;
  /** Relative to the root; absent where the team has none. */
  path?: string;
  /** Why it cannot be used. */
  fault?: string;
}

export interface TemplateList {
  templates: TemplateStatus[];
  /** Files in the team's folder that are named for no template: nothing reads them. */
  unknown: string[];
}

export function foldersOf({ surroundings, workspace }: Wire): TemplateFolders {
  return { packageRoot: surroundings.packageRoot, root: workspace.root };
}

export function listTemplates(wire: Wire): TemplateList {
  const folders = foldersOf(wire);
  const names = shippedNames(folders);
  const strangers = ownNames(folders).filter((name) => !names.includes(name));
  return {
    templates: names.map((name) => statusOf(folders, name)),
    unknown: strangers.map((name) => shownPath(folders.root, teamPath(folders, name))),
  };
}

/** Copies shipped templates to where the team's go before them, and keeps what they began from. Never over a file. */
export function ejectTemplates(names: readonly string[], wire: Wire): { name: string; path: string }[] {
  const folders = foldersOf(wire);
  const wanted = checkedNames(names, folders);
  for (const name of wanted) {
    if (teamText(folders, name) !== undefined) throw alreadyThere(folders, name);
  }
  return wanted.map((name) => {
    const path = teamPath(folders, name);
    const text = shippedText(folders, name);
    keepBase(folders, name, text);
    makeFolder(dirname(path));
    writeNewFileWhole(path, text);
    return { name, path: shownPath(folders.root, path) };
  });
}

/** What the team changed, as a unified diff from the shipped text; all templates of the team where none is named. */
export function diffTemplates(names: readonly string[], wire: Wire): { name: string; diff: string }[] {
  const folders = foldersOf(wire);
  return ownedNames(names, folders).map(({ name, text }) => {
    const shipped = shippedText(folders, name);
    const path = shownPath(folders.root, teamPath(folders, name));
    const diff = text === shipped ? '' : createTwoFilesPatch(`shipped/${name}.md`, path, shipped, text);
    return { name, diff: diff.replace(/^=+\n/, '') };
  });
}

/** The named templates, or all, that the team has, each with its text. */
export function ownedNames(names: readonly string[], folders: TemplateFolders): { name: string; text: string }[] {
  const shipped = shippedNames(folders);
  const wanted =
    names.length > 0 ? checkedNames(names, folders) : ownNames(folders).filter((name) => shipped.includes(name));
  return wanted.map((name) => {
    const text = teamText(folders, name);
    if (text !== undefined) return { name, text };
    const what = `${name} is the shipped template`;
    throw new AshlarError({ kind: 'usage', what, next: `ashlar templates eject ${name} makes it your own` });
  });
}

function statusOf(folders: TemplateFolders, name: string): TemplateStatus {
  const own = teamText(folders, name);
  if (own === undefined) return { name, state: 'shipped', outdated: false };
  const shipped = shippedText(folders, name);
  const base = readBase(folders, name);
  const fault = templateFault(own, shipped);
  return {
    name,
    state: own === (base ?? shipped) ? 'same' : 'edited',
    outdated: own !== shipped && base !== shipped,
    path: shownPath(folders.root, teamPath(folders, name)),
    ...(fault === undefined ? {} : { fault }),
  };
}

function ownNames(folders: TemplateFolders): string[] {
  const folder = dirname(teamPath(folders, 'any'));
  return existsSync(folder) ? templatesIn(readdirSync(folder)) : [];
}

function checkedNames(names: readonly string[], folders: TemplateFolders): readonly string[] {
  const shipped = shippedNames(folders);
  const wrong = names.find((name) => !shipped.includes(name));
  if (wrong === undefined) return [...new Set(names)];
  const what = `there is no template ${wrong}`;
  throw new AshlarError({ kind: 'usage', what, next: `the templates are: ${shipped.join(', ')}` });
}

function alreadyThere(folders: TemplateFolders, name: string): AshlarError {
  return new AshlarError({
    kind: 'usage',
    what: `${shownPath(folders.root, teamPath(folders, name))} is there already`,
    next: `ashlar templates diff ${name} shows what is different in it`,
  });
}
