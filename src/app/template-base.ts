import { dirname, join } from 'node:path';
import { AshlarError, errorMessage } from '../base/errors.ts';
import { makeFolder, readTextIfThere, writeFileWhole } from '../base/files.ts';
import { digest } from '../base/ids.ts';
import { type TemplateFolders, teamFolder } from './template-files.ts';

/**
 * Keeps the shipped text that a team's template began from: the text in `.base/prompts/NAME.md`, its SHA-256 in
 * `.base/digests.json`. A merge begins from it.
 */
export function keepBase(folders: TemplateFolders, name: string, text: string): void {
  const path = basePath(folders, name);
  makeFolder(dirname(path));
  writeFileWhole(path, text);
  const digests = Object.entries({ ...readDigests(folders), [name]: digest(text) }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  writeFileWhole(digestsPath(folders), `${JSON.stringify(Object.fromEntries(digests), null, 2)}\n`);
}

/** The text that a team's template began from, or undefined where it is not kept or is not the text that was kept. */
export function readBase(folders: TemplateFolders, name: string): string | undefined {
  const text = readTextIfThere(basePath(folders, name))?.replaceAll('\r\n', '\n');
  return text !== undefined && readDigests(folders)[name] === digest(text) ? text : undefined;
}

function readDigests(folders: TemplateFolders): Record<string, unknown> {
  const path = digestsPath(folders);
  const text = readTextIfThere(path);
  if (text === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch (error) {
    const next = `restore it with git, or delete it: the next upgrade then says which templates it cannot merge`;
    throw new AshlarError({
      kind: 'invalid',
      what: `${path} is not JSON`,
      why: errorMessage(error),
      next,
      cause: error,
    });
  }
}

function basePath(folders: TemplateFolders, name: string): string {
  return join(teamFolder(folders), '.base', 'prompts', `${name}.md`);
}

function digestsPath(folders: TemplateFolders): string {
  return join(teamFolder(folders), '.base', 'digests.json');
}
