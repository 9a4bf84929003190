import type { Block, SpecTask } from '../domain/spec.ts';
import { citedIds, namedIds } from './changed-ids.ts';

/** Of the changed ids those that a section cites; one that cites nothing is traced from the requirements that it names. */
export function tracedFrom(text: string, changed: readonly string[]): string[] {
  if (changed.length === 0) return [];
  const cited = citedIds(text);
  const ids = cited.length === 0 ? namedIds(text) : cited;
  return changed.filter((id) => citesOne(ids, id));
}

/** `1` cites all of 1.x; and where all of `1` changed, `1.2` is changed with it. */
export function citesOne(cited: readonly string[], changed: string): boolean {
  return cited.some((id) => id === changed || changed.startsWith(`${id}.`) || id.startsWith(`${changed}.`));
}

/** A task is traced from the sections of the design that name one of its files. */
export function isNamedBy({ text }: Pick<Block, 'text'>, { files }: Pick<SpecTask, 'files'>): boolean {
  return files.some((file) => text.includes(file));
}
