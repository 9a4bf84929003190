/**
 * One section of what a model reads, marked with where it came from: `<steering from="AGENTS.md">…</steering>`. The body
 * cannot close the section it stands in. An empty body makes no section.
 */
export function fence(tag: string, from: string, body: string): string {
  const inner = body.trim();
  if (inner === '') return '';
  return `<${tag} from="${quoted(from)}">\n${keepInside(tag, inner)}\n</${tag}>`;
}

/** The text as it can stand in a section of that name without closing it. */
export function keepInside(tag: string, text: string): string {
  return text.replaceAll(new RegExp(`<(\\s*)/(?=\\s*${tag}\\b)`, 'gi'), '<$1\\');
}

/** A path as one line without control characters, whatever the repository calls its files. */
export function plainPath(path: string): string {
  return path.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
}

/** A name as it can stand in an attribute. */
export function quoted(from: string): string {
  return plainPath(from).replaceAll('"', "'");
}
