import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { readTextIfThere } from '../base/files.ts';
import { templateVariables } from '../base/template.ts';

/** Where the templates that the product ships and those that a team put in their place lie. */
export interface TemplateFolders {
  /** The folder that holds the product's `templates/`. */
  packageRoot: string;
  /** The top of the user's checkout. */
  root: string;
}

export function shippedNames({ packageRoot }: TemplateFolders): string[] {
  return templatesIn(readdirSync(join(packageRoot, 'templates', 'prompts')));
}

/** The names of the templates among file names, sorted. */
export function templatesIn(files: readonly string[]): string[] {
  return files
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -'.md'.length))
    .sort();
}

export function shippedText({ packageRoot }: TemplateFolders, name: string): string {
  return readFileSync(join(packageRoot, 'templates', 'prompts', `${name}.md`), 'utf8');
}

export function teamFolder({ root }: TemplateFolders): string {
  return join(root, '.ashlar', 'templates');
}

export function teamPath(folders: TemplateFolders, name: string): string {
  return join(teamFolder(folders), 'prompts', `${name}.md`);
}

/** With LF at the ends of its lines; undefined where the team has no such template. */
export function teamText(folders: TemplateFolders, name: string): string | undefined {
  return readTextIfThere(teamPath(folders, name))?.replaceAll('\r\n', '\n');
}

/** The team's template, else the shipped one. Throws kind `invalid` where the team's cannot be used. */
export function readTemplate(folders: TemplateFolders, name: string): string {
  const shipped = shippedText(folders, name);
  const own = teamText(folders, name);
  if (own === undefined) return shipped;
  const why = templateFault(own, shipped);
  if (why === undefined) return own;
  throw new AshlarError({
    kind: 'invalid',
    what: `${teamPath(folders, name)} cannot be used`,
    why,
    next: `correct it (ashlar templates diff ${name}), or delete it to have the shipped one`,
  });
}

/** What keeps a team's template from being used in the place of the shipped one: it must name the same variables. */
export function templateFault(own: string, shipped: string): string | undefined {
  if (own.trim() === '') return 'it is empty';
  if (hasConflictMarks(own)) return 'it holds the marks of a merge, <<<<<<< and >>>>>>>';
  const [wanted, named] = [templateVariables(shipped), templateVariables(own)];
  const missing = wanted.filter((name) => !named.includes(name));
  if (missing.length > 0) return `it must name ${listVariables(missing)}, and does not`;
  const strange = named.filter((name) => !wanted.includes(name));
  return strange.length > 0 ? `it names ${listVariables(strange)}, which has no value here` : undefined;
}

export function hasConflictMarks(text: string): boolean {
  return /^<{7} .*$[\s\S]*^={7}$[\s\S]*^>{7} /m.test(text);
}

function listVariables(names: readonly string[]): string {
  return names.map((name) => `{{${name}}}`).join(', ');
}
