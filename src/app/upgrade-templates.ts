import { existsSync } from 'node:fs';
import { AshlarError } from '../base/errors.ts';
import { readTextIfThere, writeFileWhole } from '../base/files.ts';
import { shownPath } from '../base/paths.ts';
import { mergeThreeWay } from '../base/three-way-merge.ts';
import { keepBase, readBase } from './template-base.ts';
import { shippedText, type TemplateFolders, teamPath, templateFault } from './template-files.ts';
import { foldersOf, ownedNames } from './templates.ts';
import type { Wire } from './wire.ts';

export interface TemplateUpgrade {
  name: string;
  /**
   * `current`: nothing to do. `updated`: it was not edited, and is the shipped text now. `merged`: both changes are in it.
   * `conflict`: it is as it was, and `newPath` holds what a person has to decide. `resolved`: a person has decided.
   */
  outcome: 'current' | 'updated' | 'merged' | 'conflict' | 'resolved';
  path: string;
  newPath?: string;
  why?: string;
}

export interface UpgradeRequest {
  /** All templates of the team where none is named. */
  names: readonly string[];
  /** The named templates hold what the team wants of the shipped text. */
  resolved: boolean;
}

/** Brings what changed in the shipped templates into the team's, three-way. A file with a conflict is never written. */
export function upgradeTemplates({ names, resolved }: UpgradeRequest, wire: Wire): TemplateUpgrade[] {
  const folders = foldersOf(wire);
  if (resolved && names.length === 0) {
    const next = 'ashlar templates upgrade NAME --resolved';
    throw new AshlarError({ kind: 'usage', what: '--resolved needs the names of templates', next });
  }
  return ownedNames(names, folders).map(({ name, text }) =>
    resolved ? takeAsResolved(folders, name, text) : upgrade(folders, name, text),
  );
}

function upgrade(folders: TemplateFolders, name: string, text: string): TemplateUpgrade {
  const shipped = shippedText(folders, name);
  const base = readBase(folders, name);
  const path = shownPath(folders.root, teamPath(folders, name));
  if (base === shipped) return { name, outcome: 'current', path };
  if (text === shipped) {
    keepBase(folders, name, shipped);
    return { name, outcome: 'current', path };
  }
  if (base === undefined) {
    const why = 'the text it began from is not kept in .ashlar/templates/.base, so there is nothing to merge with';
    return leaveToPerson(folders, name, { text: shipped, why });
  }
  const merge = mergeThreeWay({ base, mine: text, theirs: shipped }, { mine: path, theirs: 'shipped' });
  const fault = merge.conflicts > 0 ? 'both changed the same lines' : templateFault(merge.text, shipped);
  if (fault !== undefined) return leaveToPerson(folders, name, { text: merge.text, why: fault });
  writeTeam(folders, name, merge.text);
  keepBase(folders, name, shipped);
  return { name, outcome: text === base ? 'updated' : 'merged', path };
}

/** What a person has to decide goes into a file beside the template, which stays as it is. */
function leaveToPerson(
  folders: TemplateFolders,
  name: string,
  { text, why }: { text: string; why: string },
): TemplateUpgrade {
  const path = teamPath(folders, name);
  writeFileWhole(`${path}.new`, text);
  const shown = shownPath(folders.root, path);
  return { name, outcome: 'conflict', path: shown, newPath: `${shown}.new`, why };
}

function takeAsResolved(folders: TemplateFolders, name: string, text: string): TemplateUpgrade {
  const shipped = shippedText(folders, name);
  const path = shownPath(folders.root, teamPath(folders, name));
  const why = existsSync(`${teamPath(folders, name)}.new`)
    ? `${path}.new is still there: move it over ${path}, or delete it`
    : templateFault(text, shipped);
  if (why !== undefined) {
    throw new AshlarError({ kind: 'invalid', what: `${name} is not resolved yet`, why, next: `edit ${path}` });
  }
  keepBase(folders, name, shipped);
  return { name, outcome: 'resolved', path };
}

/** Line breaks stay as the team has them. */
function writeTeam(folders: TemplateFolders, name: string, text: string): void {
  const path = teamPath(folders, name);
  const isCrlf = readTextIfThere(path)?.includes('\r\n') === true;
  writeFileWhole(path, isCrlf ? text.replaceAll('\n', '\r\n') : text);
}
