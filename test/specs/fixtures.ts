import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DocumentKind, SpecDocument } from '../../src/domain/spec.ts';
import { parseDocument } from '../../src/specs/parse-document.ts';

/** The path of a fixture: `flat-2025/tasks.md`. */
export function fixturePath(name: string): string {
  return fileURLToPath(new URL(`../fixtures/specs/${name}`, import.meta.url));
}

export function readFixture(folder: string, kind: DocumentKind): SpecDocument {
  return parse(kind, readFileSync(fixturePath(`${folder}/${kind}.md`), 'utf8'));
}

export function parse(kind: DocumentKind, text: string): SpecDocument {
  return parseDocument(kind, `${kind}.md`, text);
}

/** `code@line`, in order. */
export function codes(document: SpecDocument): string[] {
  return document.problems.map(({ code, line }) => `${code}@${line}`);
}
